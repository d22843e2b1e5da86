/**
 * The keys of a terminal and an authority, and what they sign; nothing here checks what makes sense to sign.
 */
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { decodeCbor, isCborMap } from "../../modules/codec/cbor.js";
import { decodeSign1 } from "../../modules/codec/cose.js";
import { signMessage } from "../../modules/messages/envelope.js";
import {
	Action,
	type BodyByType,
	Demand,
	Modality,
	Role,
	type SignedType,
} from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { createSigningKey } from "../../terminal/keys.js";

export const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(3)),
	deviceRoot: new Uint8Array(32).fill(4),
});

export const ADDRESS = { site: "s1", terminal: "t1", unit: "u1" };
export const COMMANDS = topicOf(ADDRESS, "cmd");

export const TERMINAL = createSigningKey(crypto);
export const AUTHORITY = createSigningKey(crypto);

export const PROVISIONING: BodyByType["provision-request"] = {
	siteLabel: ADDRESS.site,
	terminalLabel: ADDRESS.terminal,
	unitLabel: ADDRESS.unit,
	terminalKey: TERMINAL.publicKey,
	authorityKey: AUTHORITY.publicKey,
};

/**
 * The office's clock, seconds since 1970: it runs on from one rig to the next, as the freshness of a flash
 * does. And the nonce of the last boot that it heard of.
 */
export const officeTime: { seconds: number; bootNonce: Uint8Array } = {
	seconds: 1_800_000_000,
	bootNonce: new Uint8Array(16),
};

/** 32 bytes in place of the HMAC of a 照合ID; eight of them in a row turn up nowhere by chance. */
export function tokenOf(person: string): Uint8Array {
	const token = new Uint8Array(32);
	crypto.sha256Into(token, new TextEncoder().encode(`token of ${person}`));
	return token;
}

export interface Signing {
	readonly signer?: typeof TERMINAL;
	readonly topic?: string;
}

/** A log-in by `person`. */
export function challenge(
	person: string,
	change: Partial<BodyByType["challenge"]> = {},
	{ signer = TERMINAL, topic = COMMANDS }: Signing = {},
): Uint8Array {
	const body = {
		...order(15),
		subjectToken: tokenOf(person),
		modality: Demand.palmVein,
		purpose: 1,
		action: Action.logIn,
		...change,
	};
	return signMessage(crypto, signer, topic, "challenge", body);
}

/** A supervisor's enrolment, by the authority alone. */
export function enrolBegin(
	person: string,
	change: Partial<BodyByType["enrol-begin"]> = {},
	{ signer = AUTHORITY, topic = COMMANDS }: Signing = {},
): Uint8Array {
	const body = {
		...order(60),
		subjectToken: tokenOf(person),
		modality: Modality.palmVein,
		pledgeHash: new Uint8Array(32).fill(0x1e),
		sampleCount: 3,
		role: Role.supervisor,
		...change,
	};
	return signMessage(crypto, signer, topic, "enrol-begin", body);
}

/** Anything else that is signed for the unit. */
export function signed<T extends SignedType>(
	type: T,
	body: BodyByType[T],
	{ signer = AUTHORITY, topic = COMMANDS }: Signing = {},
): Uint8Array {
	return signMessage(crypto, signer, topic, type, body);
}

/** Times, a nonce, and the boot that the authority's orders are for. */
export function order(lifetimeSeconds = 30) {
	const nonce = new Uint8Array(16);
	crypto.entropyInto(nonce);
	const { seconds: issuedAt, bootNonce } = officeTime;
	return { issuedAt, expiresAt: issuedAt + lifetimeSeconds, nonce, bootNonce };
}

/** The default policy's numbers, one version later, with changes. */
export function policySet(change: Partial<BodyByType["policy-set"]> = {}): Uint8Array {
	return signed("policy-set", { ...order(), ...DEFAULT_POLICY, policyVersion: 1, ...change });
}

/** What policy-hash must be. */
export function hashOfPolicy(policy: BodyByType["policy"]): Uint8Array {
	const hash = new Uint8Array(32);
	crypto.sha256Into(hash, encodeBody("policy", policy));
	return hash;
}

/** The terminal's receipt for an entry of the chain, whoever it is from; undefined for whatever is none. */
export function receiptFor(
	envelope: Uint8Array,
	signing: Signing = { signer: TERMINAL },
): Uint8Array | undefined {
	const decoded = decodeSign1(envelope);
	const body = decoded.kind === "malformed" ? undefined : decodeCbor(decoded.message.payload);
	if (body?.kind !== "decoded" || !isCborMap(body.value)) return undefined;
	const [ueid, sequence] = [body.value.get(UEID), body.value.get(SEQUENCE)];
	const isPage = body.value.has(FIRST);
	if (!(ueid instanceof Uint8Array) || typeof sequence !== "number" || isPage) return undefined;
	const entryHash = new Uint8Array(32);
	crypto.sha256Into(entryHash, envelope);
	return signed("receipt", { ueid, sequence, entryHash }, signing);
}

/** @returns undefined for whatever is no birth message. */
export function bootNonceIn(envelope: Uint8Array): Uint8Array | undefined {
	const decoded = decodeSign1(envelope);
	const body = decoded.kind === "malformed" ? undefined : decodeBody("birth", decoded.message.payload);
	return body?.kind === "decoded" ? body.body.bootNonce : undefined;
}

/** Labels of messages.cddl. */
const UEID = 256;
const SEQUENCE = -70007;
const FIRST = -70029;
