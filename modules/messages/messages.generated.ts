// Generated from messages.cddl by host-sim/messages/generate.ts; edit neither this file nor its layout.
import type { FieldRule, ValueRule } from "./rules.js";

export const Modality = {
	palmVein: 1,
	iris: 2,
} as const;
export type Modality = (typeof Modality)[keyof typeof Modality];

export const Decision = {
	accepted: 1,
	refused: 2,
} as const;
export type Decision = (typeof Decision)[keyof typeof Decision];

/** why a result or an enrol-result says "refused" */
export const RefusalReason = {
	/** the biometric is not the enrolled one */
	mismatch: 1,
	/** no live reference for this subject token and modality */
	notEnrolled: 2,
	/** the deadline passed without an acceptable capture */
	noCapture: 3,
	/** another request is being served */
	busy: 4,
	/** one live enrolment per subject */
	alreadyEnrolled: 5,
	/** the enrolment samples do not agree with each other */
	inconsistentSamples: 6,
	/** no room for another reference */
	storeFull: 7,
	/** the request's lifetime is over, or longer than the unit allows */
	expired: 8,
	/** the stored reference does not open; revoke it and enrol again */
	unreadable: 9,
	/** this unit does not read that modality */
	unsupported: 10,
} as const;
export type RefusalReason = (typeof RefusalReason)[keyof typeof RefusalReason];

export const ClockSource = {
	/** uptime only */
	none: 0,
	/** time signed by the terminal, plus uptime */
	terminal: 1,
} as const;
export type ClockSource = (typeof ClockSource)[keyof typeof ClockSource];

/** what the operator can do better; the first producer of each is a quality gate of the capture */
export const HintReason = {
	/** nothing in front of the unit: place the hand */
	present: 1,
	tooDark: 2,
	tooBright: 3,
	lowContrast: 4,
	blurred: 5,
	holdStill: 6,
	/** present once more (the sample did not agree with the others) */
	again: 7,
	/** this sample is good */
	accepted: 8,
	/** something is there, but no hand can be made out */
	noHand: 9,
	tooClose: 10,
	tooFar: 11,
	/** fingers out of the picture, or the hand tilted */
	notFlat: 12,
} as const;
export type HintReason = (typeof HintReason)[keyof typeof HintReason];

export const ProvisionReason = {
	/** the trust anchors are installed once */
	alreadyProvisioned: 1,
	malformed: 2,
} as const;
export type ProvisionReason = (typeof ProvisionReason)[keyof typeof ProvisionReason];

export interface Challenge {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	readonly purpose: number;
	/** SHA-256 */
	readonly receptionHash?: Uint8Array;
}

export interface Result {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly modality: Modality;
	readonly sequence: number;
	/** SHA-256 of the whole challenge envelope */
	readonly requestHash: Uint8Array;
	readonly decision: Decision;
	/** present exactly when refused */
	readonly reason?: RefusalReason;
	/** of the reference compared with */
	readonly generation?: number;
	readonly clockSource: ClockSource;
}

export interface EnrolBegin {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	/** SHA-256 */
	readonly pledgeHash: Uint8Array;
	readonly sampleCount: number;
}

export interface EnrolResult {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly modality: Modality;
	/** SHA-256 */
	readonly pledgeHash: Uint8Array;
	readonly sequence: number;
	/** SHA-256 of the whole enrol-begin envelope */
	readonly requestHash: Uint8Array;
	readonly decision: Decision;
	/** present exactly when refused */
	readonly reason?: RefusalReason;
	/** of the reference just stored */
	readonly generation?: number;
	readonly clockSource: ClockSource;
}

export interface Birth {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly softwareVersion: string;
	/** SHA-256 */
	readonly bundleHash: Uint8Array;
}

export interface Offline {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
}

/** unsigned, no identity */
export interface Hint {
	readonly hintReason: HintReason;
	/** samples taken so far while enrolling */
	readonly progress?: number;
}

export interface ProvisionRequest {
	readonly siteLabel: string;
	readonly terminalLabel: string;
	readonly unitLabel: string;
	/** SEC 1 uncompressed P-256 */
	readonly terminalKey: Uint8Array;
	/** SEC 1 uncompressed P-256 */
	readonly authorityKey: Uint8Array;
}

export interface ProvisionReply {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	/** SEC 1 uncompressed P-256 */
	readonly unitKey: Uint8Array;
}

export interface ProvisionRefusal {
	readonly provisionReason: ProvisionReason;
}

export interface BodyByType {
	readonly challenge: Challenge;
	readonly result: Result;
	readonly "enrol-begin": EnrolBegin;
	readonly "enrol-result": EnrolResult;
	readonly birth: Birth;
	readonly offline: Offline;
	readonly hint: Hint;
	readonly "provision-request": ProvisionRequest;
	readonly "provision-reply": ProvisionReply;
	readonly "provision-refusal": ProvisionRefusal;
}

/** Bodies that travel signed, and the content type that names each in its envelope. */
export const CONTENT_TYPES = {
	challenge: "application/vnd.shogo.challenge+cbor",
	result: "application/vnd.shogo.result+cbor",
	"enrol-begin": "application/vnd.shogo.enrol-begin+cbor",
	"enrol-result": "application/vnd.shogo.enrol-result+cbor",
	birth: "application/vnd.shogo.birth+cbor",
	offline: "application/vnd.shogo.offline+cbor",
} as const;
export type SignedType = keyof typeof CONTENT_TYPES;

export const UNIX_TIME = { kind: "integer", min: 1700000000, max: 4102444800 } satisfies ValueRule;
export const NONCE_VALUE = { kind: "bytes", min: 16, max: 16 } satisfies ValueRule;
export const TOKEN = { kind: "bytes", min: 32, max: 32 } satisfies ValueRule;
export const MODALITY_VALUE = { kind: "enumeration", values: Object.values(Modality) } satisfies ValueRule;
export const HASH = { kind: "bytes", min: 32, max: 32 } satisfies ValueRule;
export const UEID_VALUE = { kind: "bytes", min: 17, max: 17 } satisfies ValueRule;
export const COUNTER = { kind: "integer", min: 0, max: 4294967295 } satisfies ValueRule;
export const DECISION_VALUE = { kind: "enumeration", values: Object.values(Decision) } satisfies ValueRule;
export const REFUSAL_REASON = {
	kind: "enumeration",
	values: Object.values(RefusalReason),
} satisfies ValueRule;
export const CLOCK_SOURCE_VALUE = {
	kind: "enumeration",
	values: Object.values(ClockSource),
} satisfies ValueRule;
export const HINT_REASON_VALUE = {
	kind: "enumeration",
	values: Object.values(HintReason),
} satisfies ValueRule;
export const LABEL = {
	kind: "characters",
	alphabet: "abcdefghijklmnopqrstuvwxyz0123456789",
	min: 1,
	max: 16,
} satisfies ValueRule;
export const PUBLIC_KEY = { kind: "bytes", min: 65, max: 65 } satisfies ValueRule;
export const PROVISION_REASON_VALUE = {
	kind: "enumeration",
	values: Object.values(ProvisionReason),
} satisfies ValueRule;

export const BODY_RULES: { readonly [T in keyof BodyByType]: readonly FieldRule[] } = {
	challenge: [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "subjectToken", label: -70001, presence: "required", value: TOKEN },
		{ name: "modality", label: -70002, presence: "required", value: MODALITY_VALUE },
		{ name: "purpose", label: -70003, presence: "required", value: { kind: "integer", min: 0, max: 255 } },
		{ name: "receptionHash", label: -70004, presence: "optional", value: HASH },
	],
	result: [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "modality", label: -70002, presence: "required", value: MODALITY_VALUE },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "decision", label: -70009, presence: "required", value: DECISION_VALUE },
		{ name: "reason", label: -70010, presence: "optional", value: REFUSAL_REASON },
		{ name: "generation", label: -70011, presence: "optional", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
	],
	"enrol-begin": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "subjectToken", label: -70001, presence: "required", value: TOKEN },
		{ name: "modality", label: -70002, presence: "required", value: MODALITY_VALUE },
		{ name: "pledgeHash", label: -70005, presence: "required", value: HASH },
		{ name: "sampleCount", label: -70006, presence: "required", value: { kind: "integer", min: 3, max: 5 } },
	],
	"enrol-result": [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "modality", label: -70002, presence: "required", value: MODALITY_VALUE },
		{ name: "pledgeHash", label: -70005, presence: "required", value: HASH },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "decision", label: -70009, presence: "required", value: DECISION_VALUE },
		{ name: "reason", label: -70010, presence: "optional", value: REFUSAL_REASON },
		{ name: "generation", label: -70011, presence: "optional", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
	],
	birth: [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "softwareVersion", label: 271, presence: "required", value: { kind: "text", min: 1, max: 32 } },
		{ name: "bundleHash", label: -70013, presence: "required", value: HASH },
	],
	offline: [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
	],
	hint: [
		{ name: "hintReason", label: -70014, presence: "required", value: HINT_REASON_VALUE },
		{ name: "progress", label: -70015, presence: "optional", value: { kind: "integer", min: 0, max: 5 } },
	],
	"provision-request": [
		{ name: "siteLabel", label: 1, presence: "required", value: LABEL },
		{ name: "terminalLabel", label: 2, presence: "required", value: LABEL },
		{ name: "unitLabel", label: 3, presence: "required", value: LABEL },
		{ name: "terminalKey", label: 4, presence: "required", value: PUBLIC_KEY },
		{ name: "authorityKey", label: 5, presence: "required", value: PUBLIC_KEY },
	],
	"provision-reply": [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "unitKey", label: 6, presence: "required", value: PUBLIC_KEY },
	],
	"provision-refusal": [
		{ name: "provisionReason", label: 7, presence: "required", value: PROVISION_REASON_VALUE },
	],
};
