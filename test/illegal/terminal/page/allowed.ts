import type { Clock } from "../../hal/hal.js";
import "../../modules/bytes/allowed.js";
import "../../modules/codec/allowed.js";
import "../../modules/messages/allowed.js";
import "../shared/allowed.js";
import "lit-html";
import "@noble/curves/nist.js";

export type Allowed = Clock;
