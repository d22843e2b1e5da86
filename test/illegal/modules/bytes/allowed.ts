import type { Clock } from "../../hal/hal.js";

export type Allowed = Clock;
