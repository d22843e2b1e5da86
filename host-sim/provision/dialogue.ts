import type { Clock, Crypto, NetworkSettings, Timer } from "../../hal/hal.js";
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { signMessage } from "../../modules/messages/envelope.js";
import { ProvisionReason, type ProvisionRequest } from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { verificationCode } from "../../modules/messages/provisioning-code.js";
import { CONSOLE_TOPIC } from "../../modules/unit/provisioning.js";
import type { SigningKeyPair } from "../../terminal/keys.js";
import { nameOf } from "../day/names.js";

/** What the setup engineer wants of the unit at the other end of the cable. */
export type Wish =
	| {
			readonly kind: "provision";
			readonly request: ProvisionRequest;
			/** Undefined where the unit finds its broker by itself: the simulator. */
			readonly network: NetworkSettings | undefined;
	  }
	| { readonly kind: "reset"; readonly authorityKey: SigningKeyPair };

export type DialogueEnd =
	/** The unit is locked with the names and keys that were wished. */
	| {
			readonly kind: "provisioned";
			readonly ueid: Uint8Array;
			readonly unitKey: Uint8Array;
			/** "before": in an earlier dialogue, and with the network that was wished in that one. */
			readonly when: "now" | "before";
	  }
	| { readonly kind: "reset" }
	| { readonly kind: "refused"; readonly reason: string };

/** A unit needs a second or two, to make its key or to erase its store. */
export const ANSWER_MS = 30_000;

export interface DialogueOptions {
	readonly crypto: Crypto;
	readonly clock: Clock;
	readonly wish: Wish;
	readonly send: (message: Uint8Array) => void;
	/**
	 * The unit shows six digits; these are ours. `proceed` once somebody has compared them, with whether they
	 * agree.
	 */
	readonly onCode: (
		digits: string,
		unitKey: Uint8Array,
		proceed: (verdict: "same" | "other") => void,
	) => void;
	readonly onEnd: (end: DialogueEnd) => void;
	/** Instead of the end: whatever is there takes a question and does not answer it in `ANSWER_MS`. */
	readonly onSilent: () => void;
}

/**
 * The tool's half of provisioning; messages.cddl has the dialogue. One question at a time; whatever it has
 * done before, it begins with provision-open and finds out how far the unit is.
 */
export class Dialogue {
	readonly #options: DialogueOptions;
	readonly #nonce = new Uint8Array(16);
	#patience: Timer | undefined;
	/** What the next message has to be. */
	#expects: "opened" | "network-noted" | "reply" | "reset-noted" | "nothing" = "nothing";

	constructor(options: DialogueOptions) {
		this.#options = options;
	}

	start(): void {
		this.#options.crypto.entropyInto(this.#nonce);
		this.#ask("opened", encodeBody("provision-open", { nonce: this.#nonce }));
	}

	/** Nothing more is asked or told. */
	close(): void {
		this.#expects = "nothing";
		this.#patience?.close();
	}

	/** What the unit says. */
	receive(message: Uint8Array): void {
		const refusal = decodeBody("provision-refusal", message);
		if (this.#expects !== "nothing" && refusal.kind === "decoded") {
			return this.#end({ kind: "refused", reason: nameOf(ProvisionReason, refusal.body.provisionReason) });
		}
		switch (this.#expects) {
			case "opened":
				return this.#opened(message);
			case "network-noted":
				return this.#noted(message, () => this.#install());
			case "reset-noted":
				return this.#noted(message, () => this.#end({ kind: "reset" }));
			case "reply":
				return this.#replied(message);
			case "nothing":
				return;
		}
	}

	#opened(message: Uint8Array): void {
		const opened = decodeBody("provision-opened", message);
		if (opened.kind === "malformed") return;
		this.close();
		const { crypto, wish, onCode } = this.#options;
		const { ueid, unitKey, anchorsHash } = opened.body;
		if (wish.kind === "reset") {
			if (anchorsHash === undefined) return this.#end({ kind: "reset" });
			return this.#ask("reset-noted", this.#resetOrder(wish.authorityKey, ueid));
		}
		if (anchorsHash !== undefined) {
			const isOurs = equalConstantTime(
				anchorsHash,
				this.#hashOf(encodeBody("provision-request", wish.request)),
			);
			return this.#end(
				isOurs
					? { kind: "provisioned", ueid, unitKey, when: "before" }
					: { kind: "refused", reason: "already-provisioned" },
			);
		}
		onCode(verificationCode(crypto, this.#nonce, ueid, unitKey), unitKey, (verdict) => {
			if (verdict === "other") return this.#end({ kind: "refused", reason: "codes-differ" });
			this.#ueidShown = ueid;
			this.#connect();
		});
	}

	/** The unit whose code was compared; another one in its place is not given anything. */
	#ueidShown: Uint8Array | undefined;

	#connect(): void {
		const { wish } = this.#options;
		if (wish.kind !== "provision" || wish.network === undefined) return this.#install();
		this.#ask("network-noted", encodeBody("provision-network", wish.network));
	}

	#install(): void {
		const { wish } = this.#options;
		if (wish.kind === "provision") this.#ask("reply", encodeBody("provision-request", wish.request));
	}

	#replied(message: Uint8Array): void {
		const reply = decodeBody("provision-reply", message);
		if (reply.kind === "malformed") return;
		const { ueid, unitKey } = reply.body;
		const isSame = this.#ueidShown !== undefined && equalConstantTime(this.#ueidShown, ueid);
		this.#end(
			isSame
				? { kind: "provisioned", ueid, unitKey, when: "now" }
				: { kind: "refused", reason: "another-unit" },
		);
	}

	#noted(message: Uint8Array, next: () => void): void {
		const noted = decodeBody("provision-noted", message);
		if (noted.kind === "malformed" || !equalConstantTime(noted.body.messageHash, this.#asked)) return;
		next();
	}

	#resetOrder(authorityKey: SigningKeyPair, ueid: Uint8Array): Uint8Array {
		return signMessage(this.#options.crypto, authorityKey, CONSOLE_TOPIC, "factory-reset", {
			nonce: this.#nonce,
			ueid,
		});
	}

	#ask(expects: "opened" | "network-noted" | "reply" | "reset-noted", message: Uint8Array): void {
		this.#expects = expects;
		this.#asked = this.#hashOf(message);
		this.#patience?.close();
		this.#patience = this.#options.clock.setTimer(ANSWER_MS, () => this.#giveUp());
		this.#options.send(message);
	}

	/** SHA-256 of the last question. */
	#asked = new Uint8Array(32);

	#hashOf(message: Uint8Array): Uint8Array<ArrayBuffer> {
		const hash = new Uint8Array(32);
		this.#options.crypto.sha256Into(hash, message);
		return hash;
	}

	#giveUp(): void {
		this.close();
		this.#options.onSilent();
	}

	#end(end: DialogueEnd): void {
		this.close();
		this.#options.onEnd(end);
	}
}
