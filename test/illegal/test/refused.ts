// Refused: imports of test
import "../hal/esp32/allowed.js";
import "embedded:storage/flash";
import "./illegal/fixture.js";
import "../terminal/page/allowed.js";
import "../host-sim/page/allowed.js";
