/** Valid bodies of every type: the smallest and the largest that messages.cddl allows, and the usual ones. */

import {
	ClockSource,
	Decision,
	HintReason,
	Modality,
	ProvisionReason,
	RefusalReason,
	type SignedType,
} from "../../modules/messages/messages.generated.js";
import type { BodyByType, BodyType } from "../../modules/messages/messages.js";

export const SIGNED_TYPES: readonly SignedType[] = [
	"challenge",
	"result",
	"enrol-begin",
	"enrol-result",
	"birth",
	"offline",
];

export const UNSIGNED_TYPES: readonly BodyType[] = [
	"hint",
	"provision-request",
	"provision-reply",
	"provision-refusal",
];

export const BODY_TYPES: readonly BodyType[] = [...SIGNED_TYPES, ...UNSIGNED_TYPES];

const COUNTER_MAX = 4294967295;
const UNIX_TIME_MIN = 1700000000;
const UNIX_TIME_MAX = 4102444800;
const NOW = 1790000000;

const challenge = {
	expiresAt: NOW + 10,
	issuedAt: NOW,
	nonce: filled(16, 1),
	subjectToken: filled(32, 2),
	modality: Modality.palmVein,
	purpose: 1,
};
const result = {
	nonce: filled(16, 1),
	ueid: filled(17, 1),
	bootCount: 3,
	modality: Modality.palmVein,
	sequence: 17,
	requestHash: filled(32, 3),
	decision: Decision.accepted,
	clockSource: ClockSource.none,
};
const largestResult = {
	...result,
	issuedAt: UNIX_TIME_MAX,
	bootCount: COUNTER_MAX,
	sequence: COUNTER_MAX,
	decision: Decision.refused,
	reason: RefusalReason.expired,
	generation: COUNTER_MAX,
	clockSource: ClockSource.terminal,
};
const enrolBegin = {
	expiresAt: NOW + 60,
	issuedAt: NOW,
	nonce: filled(16, 1),
	subjectToken: filled(32, 2),
	modality: Modality.iris,
	pledgeHash: filled(32, 4),
	sampleCount: 3,
};
const publicKey = filled(65, 4);

export const SAMPLES: { readonly [T in BodyType]: readonly BodyByType[T][] } = {
	challenge: [
		{ ...challenge, expiresAt: UNIX_TIME_MIN, issuedAt: UNIX_TIME_MIN, purpose: 0 },
		challenge,
		{ ...challenge, expiresAt: UNIX_TIME_MAX, purpose: 255, receptionHash: filled(32, 5) },
	],
	result: [
		{ ...result, bootCount: 0, sequence: 0 },
		{ ...result, generation: 1 },
		{ ...result, decision: Decision.refused, reason: RefusalReason.mismatch, generation: 1 },
		largestResult,
	],
	"enrol-begin": [enrolBegin, { ...enrolBegin, sampleCount: 5 }],
	"enrol-result": [
		{ ...result, pledgeHash: filled(32, 4), generation: 1 },
		{ ...largestResult, pledgeHash: filled(32, 4) },
	],
	birth: [
		{ ueid: filled(17, 1), bootCount: 0, softwareVersion: "1", bundleHash: filled(32, 6) },
		{
			ueid: filled(17, 1),
			bootCount: COUNTER_MAX,
			softwareVersion: "9".repeat(32),
			bundleHash: filled(32, 6),
		},
	],
	offline: [
		{ ueid: filled(17, 1), bootCount: 0 },
		{ ueid: filled(17, 1), bootCount: COUNTER_MAX },
	],
	hint: [{ hintReason: HintReason.present }, { hintReason: HintReason.accepted, progress: 5 }],
	"provision-request": [
		{ siteLabel: "s", terminalLabel: "t", unitLabel: "u", terminalKey: publicKey, authorityKey: publicKey },
		{
			siteLabel: "s".repeat(16),
			terminalLabel: "0123456789abcdef",
			unitLabel: "z".repeat(16),
			terminalKey: publicKey,
			authorityKey: publicKey,
		},
	],
	"provision-reply": [{ ueid: filled(17, 1), unitKey: publicKey }],
	"provision-refusal": [
		{ provisionReason: ProvisionReason.alreadyProvisioned },
		{ provisionReason: ProvisionReason.malformed },
	],
};

function filled(length: number, byte: number): Uint8Array {
	return new Uint8Array(length).fill(byte);
}
