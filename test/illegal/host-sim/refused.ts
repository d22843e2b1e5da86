// Refused: imports of host-sim
import "../hal/esp32/allowed.js";
import "./bridge/device/allowed.js";
import "../test/allowed.js";
import "embedded:storage/flash";
import "../modules/stray/refused.js";
import "./page/allowed.js";
import "../terminal/page/allowed.js";
