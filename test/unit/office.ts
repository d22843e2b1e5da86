/**
 * The keys of a terminal and an authority, and what they sign; nothing here checks what makes sense to sign.
 */
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { signMessage } from "../../modules/messages/envelope.js";
import type { BodyByType } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
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

export const NOW = 1_800_000_000;

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

export function challenge(
	person: string,
	change: Partial<BodyByType["challenge"]> = {},
	{ signer = TERMINAL, topic = COMMANDS }: Signing = {},
): Uint8Array {
	const body = { ...commonOf(person, 15), purpose: 1, ...change };
	return signMessage(crypto, signer, topic, "challenge", body);
}

export function enrolBegin(
	person: string,
	change: Partial<BodyByType["enrol-begin"]> = {},
	{ signer = AUTHORITY, topic = COMMANDS }: Signing = {},
): Uint8Array {
	const pledgeHash = new Uint8Array(32).fill(0x1e);
	const body = { ...commonOf(person, 60), pledgeHash, sampleCount: 3, ...change };
	return signMessage(crypto, signer, topic, "enrol-begin", body);
}

function commonOf(person: string, lifetimeS: number) {
	const nonce = new Uint8Array(16);
	crypto.entropyInto(nonce);
	const times = { issuedAt: NOW, expiresAt: NOW + lifetimeS };
	return { ...times, nonce, subjectToken: tokenOf(person), modality: 1 as const };
}
