import type { Clock } from "../../hal/hal.js";
import "../bytes/allowed.js";
import "../codec/allowed.js";

export type Allowed = Clock;
