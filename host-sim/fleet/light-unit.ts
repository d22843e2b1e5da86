/** A unit without camera, store and firmware: what a terminal and a broker see of one, and no more. */
import { openMessage, type SigningKey, signMessage } from "../../modules/messages/envelope.js";
import { ClockSource, Decision } from "../../modules/messages/messages.generated.js";
import { topicOf, type UnitAddress } from "../../modules/messages/topics.js";
import { CHAIN_BEGIN } from "../../terminal/audit-mirror.js";
import { createSigningKey } from "../../terminal/keys.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";

export interface LightUnit {
	readonly publicKey: Uint8Array;
	readonly commands: string;
	readonly results: string;
	/** @returns the signed result of a challenge; undefined for receipts and whatever else is no challenge. */
	answer(envelope: Uint8Array): Uint8Array | undefined;
}

/**
 * Answers every challenge with an acceptance, signed and chained like a real one: 16-byte nonce, request's
 * hash, audit head.
 * @param number 0 and up; the unit's site and UEID come of it.
 */
export function newLightUnit(
	crypto: TerminalCrypto,
	number: number,
	terminal: Pick<SigningKey, "kid"> & { readonly publicKey: Uint8Array },
): LightUnit {
	const address = addressOf(number);
	const key = createSigningKey(crypto);
	const ueid = ueidOf(number);
	const [commands, results] = [topicOf(address, "cmd"), topicOf(address, "res")];
	const publicKeyOf = () => terminal.publicKey;
	const head = CHAIN_BEGIN.head.slice();
	let sequence = CHAIN_BEGIN.sequence;

	return {
		publicKey: key.publicKey,
		commands,
		results,
		answer(envelope) {
			const opened = openMessage(crypto, publicKeyOf, commands, ["challenge"], envelope);
			if (opened.kind === "refused") return undefined;
			const { issuedAt, nonce, modality, action } = opened.body;
			const requestHash = new Uint8Array(32);
			crypto.sha256Into(requestHash, envelope);
			const result = signMessage(crypto, key, results, "result", {
				issuedAt,
				nonce,
				ueid,
				bootCount: 1,
				modality,
				sequence: sequence++,
				requestHash,
				decision: Decision.accepted,
				generation: 1,
				clockSource: ClockSource.terminal,
				action,
				policyHash: new Uint8Array(32),
				auditHead: head.slice(),
			});
			const digest = new Uint8Array(32);
			crypto.sha256Into(digest, result);
			crypto.sha256Into(head, head, digest);
			return result;
		},
	};
}

export function addressOf(number: number): UnitAddress {
	return { site: `s${number}`, terminal: "t1", unit: "u1" };
}

/** 17 bytes: RAND (0x01, RFC 9711 4.2.1), then the number, big-endian. */
export function ueidOf(number: number): Uint8Array {
	const ueid = new Uint8Array(17);
	ueid[0] = 1;
	new DataView(ueid.buffer).setUint32(13, number);
	return ueid;
}
