import type { Crypto } from "../../hal/hal.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { type Opened, type OpenRefusal, openMessage } from "../messages/envelope.js";
import { topicOf } from "../messages/topics.js";
import { Limit } from "../policy/limits.js";
import { type ReferenceContext, recordIdInto } from "../protection/protected-reference.js";
import type { Identity } from "./identity.js";

/** An authentic request that has not been seen before. */
export type Request = Opened<"challenge" | "enrol-begin"> & {
	/** SHA-256 of the whole envelope; the report carries it. */
	readonly hash: Uint8Array;
	readonly receivedAtMs: number;
	/** What its signer allows, from issue to expiry; 0 or less, or more than the limit, must be refused. */
	readonly lifetimeMs: number;
	readonly subject: ReferenceContext;
};

export type Reception =
	| { readonly kind: "fresh"; readonly request: Request }
	| { readonly kind: "refused"; readonly reason: OpenRefusal["reason"] | "wrong-signer" | "replayed" };

/**
 * What arrives on the unit's command topic: opened, checked against its signer and against replay. The unit
 * has no calendar, so freshness is a nonce not seen in this boot and a time of issue that never runs
 * backwards.
 */
export class Requests {
	readonly topic: string;
	readonly #crypto: Crypto;
	readonly #identity: Identity;
	readonly #seen: Uint8Array[] = [];
	#lastIssuedAt = 0;

	constructor(crypto: Crypto, identity: Identity) {
		this.#crypto = crypto;
		this.#identity = identity;
		this.topic = topicOf(identity.address, "cmd");
	}

	receive(payload: Uint8Array, nowMs: number): Reception {
		const { terminalKey, authorityKey } = this.#identity;
		const publicKeyOf = (kid: Uint8Array) =>
			[terminalKey, authorityKey].find((anchor) => equalConstantTime(anchor.kid, kid))?.publicKey;
		const opened = openMessage(this.#crypto, publicKeyOf, this.topic, ["challenge", "enrol-begin"], payload);
		if (opened.kind === "refused") return opened;
		const signer = opened.type === "challenge" ? terminalKey : authorityKey;
		if (!equalConstantTime(signer.kid, opened.kid)) return { kind: "refused", reason: "wrong-signer" };
		if (!this.#isFresh(opened.body)) return { kind: "refused", reason: "replayed" };
		return { kind: "fresh", request: this.#complete(opened, payload, nowMs) };
	}

	#isFresh({ nonce, issuedAt }: { readonly nonce: Uint8Array; readonly issuedAt: number }): boolean {
		if (issuedAt < this.#lastIssuedAt) return false;
		if (this.#seen.some((known) => equalConstantTime(known, nonce))) return false;
		this.#lastIssuedAt = issuedAt;
		this.#seen.push(nonce);
		if (this.#seen.length > Limit.noncesRemembered) this.#seen.shift();
		return true;
	}

	#complete(opened: Opened<"challenge" | "enrol-begin">, payload: Uint8Array, nowMs: number): Request {
		const { subjectToken, modality, issuedAt, expiresAt } = opened.body;
		const hash = new Uint8Array(32);
		this.#crypto.sha256Into(hash, payload);
		const recordId = new Uint8Array(16);
		recordIdInto(recordId, this.#crypto, subjectToken);
		return {
			...opened,
			hash,
			receivedAtMs: nowMs,
			lifetimeMs: (expiresAt - issuedAt) * 1000,
			subject: { subjectToken, recordId, modality },
		};
	}
}
