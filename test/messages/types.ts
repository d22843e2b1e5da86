/** Every type of body. */
import type { SignedType } from "../../modules/messages/messages.generated.js";
import type { BodyType } from "../../modules/messages/messages.js";

export const SIGNED_TYPES: readonly SignedType[] = [
	"challenge",
	"result",
	"enrol-begin",
	"enrol-result",
	"session-close",
	"session-end",
	"receipt",
	"revoke",
	"lockout-reset",
	"policy-set",
	"key-set",
	"time-set",
	"update-offer",
	"image-piece",
	"order-result",
	"audit-request",
	"audit-range",
	"register-request",
	"register-page",
	"incident",
	"chain-head",
	"birth",
	"offline",
	"factory-reset",
];

const UNSIGNED_TYPES: readonly BodyType[] = [
	"hint",
	"image-wanted",
	"policy",
	"provision-open",
	"provision-opened",
	"provision-network",
	"provision-noted",
	"provision-request",
	"provision-reply",
	"provision-refusal",
];

export const BODY_TYPES: readonly BodyType[] = [...SIGNED_TYPES, ...UNSIGNED_TYPES];
