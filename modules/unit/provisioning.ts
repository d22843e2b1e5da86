import type { Console, Crypto, NetworkSettings } from "../../hal/hal.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { openMessage } from "../messages/envelope.js";
import { ProvisionReason, type ProvisionRequest } from "../messages/messages.generated.js";
import { decodeBody, encodeBody } from "../messages/messages.js";
import { verificationCode } from "../messages/provisioning-code.js";
import type { Store } from "../store/store.js";
import { completeIdentity, type Draft, draftIdentity, type Identity, identityChange } from "./identity.js";
import { networkChange } from "./network.js";

export interface ProvisioningOptions {
	readonly crypto: Crypto;
	readonly store: Store;
	/** Undefined for a unit that is still to be provisioned. */
	readonly identity: Identity | undefined;
	/** The unit is locked with these from now on; both are stored. */
	readonly onProvisioned: (identity: Identity, network: NetworkSettings | undefined) => void;
	/** Six digits for whoever stands before the unit. */
	readonly onCode: (digits: string) => void;
	/** The authority wants everything forgotten. Called last: nothing of the store is used after it. */
	readonly onReset: () => void;
}

/** What a factory reset is signed for: the console is no topic of the broker's. */
export const CONSOLE_TOPIC = "console";

/**
 * Answers the setup engineer's tool on the console; messages.cddl has the dialogue. What the tool brings is
 * kept
 * in memory until its last message, which stores all of it in one commit: a unit is provisioned or it is not.
 * Everything may be asked again, so that a tool whose cable was pulled begins anew and finds out.
 */
export class Provisioning {
	readonly #options: ProvisioningOptions;
	#identity: Identity | undefined;
	#draft: Draft | undefined;
	#network: NetworkSettings | undefined;

	constructor(options: ProvisioningOptions) {
		this.#options = options;
		this.#identity = options.identity;
	}

	answer(console: Console, message: Uint8Array): void {
		const { crypto } = this.#options;
		const open = decodeBody("provision-open", message);
		if (open.kind === "decoded") return console.write(this.#open(open.body.nonce));
		if (this.#isReset(message)) {
			console.write(noted(crypto, message));
			return this.#options.onReset();
		}
		if (this.#identity !== undefined) return console.write(refusal(this.#refusalWhenLocked(message)));
		const network = decodeBody("provision-network", message);
		if (network.kind === "decoded") {
			this.#network = network.body;
			return console.write(noted(crypto, message));
		}
		this.#lock(console, message);
	}

	#open(nonce: Uint8Array): Uint8Array {
		const { crypto, onCode } = this.#options;
		const { ueid, publicKey } = this.#identity ?? this.#drafted();
		onCode(verificationCode(crypto, nonce, ueid, publicKey));
		const opened = { ueid, unitKey: publicKey };
		if (this.#identity === undefined) return encodeBody("provision-opened", opened);
		return encodeBody("provision-opened", { ...opened, anchorsHash: anchorsHash(crypto, this.#identity) });
	}

	#lock(console: Console, message: Uint8Array): void {
		const { crypto, store, onProvisioned } = this.#options;
		const request = decodeBody("provision-request", message);
		if (request.kind === "malformed") return console.write(refusal("malformed"));
		if (!arePublicKeys(crypto, request.body)) return console.write(refusal("notAPublicKey"));
		const identity = completeIdentity(crypto, this.#drafted(), request.body);
		const network = this.#network;
		const changes = [identityChange(identity)];
		if (network !== undefined) changes.push(networkChange(crypto, network));
		if (store.commit(changes).kind !== "stored") throw new Error("a blank store is full");
		this.#identity = identity;
		console.write(encodeBody("provision-reply", { ueid: identity.ueid, unitKey: identity.publicKey }));
		onProvisioned(identity, network);
	}

	#drafted(): Draft {
		this.#draft ??= draftIdentity(this.#options.crypto);
		return this.#draft;
	}

	#isReset(message: Uint8Array): boolean {
		const identity = this.#identity;
		if (identity === undefined) return false;
		const { kid, publicKey } = identity.authorityKey;
		const keyOf = (wanted: Uint8Array): Uint8Array | undefined =>
			equalConstantTime(kid, wanted) ? publicKey : undefined;
		const opened = openMessage(this.#options.crypto, keyOf, CONSOLE_TOPIC, ["factory-reset"], message);
		// A unit that forgets takes another name, so that an old order is for nobody.
		return opened.kind === "opened" && equalConstantTime(opened.body.ueid, identity.ueid);
	}

	/** An envelope of the tag 18 is an order; the rest is the dialogue of a unit that is still to be locked. */
	#refusalWhenLocked(message: Uint8Array): keyof typeof ProvisionReason {
		return message[0] === SIGN1_HEAD ? "notAuthorised" : "alreadyProvisioned";
	}
}

/** CBOR's head of tag 18, COSE_Sign1 (RFC 9052, 4.2). */
const SIGN1_HEAD = 0xd2;

/**
 * SHA-256 of the provision-request that would give a unit this identity: how a tool knows its own work again.
 */
function anchorsHash(crypto: Crypto, { address, terminalKey, authorityKey }: Identity): Uint8Array {
	const hash = new Uint8Array(32);
	const request = encodeBody("provision-request", {
		siteLabel: address.site,
		terminalLabel: address.terminal,
		unitLabel: address.unit,
		terminalKey: terminalKey.publicKey,
		authorityKey: authorityKey.publicKey,
	});
	crypto.sha256Into(hash, request);
	return hash;
}

/** A key under which nothing verifies would lock everybody out for good. */
function arePublicKeys(crypto: Crypto, { terminalKey, authorityKey }: ProvisionRequest): boolean {
	return crypto.isPublicKey(terminalKey) && crypto.isPublicKey(authorityKey);
}

function noted(crypto: Crypto, message: Uint8Array): Uint8Array {
	const messageHash = new Uint8Array(32);
	crypto.sha256Into(messageHash, message);
	return encodeBody("provision-noted", { messageHash });
}

function refusal(reason: keyof typeof ProvisionReason): Uint8Array {
	return encodeBody("provision-refusal", { provisionReason: ProvisionReason[reason] });
}
