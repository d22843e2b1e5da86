// Refused: imports of test
import "../hal/esp32/allowed.js";
import "embedded:storage/flash";
import "./illegal/fixture.js";
