import type { Console, Crypto } from "../../hal/hal.js";
import { ProvisionReason, type ProvisionRequest } from "../messages/messages.generated.js";
import { decodeBody, encodeBody } from "../messages/messages.js";
import type { Store } from "../store/store.js";
import { createIdentity, type Identity, identityChange } from "./identity.js";

/**
 * Answers the setup engineer's tool on the console: makes the unit's identity once, refuses ever after.
 *
 *   tool -- provision-request {labels, trust anchors} -->  unit: key pair, identity, stored
 *   tool <-- provision-reply {ueid, public key} | provision-refusal {reason}
 */
export class Provisioning {
	readonly #crypto: Crypto;
	readonly #store: Store;
	readonly #onProvisioned: (identity: Identity) => void;
	#isProvisioned: boolean;

	constructor(
		crypto: Crypto,
		store: Store,
		identity: Identity | undefined,
		onProvisioned: (identity: Identity) => void,
	) {
		this.#crypto = crypto;
		this.#store = store;
		this.#onProvisioned = onProvisioned;
		this.#isProvisioned = identity !== undefined;
	}

	answer(console: Console, message: Uint8Array): void {
		if (this.#isProvisioned) return console.write(refusal("alreadyProvisioned"));
		const request = decodeBody("provision-request", message);
		if (request.kind === "malformed") return console.write(refusal("malformed"));
		if (!arePublicKeys(this.#crypto, request.body)) return console.write(refusal("notAPublicKey"));
		const identity = createIdentity(this.#crypto, request.body);
		if (this.#store.commit([identityChange(identity)]).kind !== "stored")
			throw new Error("a blank store is full");
		this.#isProvisioned = true;
		console.write(encodeBody("provision-reply", { ueid: identity.ueid, unitKey: identity.publicKey }));
		this.#onProvisioned(identity);
	}
}

/** A key under which nothing verifies would lock everybody out for good. */
function arePublicKeys(crypto: Crypto, { terminalKey, authorityKey }: ProvisionRequest): boolean {
	return crypto.isPublicKey(terminalKey) && crypto.isPublicKey(authorityKey);
}

function refusal(reason: keyof typeof ProvisionReason): Uint8Array {
	return encodeBody("provision-refusal", { provisionReason: ProvisionReason[reason] });
}
