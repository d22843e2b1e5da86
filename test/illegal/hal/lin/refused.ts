// Refused: imports of hal/lin
import "../pico/allowed.js";
import "../../terminal/allowed.js";
import "../../host-sim/allowed.js";
import "../../test/allowed.js";
import "mqtt";
import "@noble/hashes/sha2.js";
import "node:fs";
