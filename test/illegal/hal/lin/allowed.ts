import type { Clock } from "../hal.js";
import "../../modules/bytes/allowed.js";
import "../../modules/image/allowed.js";
import "../../modules/modality/allowed.js";
import "../../modules/protection/allowed.js";
import "../../modules/pipeline/allowed.js";
import "../../modules/codec/allowed.js";
import "../../modules/messages/allowed.js";
import "../../modules/policy/allowed.js";
import "../../modules/store/allowed.js";
import "../../modules/device/allowed.js";
import "../../modules/unit/allowed.js";
import "../esp32/allowed.js";
import "../../host-sim/bridge/allowed.js";
import "../../host-sim/bridge/device/allowed.js";
import "embedded:storage/flash";
import "crypt";

export type Allowed = Clock;
