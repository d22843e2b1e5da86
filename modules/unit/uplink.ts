import type { Doors, Link, LinkMessage } from "../../hal/hal.js";
import { Limit } from "../policy/limits.js";

export interface UplinkOptions {
	/** Where requests arrive. */
	readonly topic: string;
	readonly will: LinkMessage;
	/** Makes the birth message. */
	readonly announce: () => LinkMessage;
	readonly onRequest: (payload: Uint8Array) => void;
	readonly onError: (reason: string) => void;
}

/**
 * The unit's way to the broker. Reports wait in memory while the link is down, hints do not; every
 * (re)connection announces the unit again.
 */
export class Uplink {
	readonly #link: Link;
	readonly #announce: () => LinkMessage;
	readonly #will: LinkMessage;
	readonly #waiting: LinkMessage[] = [];
	#isOpen = false;

	constructor(doors: Pick<Doors, "openLink">, options: UplinkOptions) {
		this.#announce = options.announce;
		this.#will = options.will;
		this.#link = doors.openLink({
			subscriptions: [options.topic],
			will: options.will,
			onOpen: () => this.#opened(),
			onMessage: (_topic, payload) => options.onRequest(payload),
			onClose: () => {
				this.#isOpen = false;
			},
			onError: (reason) => {
				this.#isOpen = false;
				options.onError(reason);
			},
		});
	}

	/** Publishes, now or when the link is up again; the oldest waiting report gives way to a new one. */
	send(message: LinkMessage): void {
		if (this.#isOpen) return this.#link.publish(message);
		if (message.qos === 0) return;
		if (this.#waiting.length === Limit.reportsWaiting) this.#waiting.shift();
		this.#waiting.push(message);
	}

	/**
	 * Says that the unit is gone and hangs up; nothing is sent or received any more. The broker publishes the
	 * will of a link that is down or dead, not of one that takes its leave.
	 */
	close(): void {
		if (this.#isOpen) this.#link.publish(this.#will);
		this.#isOpen = false;
		this.#link.close();
	}

	#opened(): void {
		this.#isOpen = true;
		this.#link.publish(this.#announce());
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			this.#link.publish(next);
		}
	}
}
