// Refused: imports of modules/pipeline
import "../policy/allowed.js";
import "../store/allowed.js";
import "../codec/allowed.js";
import "../messages/allowed.js";
import "../device/allowed.js";
import "../unit/allowed.js";
import "../../hal/esp32/allowed.js";
import "../../host-sim/bridge/allowed.js";
import "../../host-sim/bridge/device/allowed.js";
import "../../terminal/allowed.js";
import "../../host-sim/allowed.js";
import "../../test/allowed.js";
import "mqtt";
import "@noble/hashes/sha2.js";
import "node:fs";
import "embedded:storage/flash";
