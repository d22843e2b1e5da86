import type { Network } from "../day/network.js";

/** One message as it passed the broker; MQTT says nothing of who sent it. */
export interface WireMessage {
	/** Counts from 1. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly topic: string;
	readonly payload: Uint8Array;
	/** "outsider": this world's own doing, and known only here. */
	readonly by: "outsider" | "unknown";
}

/** Listens on a broker as anybody with access to it could, and publishes what such a person might. */
export class Wire {
	readonly #onMessage: (message: WireMessage) => void;
	readonly #nowMs: () => number;
	/** What was published from here and has not come past yet. */
	readonly #own: { readonly topic: string; readonly payload: Uint8Array }[] = [];
	/** The unit's last one. */
	#answer: { readonly topic: string; readonly payload: Uint8Array } | undefined;
	#publish: (topic: string, payload: Uint8Array) => void = () => {};
	#count = 0;

	constructor(onMessage: (message: WireMessage) => void, nowMs: () => number) {
		this.#onMessage = onMessage;
		this.#nowMs = nowMs;
	}

	/** The same network, listened in to wherever somebody opens a tap. */
	tapped(network: Network): Network {
		return {
			...network,
			openTap: async (prefix, onMessage) => {
				const tap = await network.openTap(prefix, (topic, payload) => {
					this.#hear(topic, payload);
					onMessage(topic, payload);
				});
				this.#publish = (topic, payload) => tap.publish(topic, payload);
				return tap;
			},
		};
	}

	/** Sends the unit's last answer once more. @returns false when there was none yet. */
	replay(): boolean {
		const last = this.#answer;
		if (last === undefined) return false;
		this.#send(last.topic, last.payload);
		return true;
	}

	/** Sends the unit's last answer with one bit of its signature changed. @returns false if there was none. */
	alter(): boolean {
		const last = this.#answer;
		if (last === undefined) return false;
		const payload = last.payload.slice();
		// The signature comes last; its last byte belongs to s, whose size says nothing.
		payload[payload.length - 1] ^= 1;
		this.#send(last.topic, payload);
		return true;
	}

	#send(topic: string, payload: Uint8Array): void {
		this.#own.push({ topic, payload });
		this.#publish(topic, payload);
	}

	#hear(topic: string, payload: Uint8Array): void {
		const own = this.#own.findIndex(
			(sent) => sent.topic === topic && Buffer.from(sent.payload).equals(payload),
		);
		if (own >= 0) this.#own.splice(own, 1);
		else if (topic.endsWith("/res")) this.#answer = { topic, payload };
		const by = own >= 0 ? "outsider" : "unknown";
		this.#onMessage({ number: ++this.#count, at: this.#nowMs(), topic, payload, by });
	}
}
