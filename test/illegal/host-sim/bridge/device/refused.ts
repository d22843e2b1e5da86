// Refused: imports of host-sim/bridge/device
import "../../../hal/esp32/allowed.js";
import "../../../terminal/allowed.js";
import "../../allowed.js";
import "../../../test/allowed.js";
import "@noble/hashes/sha2.js";
import "mqtt";
import "node:fs";
import "embedded:storage/flash";
