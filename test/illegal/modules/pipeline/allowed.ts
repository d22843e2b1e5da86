import type { Clock } from "../../hal/hal.js";
import "../bytes/allowed.js";
import "../image/allowed.js";
import "../modality/allowed.js";
import "../protection/allowed.js";

export type Allowed = Clock;
