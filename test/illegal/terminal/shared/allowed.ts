import type { Clock } from "../../hal/hal.js";
import "../../modules/bytes/allowed.js";
import "../../modules/codec/allowed.js";
import "../../modules/messages/allowed.js";

export type Allowed = Clock;
