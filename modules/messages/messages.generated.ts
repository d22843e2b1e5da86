// Generated from messages.cddl by host-sim/messages/generate.ts; edit neither this file nor its layout.
import type { FieldRule, ValueRule } from "./rules.js";

/** what a person must present; "both" is accepted only if both match (fusion by AND) */
export const Demand = {
	palmVein: 1,
	iris: 2,
	both: 3,
} as const;
export type Demand = (typeof Demand)[keyof typeof Demand];

/** what a challenge asks the unit to do with a match */
export const Action = {
	/** begins a session; one that runs is handed over */
	logIn: 1,
	/** a supervisor opens the day */
	openDay: 2,
	/** a supervisor closes it; a session that runs ends */
	closeDay: 3,
	/** the session's operator, once more, before a sensitive action */
	reauthenticate: 4,
	/** a second person confirms the query that query-hash names */
	confirm: 5,
} as const;
export type Action = (typeof Action)[keyof typeof Action];

export const Decision = {
	accepted: 1,
	refused: 2,
} as const;
export type Decision = (typeof Decision)[keyof typeof Decision];

/** why a result, an enrol-result or an order-result says "refused" */
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
	/** too many failures; retry-after says how long to wait */
	locked: 11,
	/** far too many failures; an authority has to reset */
	disabled: 12,
	/** no supervisor has opened the day */
	dayClosed: 13,
	/** only a supervisor may do that */
	wrongRole: 14,
	/** the supervisor who has to witness was not named, or did not match */
	noWitness: 15,
	/** the outbox is full: the terminal must send its receipts first */
	queueFull: 16,
	/** somebody else has to confirm or to witness */
	samePerson: 17,
	/** there is no session, or it is not this person's */
	noSession: 18,
	/** the policy demands another modality, or both */
	belowPolicy: 19,
	/** version not above the one in force, or generation not the live one */
	rolledBack: 20,
	/** issued later than the unit's own signed time allows */
	future: 21,
	/** an order for a boot that is over; sign it again */
	otherBoot: 22,
} as const;
export type RefusalReason = (typeof RefusalReason)[keyof typeof RefusalReason];

export const ClockSource = {
	/** uptime only */
	none: 0,
	/** time signed by the terminal, plus uptime */
	terminal: 1,
	/** time signed by the authority, plus uptime */
	authority: 2,
} as const;
export type ClockSource = (typeof ClockSource)[keyof typeof ClockSource];

export const Modality = {
	palmVein: 1,
	iris: 2,
} as const;
export type Modality = (typeof Modality)[keyof typeof Modality];

export const Role = {
	operator: 1,
	supervisor: 2,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** why a session ended */
export const EndReason = {
	/** the operator logged off */
	logoff: 1,
	/** no request for longer than the policy allows */
	idle: 2,
	/** nobody in front of the unit */
	absent: 3,
	/** another log-in */
	handOver: 4,
	/** the terminal could not be reached */
	link: 5,
	/** the terminal was locked */
	lock: 6,
	/** the day was closed, or the unit restarted */
	day: 7,
	/** the operator's reference is gone */
	revoked: 8,
} as const;
export type EndReason = (typeof EndReason)[keyof typeof EndReason];

export const RevocationReason = {
	/** the ID became known to others, or was forgotten */
	loss: 1,
	transfer: 2,
	retirement: 3,
	/** a new reference follows */
	renewal: 4,
} as const;
export type RevocationReason = (typeof RevocationReason)[keyof typeof RevocationReason];

export const IncidentKind = {
	/** too many failures: the subject has to wait */
	lockout: 1,
	/** far too many: an authority has to reset */
	disabled: 2,
	/** something stored has rotted */
	storeFault: 3,
	/** the case was opened */
	tamper: 4,
	/** the terminal's key was replaced */
	keyChange: 5,
	/** many messages that nobody we trust has signed */
	signatureFlood: 6,
	/** the firmware stopped without being asked to */
	restart: 7,
	/** the outbox is full: nothing is served until receipts come */
	queueFull: 8,
	/** an authority has set the time back */
	clock: 9,
	/** a firmware came that is not the one offered; it never starts */
	badImage: 10,
} as const;
export type IncidentKind = (typeof IncidentKind)[keyof typeof IncidentKind];

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
	/** something is there, but no eye can be made out */
	noEye: 13,
	/** lids or lashes cover too much of the iris */
	eyeClosed: 14,
	lookingAway: 15,
	/** a lamp or glasses mirrored in the eye */
	glare: 16,
	/** the supervisor who witnesses presents first */
	witness: 17,
} as const;
export type HintReason = (typeof HintReason)[keyof typeof HintReason];

export const ProvisionReason = {
	/** the trust anchors are installed once */
	alreadyProvisioned: 1,
	malformed: 2,
	/** an anchor off the curve: nothing would ever verify under it */
	notAPublicKey: 3,
	/** a factory reset that the authority has not signed for this unit */
	notAuthorised: 4,
} as const;
export type ProvisionReason = (typeof ProvisionReason)[keyof typeof ProvisionReason];

/** the terminal asks who is there */
export interface Challenge {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
	readonly modality: Demand;
	/** why the terminal is used, by the office's own list */
	readonly purpose: number;
	/** SHA-256 of the reception number that the work is for */
	readonly receptionHash?: Uint8Array;
	readonly action: Action;
	/** the query to be confirmed, with action-confirm only */
	readonly queryHash?: Uint8Array;
}

export interface Result {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly modality: Demand;
	readonly sequence: number;
	/** SHA-256 of the whole challenge envelope */
	readonly requestHash: Uint8Array;
	readonly decision: Decision;
	/** present exactly when refused */
	readonly reason?: RefusalReason;
	/** of the reference compared with */
	readonly generation?: number;
	readonly clockSource: ClockSource;
	readonly action: Action;
	/** before the subject is locked, after a mismatch */
	readonly attemptsLeft?: number;
	/** seconds, when locked */
	readonly retryAfter?: number;
	/** of the policy in force */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
}

/** the authority has somebody enrolled */
export interface EnrolBegin {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
	readonly modality: Modality;
	/** SHA-256 of the signed pledge */
	readonly pledgeHash: Uint8Array;
	readonly sampleCount: number;
	readonly role: Role;
	/** of the supervisor who presents first; the first supervisor has none */
	readonly witnessToken?: Uint8Array;
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
	readonly role: Role;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
}

/** the terminal ends a session */
export interface SessionClose {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	/** nonce of the challenge that began the session */
	readonly sessionNonce: Uint8Array;
	readonly endReason: EndReason;
}

export interface SessionEnd {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly sequence: number;
	readonly clockSource: ClockSource;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
	readonly sessionNonce: Uint8Array;
	readonly endReason: EndReason;
}

/** the terminal has entry `sequence` safely in its ledger; only then is its slot freed */
export interface Receipt {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly sequence: number;
	/** SHA-256 of the entry's envelope */
	readonly entryHash: Uint8Array;
}

/** the authority deletes a subject's references */
export interface Revoke {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
	/** both: whatever there is */
	readonly modality: Demand;
	/** only if this is the live one */
	readonly generation?: number;
	readonly revocationReason: RevocationReason;
}

/** the authority forgives a subject's failures */
export interface LockoutReset {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	/** HMAC-SHA-256(site key, 照合ID), made at the terminal */
	readonly subjectToken: Uint8Array;
}

/** the numbers of the office, within safe bounds; versions only rise */
export interface PolicySet {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	readonly policyVersion: number;
	/** of every challenge, at least */
	readonly requiredModality: Demand;
	/** 1: nobody logs in before a supervisor has opened the day */
	readonly dayRequired: number;
	readonly failuresBeforeLock: number;
	readonly firstLockSeconds: number;
	readonly longestLockSeconds: number;
	readonly failuresBeforeDisable: number;
	readonly idleSeconds: number;
	readonly absenceSeconds: number;
	readonly linkLossSeconds: number;
}

/** a new key for the terminal; versions only rise */
export interface KeySet {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	readonly keyVersion: number;
	/** SEC 1 uncompressed P-256 */
	readonly newTerminalKey: Uint8Array;
}

/** the time, also when it lies before what the unit believes */
export interface TimeSet {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
}

/** a new firmware; versions only rise */
export interface UpdateOffer {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly bootNonce: Uint8Array;
	readonly softwareVersion: string;
	readonly firmwareVersion: number;
	/** SHA-256 */
	readonly imageHash: Uint8Array;
	readonly imageLength: number;
}

/** signed by the terminal, on request; has no nonce, for a piece that came before is left lying */
export interface ImagePiece {
	/** of the whole image, as the offer names it */
	readonly imageHash: Uint8Array;
	readonly pieceOffset: number;
	readonly pieceBytes: Uint8Array;
}

/** the answer to revoke, lockout-reset, policy-set, key-set, time-set, session-close and update-offer */
export interface OrderResult {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly sequence: number;
	/** SHA-256 of the whole envelope of the order */
	readonly requestHash: Uint8Array;
	readonly decision: Decision;
	/** present exactly when refused */
	readonly reason?: RefusalReason;
	/** of the reference deleted */
	readonly generation?: number;
	readonly clockSource: ClockSource;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
}

export interface AuditRequest {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly first: number;
	readonly count: number;
}

/** entries of the chain as the unit remembers them; not an entry itself */
export interface AuditRange {
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	/** SHA-256 */
	readonly requestHash: Uint8Array;
	/** of the digests that follow; later than asked for if forgotten */
	readonly first: number;
	/** SHA-256 of each entry's envelope, one after the other */
	readonly digests: Uint8Array;
	/** head(sequence) */
	readonly auditHead: Uint8Array;
	/** of the next entry */
	readonly sequence: number;
}

export interface RegisterRequest {
	/** seconds since 1970, signed by whoever has a clock */
	readonly expiresAt: number;
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt: number;
	readonly nonce: Uint8Array;
	readonly first: number;
}

/** who is enrolled, by record id (a pseudonym), in rising order; not an entry of the chain */
export interface RegisterPage {
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	/** SHA-256 */
	readonly requestHash: Uint8Array;
	readonly first: number;
	readonly total: number;
	/** record id 16, modality 1, role 1, failures 2, generation 4 */
	readonly registerEntries: Uint8Array;
}

export interface Incident {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly sequence: number;
	readonly clockSource: ClockSource;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
	readonly incidentKind: IncidentKind;
	/** of the request that brought it about */
	readonly requestHash?: Uint8Array;
}

/** the head alone, every 32 entries */
export interface ChainHead {
	/** seconds since 1970, signed by whoever has a clock */
	readonly issuedAt?: number;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	readonly sequence: number;
	readonly clockSource: ClockSource;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
}

export interface Birth {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	readonly bootCount: number;
	/** made anew at every boot; every order of the authority quotes it */
	readonly bootNonce: Uint8Array;
	readonly softwareVersion: string;
	/** of the image that runs: its maker counts it up */
	readonly firmwareVersion: number;
	/** SHA-256 of what runs: the bundle, or the image that a board has */
	readonly bundleHash: Uint8Array;
	/** of the next entry */
	readonly sequence: number;
	/** SHA-256 */
	readonly auditHead: Uint8Array;
	/** SHA-256 */
	readonly policyHash: Uint8Array;
	readonly policyVersion: number;
	readonly keyVersion: number;
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
	/** which trait is to be presented */
	readonly modality?: Modality;
}

/** unsigned: whoever forges it is sent a piece of what is being sent anyway, and no report depends on it */
export interface ImageWanted {
	/** SHA-256 */
	readonly imageHash: Uint8Array;
	readonly pieceOffset: number;
	readonly pieceLength: number;
}

/** signed by the authority and brought over the console: forget everything */
export interface FactoryReset {
	readonly nonce: Uint8Array;
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
}

/** the numbers of a policy-set alone: what the unit stores; policy-hash is the SHA-256 of it */
export interface Policy {
	readonly policyVersion: number;
	readonly requiredModality: Demand;
	readonly dayRequired: number;
	readonly failuresBeforeLock: number;
	readonly firstLockSeconds: number;
	readonly longestLockSeconds: number;
	readonly failuresBeforeDisable: number;
	readonly idleSeconds: number;
	readonly absenceSeconds: number;
	readonly linkLossSeconds: number;
}

export interface ProvisionOpen {
	readonly nonce: Uint8Array;
}

/** the key is the unit's for good once it is locked; before that, a restart makes another */
export interface ProvisionOpened {
	/** 0x01 (RAND, RFC 9711 4.2.1) and 16 random bytes */
	readonly ueid: Uint8Array;
	/** SEC 1 uncompressed P-256 */
	readonly unitKey: Uint8Array;
	/** SHA-256 of the provision-request that it is locked with */
	readonly anchorsHash?: Uint8Array;
}

export interface ProvisionNetwork {
	readonly wifiName: string;
	/** empty for an open network */
	readonly wifiPassword: string;
	readonly brokerHost: string;
	readonly brokerPort: number;
	/** DER of the certificate that signs the broker's */
	readonly brokerAuthority: Uint8Array;
}

/** of the message just noted */
export interface ProvisionNoted {
	/** SHA-256 */
	readonly messageHash: Uint8Array;
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
	readonly "session-close": SessionClose;
	readonly "session-end": SessionEnd;
	readonly receipt: Receipt;
	readonly revoke: Revoke;
	readonly "lockout-reset": LockoutReset;
	readonly "policy-set": PolicySet;
	readonly "key-set": KeySet;
	readonly "time-set": TimeSet;
	readonly "update-offer": UpdateOffer;
	readonly "image-piece": ImagePiece;
	readonly "order-result": OrderResult;
	readonly "audit-request": AuditRequest;
	readonly "audit-range": AuditRange;
	readonly "register-request": RegisterRequest;
	readonly "register-page": RegisterPage;
	readonly incident: Incident;
	readonly "chain-head": ChainHead;
	readonly birth: Birth;
	readonly offline: Offline;
	readonly hint: Hint;
	readonly "image-wanted": ImageWanted;
	readonly "factory-reset": FactoryReset;
	readonly policy: Policy;
	readonly "provision-open": ProvisionOpen;
	readonly "provision-opened": ProvisionOpened;
	readonly "provision-network": ProvisionNetwork;
	readonly "provision-noted": ProvisionNoted;
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
	"session-close": "application/vnd.shogo.session-close+cbor",
	"session-end": "application/vnd.shogo.session-end+cbor",
	receipt: "application/vnd.shogo.receipt+cbor",
	revoke: "application/vnd.shogo.revoke+cbor",
	"lockout-reset": "application/vnd.shogo.lockout-reset+cbor",
	"policy-set": "application/vnd.shogo.policy-set+cbor",
	"key-set": "application/vnd.shogo.key-set+cbor",
	"time-set": "application/vnd.shogo.time-set+cbor",
	"update-offer": "application/vnd.shogo.update-offer+cbor",
	"order-result": "application/vnd.shogo.order-result+cbor",
	"image-piece": "application/vnd.shogo.image-piece+cbor",
	"audit-request": "application/vnd.shogo.audit-request+cbor",
	"audit-range": "application/vnd.shogo.audit-range+cbor",
	"register-request": "application/vnd.shogo.register-request+cbor",
	"register-page": "application/vnd.shogo.register-page+cbor",
	incident: "application/vnd.shogo.incident+cbor",
	"chain-head": "application/vnd.shogo.chain-head+cbor",
	"factory-reset": "application/vnd.shogo.factory-reset+cbor",
} as const;
export type SignedType = keyof typeof CONTENT_TYPES;

export const UNIX_TIME = { kind: "integer", min: 1700000000, max: 4102444800 } satisfies ValueRule;
export const NONCE_VALUE = { kind: "bytes", min: 16, max: 16 } satisfies ValueRule;
export const TOKEN = { kind: "bytes", min: 32, max: 32 } satisfies ValueRule;
export const DEMAND_VALUE = { kind: "enumeration", values: Object.values(Demand) } satisfies ValueRule;
export const HASH = { kind: "bytes", min: 32, max: 32 } satisfies ValueRule;
export const ACTION_VALUE = { kind: "enumeration", values: Object.values(Action) } satisfies ValueRule;
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
export const MODALITY_VALUE = { kind: "enumeration", values: Object.values(Modality) } satisfies ValueRule;
export const ROLE_VALUE = { kind: "enumeration", values: Object.values(Role) } satisfies ValueRule;
export const END_REASON_VALUE = { kind: "enumeration", values: Object.values(EndReason) } satisfies ValueRule;
export const REVOCATION_REASON_VALUE = {
	kind: "enumeration",
	values: Object.values(RevocationReason),
} satisfies ValueRule;
export const PUBLIC_KEY = { kind: "bytes", min: 65, max: 65 } satisfies ValueRule;
export const INCIDENT_KIND_VALUE = {
	kind: "enumeration",
	values: Object.values(IncidentKind),
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
		{ name: "modality", label: -70002, presence: "required", value: DEMAND_VALUE },
		{ name: "purpose", label: -70003, presence: "required", value: { kind: "integer", min: 0, max: 255 } },
		{ name: "receptionHash", label: -70004, presence: "optional", value: HASH },
		{ name: "action", label: -70016, presence: "required", value: ACTION_VALUE },
		{ name: "queryHash", label: -70017, presence: "optional", value: HASH },
	],
	result: [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "modality", label: -70002, presence: "required", value: DEMAND_VALUE },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "decision", label: -70009, presence: "required", value: DECISION_VALUE },
		{ name: "reason", label: -70010, presence: "optional", value: REFUSAL_REASON },
		{ name: "generation", label: -70011, presence: "optional", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
		{ name: "action", label: -70016, presence: "required", value: ACTION_VALUE },
		{
			name: "attemptsLeft",
			label: -70020,
			presence: "optional",
			value: { kind: "integer", min: 0, max: 255 },
		},
		{
			name: "retryAfter",
			label: -70021,
			presence: "optional",
			value: { kind: "integer", min: 0, max: 86400 },
		},
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
	],
	"enrol-begin": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{ name: "subjectToken", label: -70001, presence: "required", value: TOKEN },
		{ name: "modality", label: -70002, presence: "required", value: MODALITY_VALUE },
		{ name: "pledgeHash", label: -70005, presence: "required", value: HASH },
		{ name: "sampleCount", label: -70006, presence: "required", value: { kind: "integer", min: 3, max: 5 } },
		{ name: "role", label: -70018, presence: "required", value: ROLE_VALUE },
		{ name: "witnessToken", label: -70019, presence: "optional", value: TOKEN },
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
		{ name: "role", label: -70018, presence: "required", value: ROLE_VALUE },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
	],
	"session-close": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "sessionNonce", label: -70024, presence: "required", value: NONCE_VALUE },
		{ name: "endReason", label: -70025, presence: "required", value: END_REASON_VALUE },
	],
	"session-end": [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
		{ name: "sessionNonce", label: -70024, presence: "required", value: NONCE_VALUE },
		{ name: "endReason", label: -70025, presence: "required", value: END_REASON_VALUE },
	],
	receipt: [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "entryHash", label: -70028, presence: "required", value: HASH },
	],
	revoke: [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{ name: "subjectToken", label: -70001, presence: "required", value: TOKEN },
		{ name: "modality", label: -70002, presence: "required", value: DEMAND_VALUE },
		{ name: "generation", label: -70011, presence: "optional", value: COUNTER },
		{ name: "revocationReason", label: -70026, presence: "required", value: REVOCATION_REASON_VALUE },
	],
	"lockout-reset": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{ name: "subjectToken", label: -70001, presence: "required", value: TOKEN },
	],
	"policy-set": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{
			name: "policyVersion",
			label: -70034,
			presence: "required",
			value: { kind: "integer", min: 1, max: 4294967295 },
		},
		{ name: "requiredModality", label: -70037, presence: "required", value: DEMAND_VALUE },
		{ name: "dayRequired", label: -70038, presence: "required", value: { kind: "integer", min: 0, max: 1 } },
		{
			name: "failuresBeforeLock",
			label: -70039,
			presence: "required",
			value: { kind: "integer", min: 3, max: 10 },
		},
		{
			name: "firstLockSeconds",
			label: -70040,
			presence: "required",
			value: { kind: "integer", min: 10, max: 300 },
		},
		{
			name: "longestLockSeconds",
			label: -70041,
			presence: "required",
			value: { kind: "integer", min: 600, max: 86400 },
		},
		{
			name: "failuresBeforeDisable",
			label: -70042,
			presence: "required",
			value: { kind: "integer", min: 20, max: 100 },
		},
		{
			name: "idleSeconds",
			label: -70043,
			presence: "required",
			value: { kind: "integer", min: 60, max: 300 },
		},
		{
			name: "absenceSeconds",
			label: -70044,
			presence: "required",
			value: { kind: "integer", min: 3, max: 60 },
		},
		{
			name: "linkLossSeconds",
			label: -70045,
			presence: "required",
			value: { kind: "integer", min: 5, max: 300 },
		},
	],
	"key-set": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{
			name: "keyVersion",
			label: -70035,
			presence: "required",
			value: { kind: "integer", min: 1, max: 4294967295 },
		},
		{ name: "newTerminalKey", label: -70036, presence: "required", value: PUBLIC_KEY },
	],
	"time-set": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
	],
	"update-offer": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{ name: "softwareVersion", label: 271, presence: "required", value: { kind: "text", min: 1, max: 32 } },
		{
			name: "firmwareVersion",
			label: -70046,
			presence: "required",
			value: { kind: "integer", min: 1, max: 4294967295 },
		},
		{ name: "imageHash", label: -70047, presence: "required", value: HASH },
		{
			name: "imageLength",
			label: -70048,
			presence: "required",
			value: { kind: "integer", min: 1, max: 4194304 },
		},
	],
	"image-piece": [
		{ name: "imageHash", label: -70047, presence: "required", value: HASH },
		{
			name: "pieceOffset",
			label: -70049,
			presence: "required",
			value: { kind: "integer", min: 0, max: 4194303 },
		},
		{ name: "pieceBytes", label: -70051, presence: "required", value: { kind: "bytes", min: 1, max: 1024 } },
	],
	"order-result": [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "decision", label: -70009, presence: "required", value: DECISION_VALUE },
		{ name: "reason", label: -70010, presence: "optional", value: REFUSAL_REASON },
		{ name: "generation", label: -70011, presence: "optional", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
	],
	"audit-request": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "first", label: -70029, presence: "required", value: COUNTER },
		{ name: "count", label: -70030, presence: "required", value: { kind: "integer", min: 1, max: 32 } },
	],
	"audit-range": [
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "first", label: -70029, presence: "required", value: COUNTER },
		{ name: "digests", label: -70031, presence: "required", value: { kind: "bytes", min: 0, max: 1024 } },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
	],
	"register-request": [
		{ name: "expiresAt", label: 4, presence: "required", value: UNIX_TIME },
		{ name: "issuedAt", label: 6, presence: "required", value: UNIX_TIME },
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "first", label: -70029, presence: "required", value: COUNTER },
	],
	"register-page": [
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "requestHash", label: -70008, presence: "required", value: HASH },
		{ name: "first", label: -70029, presence: "required", value: COUNTER },
		{ name: "total", label: -70032, presence: "required", value: COUNTER },
		{
			name: "registerEntries",
			label: -70033,
			presence: "required",
			value: { kind: "bytes", min: 0, max: 1008 },
		},
	],
	incident: [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
		{ name: "incidentKind", label: -70027, presence: "required", value: INCIDENT_KIND_VALUE },
		{ name: "requestHash", label: -70008, presence: "optional", value: HASH },
	],
	"chain-head": [
		{ name: "issuedAt", label: 6, presence: "optional", value: UNIX_TIME },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "clockSource", label: -70012, presence: "required", value: CLOCK_SOURCE_VALUE },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
	],
	birth: [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
		{ name: "bootNonce", label: -70052, presence: "required", value: NONCE_VALUE },
		{ name: "softwareVersion", label: 271, presence: "required", value: { kind: "text", min: 1, max: 32 } },
		{ name: "firmwareVersion", label: -70046, presence: "required", value: COUNTER },
		{ name: "bundleHash", label: -70013, presence: "required", value: HASH },
		{ name: "sequence", label: -70007, presence: "required", value: COUNTER },
		{ name: "auditHead", label: -70023, presence: "required", value: HASH },
		{ name: "policyHash", label: -70022, presence: "required", value: HASH },
		{ name: "policyVersion", label: -70034, presence: "required", value: COUNTER },
		{ name: "keyVersion", label: -70035, presence: "required", value: COUNTER },
	],
	offline: [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "bootCount", label: 267, presence: "required", value: COUNTER },
	],
	hint: [
		{ name: "hintReason", label: -70014, presence: "required", value: HINT_REASON_VALUE },
		{ name: "progress", label: -70015, presence: "optional", value: { kind: "integer", min: 0, max: 5 } },
		{ name: "modality", label: -70002, presence: "optional", value: MODALITY_VALUE },
	],
	"image-wanted": [
		{ name: "imageHash", label: -70047, presence: "required", value: HASH },
		{
			name: "pieceOffset",
			label: -70049,
			presence: "required",
			value: { kind: "integer", min: 0, max: 4194303 },
		},
		{
			name: "pieceLength",
			label: -70050,
			presence: "required",
			value: { kind: "integer", min: 1, max: 1024 },
		},
	],
	"factory-reset": [
		{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE },
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
	],
	policy: [
		{ name: "policyVersion", label: -70034, presence: "required", value: COUNTER },
		{ name: "requiredModality", label: -70037, presence: "required", value: DEMAND_VALUE },
		{ name: "dayRequired", label: -70038, presence: "required", value: { kind: "integer", min: 0, max: 1 } },
		{
			name: "failuresBeforeLock",
			label: -70039,
			presence: "required",
			value: { kind: "integer", min: 3, max: 10 },
		},
		{
			name: "firstLockSeconds",
			label: -70040,
			presence: "required",
			value: { kind: "integer", min: 10, max: 300 },
		},
		{
			name: "longestLockSeconds",
			label: -70041,
			presence: "required",
			value: { kind: "integer", min: 600, max: 86400 },
		},
		{
			name: "failuresBeforeDisable",
			label: -70042,
			presence: "required",
			value: { kind: "integer", min: 20, max: 100 },
		},
		{
			name: "idleSeconds",
			label: -70043,
			presence: "required",
			value: { kind: "integer", min: 60, max: 300 },
		},
		{
			name: "absenceSeconds",
			label: -70044,
			presence: "required",
			value: { kind: "integer", min: 3, max: 60 },
		},
		{
			name: "linkLossSeconds",
			label: -70045,
			presence: "required",
			value: { kind: "integer", min: 5, max: 300 },
		},
	],
	"provision-open": [{ name: "nonce", label: 10, presence: "required", value: NONCE_VALUE }],
	"provision-opened": [
		{ name: "ueid", label: 256, presence: "required", value: UEID_VALUE },
		{ name: "unitKey", label: 6, presence: "required", value: PUBLIC_KEY },
		{ name: "anchorsHash", label: 8, presence: "optional", value: HASH },
	],
	"provision-network": [
		{ name: "wifiName", label: 9, presence: "required", value: { kind: "text", min: 1, max: 32 } },
		{ name: "wifiPassword", label: 13, presence: "required", value: { kind: "text", min: 0, max: 63 } },
		{ name: "brokerHost", label: 11, presence: "required", value: { kind: "text", min: 1, max: 63 } },
		{ name: "brokerPort", label: 12, presence: "required", value: { kind: "integer", min: 1, max: 65535 } },
		{ name: "brokerAuthority", label: 14, presence: "required", value: { kind: "bytes", min: 1, max: 1100 } },
	],
	"provision-noted": [{ name: "messageHash", label: 15, presence: "required", value: HASH }],
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
