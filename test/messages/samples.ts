/** Valid bodies of every type: the smallest and the largest that messages.cddl allows, and the usual ones. */

import {
	Action,
	ClockSource,
	Decision,
	Demand,
	EndReason,
	HintReason,
	IncidentKind,
	Modality,
	ProvisionReason,
	RefusalReason,
	RevocationReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import type { BodyByType, BodyType } from "../../modules/messages/messages.js";

const COUNTER_MAX = 4294967295;
const UNIX_TIME_MIN = 1700000000;
const UNIX_TIME_MAX = 4102444800;
const NOW = 1790000000;

const order = { expiresAt: NOW + 10, issuedAt: NOW, nonce: filled(16, 1) };
/** Of the authority: for one boot. */
const bound = { ...order, bootNonce: filled(16, 4) };
const earliest = { expiresAt: UNIX_TIME_MIN, issuedAt: UNIX_TIME_MIN };
const latest = { expiresAt: UNIX_TIME_MAX, issuedAt: UNIX_TIME_MAX };
const unit = { ueid: filled(17, 1), bootCount: 3 };
const page = { ...unit, nonce: filled(16, 1), requestHash: filled(32, 3) };
const entry = {
	...unit,
	sequence: 17,
	clockSource: ClockSource.none,
	policyHash: filled(32, 7),
	auditHead: filled(32, 8),
};
const first = { bootCount: 0, sequence: 0 };
const last = {
	issuedAt: UNIX_TIME_MAX,
	bootCount: COUNTER_MAX,
	sequence: COUNTER_MAX,
	clockSource: ClockSource.authority,
};
const challenge = {
	...order,
	subjectToken: filled(32, 2),
	modality: Demand.palmVein,
	purpose: 1,
	action: Action.logIn,
};
const answer = {
	...entry,
	nonce: filled(16, 1),
	requestHash: filled(32, 3),
	decision: Decision.accepted,
};
const result = { ...answer, modality: Demand.palmVein, action: Action.logIn };
const refusal = { decision: Decision.refused, generation: COUNTER_MAX } as const;
const enrolBegin = {
	...bound,
	subjectToken: filled(32, 2),
	modality: Modality.iris,
	pledgeHash: filled(32, 4),
	sampleCount: 3,
	role: Role.supervisor,
};
const enrolResult = {
	...answer,
	modality: Modality.palmVein,
	pledgeHash: filled(32, 4),
	role: Role.operator,
};
const numbers = {
	policyVersion: 2,
	requiredModality: Demand.palmVein,
	dayRequired: 1,
	failuresBeforeLock: 5,
	firstLockSeconds: 30,
	longestLockSeconds: 3600,
	failuresBeforeDisable: 50,
	idleSeconds: 300,
	absenceSeconds: 10,
	linkLossSeconds: 30,
};
const policy = { ...bound, ...numbers };
const birth = {
	bootNonce: filled(16, 4),
	...unit,
	softwareVersion: "0.1.0",
	firmwareVersion: 1000,
	bundleHash: filled(32, 6),
	sequence: 17,
	auditHead: filled(32, 8),
	policyHash: filled(32, 7),
	policyVersion: 1,
	keyVersion: 1,
};
const publicKey = filled(65, 4);

/** The last of each is neither the smallest nor the largest: the tests that try every bit of it take long. */
export const SAMPLES: { readonly [T in BodyType]: readonly BodyByType[T][] } = {
	challenge: [
		{ ...challenge, ...earliest, purpose: 0 },
		challenge,
		{
			...challenge,
			...latest,
			modality: Demand.both,
			purpose: 255,
			receptionHash: filled(32, 5),
			action: Action.confirm,
			queryHash: filled(32, 6),
		},
	],
	result: [
		{ ...result, ...first },
		{ ...result, generation: 1 },
		{ ...result, ...refusal, reason: RefusalReason.mismatch, attemptsLeft: 4 },
		{ ...result, ...last, ...refusal, reason: RefusalReason.locked, attemptsLeft: 0, retryAfter: 86400 },
	],
	"enrol-begin": [
		enrolBegin,
		{ ...enrolBegin, sampleCount: 5, role: Role.operator, witnessToken: filled(32, 9) },
	],
	"enrol-result": [
		{ ...enrolResult, generation: 1 },
		{ ...enrolResult, ...last, ...refusal, reason: RefusalReason.noWitness },
	],
	"session-close": [
		{ ...order, ...latest, sessionNonce: filled(16, 2), endReason: EndReason.revoked },
		{ ...order, sessionNonce: filled(16, 2), endReason: EndReason.logoff },
	],
	"session-end": [
		{ ...entry, ...first, sessionNonce: filled(16, 2), endReason: EndReason.absent },
		{ ...entry, ...last, sessionNonce: filled(16, 2), endReason: EndReason.idle },
	],
	receipt: [
		{ ueid: filled(17, 1), sequence: 0, entryHash: filled(32, 3) },
		{ ueid: filled(17, 1), sequence: COUNTER_MAX, entryHash: filled(32, 3) },
	],
	revoke: [
		{
			...bound,
			subjectToken: filled(32, 2),
			modality: Demand.both,
			revocationReason: RevocationReason.retirement,
		},
		{
			...bound,
			subjectToken: filled(32, 2),
			modality: Demand.iris,
			generation: 1,
			revocationReason: RevocationReason.loss,
		},
	],
	"lockout-reset": [{ ...bound, subjectToken: filled(32, 2) }],
	"policy-set": [
		{
			...policy,
			policyVersion: 1,
			requiredModality: Demand.both,
			dayRequired: 0,
			failuresBeforeLock: 3,
			firstLockSeconds: 10,
			longestLockSeconds: 600,
			failuresBeforeDisable: 20,
			idleSeconds: 60,
			absenceSeconds: 3,
			linkLossSeconds: 5,
		},
		{
			...policy,
			policyVersion: COUNTER_MAX,
			failuresBeforeLock: 10,
			firstLockSeconds: 300,
			longestLockSeconds: 86400,
			failuresBeforeDisable: 100,
			absenceSeconds: 60,
			linkLossSeconds: 300,
		},
		policy,
	],
	policy: [{ ...numbers, policyVersion: 0 }, { ...numbers, policyVersion: COUNTER_MAX }, numbers],
	"key-set": [{ ...bound, keyVersion: 2, newTerminalKey: publicKey }],
	"time-set": [{ ...bound, ...earliest }, bound],
	"update-offer": [
		{
			...bound,
			softwareVersion: "9".repeat(32),
			firmwareVersion: COUNTER_MAX,
			imageHash: filled(32, 6),
			imageLength: 4194304,
		},
		{ ...bound, softwareVersion: "1", firmwareVersion: 1, imageHash: filled(32, 6), imageLength: 1 },
	],
	"image-piece": [
		{ imageHash: filled(32, 6), pieceOffset: 4194303, pieceBytes: filled(1, 5) },
		{ imageHash: filled(32, 6), pieceOffset: 0, pieceBytes: filled(1024, 5) },
		{ imageHash: filled(32, 6), pieceOffset: 1024, pieceBytes: filled(40, 5) },
	],
	"order-result": [
		{ ...answer, ...first },
		{ ...answer, ...last, ...refusal, reason: RefusalReason.rolledBack },
	],
	"audit-request": [
		{ ...order, first: COUNTER_MAX, count: 1 },
		{ ...order, first: 0, count: 32 },
	],
	"audit-range": [
		{ ...page, first: 0, digests: filled(1024, 5), auditHead: filled(32, 8), sequence: COUNTER_MAX },
		{ ...page, first: 0, digests: filled(0, 5), auditHead: filled(32, 0), sequence: 0 },
		{ ...page, first: 4, digests: filled(64, 5), auditHead: filled(32, 8), sequence: 6 },
	],
	"register-request": [{ ...order, first: 0 }],
	"register-page": [
		{ ...page, first: 0, total: 200, registerEntries: filled(1008, 5) },
		{ ...page, first: 0, total: 0, registerEntries: filled(0, 5) },
		{ ...page, first: 1, total: 3, registerEntries: filled(48, 5) },
	],
	incident: [
		{ ...entry, ...first, incidentKind: IncidentKind.tamper },
		{ ...entry, ...last, incidentKind: IncidentKind.clock, requestHash: filled(32, 3) },
	],
	"chain-head": [
		{ ...entry, ...first },
		{ ...entry, ...last },
	],
	birth: [
		{ ...birth, bootCount: 0, softwareVersion: "1", sequence: 0, policyVersion: 0, keyVersion: 0 },
		{ ...birth, bootCount: COUNTER_MAX, softwareVersion: "9".repeat(32) },
	],
	offline: [
		{ ueid: filled(17, 1), bootCount: 0 },
		{ ueid: filled(17, 1), bootCount: COUNTER_MAX },
	],
	"factory-reset": [{ nonce: filled(16, 1), ueid: filled(17, 1) }],
	hint: [
		{ hintReason: HintReason.present },
		{ hintReason: HintReason.accepted, progress: 5 },
		{ hintReason: HintReason.witness, modality: Modality.iris },
	],
	"image-wanted": [
		{ imageHash: filled(32, 6), pieceOffset: 4194303, pieceLength: 1 },
		{ imageHash: filled(32, 6), pieceOffset: 1024, pieceLength: 1024 },
	],
	"provision-open": [{ nonce: filled(16, 3) }],
	"provision-opened": [
		{ ueid: filled(17, 1), unitKey: publicKey },
		{ ueid: filled(17, 1), unitKey: publicKey, anchorsHash: filled(32, 4) },
	],
	"provision-network": [
		{
			wifiName: "w",
			wifiPassword: "",
			brokerHost: "b",
			brokerPort: 1,
			brokerAuthority: filled(1, 5),
		},
		{
			wifiName: "w".repeat(32),
			wifiPassword: "p".repeat(63),
			brokerHost: "b".repeat(63),
			brokerPort: 65535,
			brokerAuthority: filled(1100, 5),
		},
	],
	"provision-noted": [{ messageHash: filled(32, 6) }],
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
		{ provisionReason: ProvisionReason.notAPublicKey },
		{ provisionReason: ProvisionReason.notAuthorised },
	],
};

function filled(length: number, byte: number): Uint8Array {
	return new Uint8Array(length).fill(byte);
}
