// Refused: imports of hal/pico
import "../../host-sim/bridge/allowed.js";
import "../../host-sim/bridge/device/allowed.js";
import "../../terminal/allowed.js";
import "../../host-sim/allowed.js";
import "../../test/allowed.js";
import "mqtt";
import "@noble/hashes/sha2.js";
import "node:fs";
