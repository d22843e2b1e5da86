import type { Clock } from "../../hal/hal.js";
import "../bytes/allowed.js";
import "../image/allowed.js";
import "../modality/allowed.js";
import "../protection/allowed.js";
import "../pipeline/allowed.js";
import "../codec/allowed.js";
import "../messages/allowed.js";
import "../policy/allowed.js";
import "../store/allowed.js";
import "../device/allowed.js";

export type Allowed = Clock;
