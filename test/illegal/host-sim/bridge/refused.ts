// Refused: imports of host-sim/bridge
import "../../hal/esp32/allowed.js";
import "./device/allowed.js";
import "../../terminal/allowed.js";
import "../allowed.js";
import "../../test/allowed.js";
import "@noble/hashes/sha2.js";
import "mqtt";
import "node:fs";
import "embedded:storage/flash";
