// Refused: imports of host-sim/page
import "../../modules/image/allowed.js";
import "../../modules/modality/allowed.js";
import "../../modules/protection/allowed.js";
import "../../modules/pipeline/allowed.js";
import "../../modules/policy/allowed.js";
import "../../modules/store/allowed.js";
import "../../modules/device/allowed.js";
import "../../modules/unit/allowed.js";
import "../../hal/esp32/allowed.js";
import "../../host-sim/bridge/allowed.js";
import "../../host-sim/bridge/device/allowed.js";
import "../../host-sim/allowed.js";
import "../../terminal/allowed.js";
import "../../test/allowed.js";
import "embedded:storage/flash";
import "node:fs";
import "mqtt";
