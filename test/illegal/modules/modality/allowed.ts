import type { Clock } from "../../hal/hal.js";
import "../bytes/allowed.js";
import "../image/allowed.js";

export type Allowed = Clock;
