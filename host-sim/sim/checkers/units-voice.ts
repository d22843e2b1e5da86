import type { KeyObject } from "node:crypto";
import type { Seen } from "../journal.js";
import { type Envelope, isSignedBy, keyObjectOf, readEnvelope } from "../wire.js";

/** Reads what the unit publishes, once it is known by its key. */
export class UnitsVoice {
	#publicKey: KeyObject | undefined;
	#lastEvent: Seen | undefined;
	#last: Envelope | undefined;

	/** @returns the envelope in a "published" event, if it is one that the unit has signed. */
	read(event: Seen): Envelope | undefined {
		if (event !== this.#lastEvent) this.#last = this.#open(event);
		this.#lastEvent = event;
		return this.#last;
	}

	#open(event: Seen): Envelope | undefined {
		if (event.kind === "provisioned") this.#publicKey = keyObjectOf(event.publicKey);
		if (event.kind !== "published" || this.#publicKey === undefined) return undefined;
		const envelope = readEnvelope(event.payload);
		if (envelope === undefined || !isSignedBy(this.#publicKey, event.topic, event.payload)) return undefined;
		return envelope;
	}
}
