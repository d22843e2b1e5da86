import type { Clock, Doors, Link, LinkMessage, Timer } from "../../hal/hal.js";
import { Limit } from "../policy/limits.js";

export interface UplinkOptions {
	/** Where requests arrive. */
	readonly topic: string;
	readonly will: LinkMessage;
	/** Makes the birth message. */
	readonly announce: () => LinkMessage;
	/** Does anything wait for a receipt? */
	readonly hasBacklog: () => boolean;
	/** Calls `publish` with what waits, oldest first, at most `count` times. */
	readonly forBacklog: (count: number, publish: (message: LinkMessage) => void) => void;
	readonly onRequest: (payload: Uint8Array) => void;
	/** The link is up (again), or down. */
	readonly onLink: (link: "up" | "down") => void;
	readonly onError: (reason: string) => void;
}

/**
 * The unit's way to the broker. Nothing waits here: what must arrive lies in the outbox and is published
 * again after every (re)connection, and while no receipt comes, more and more seldom. Every (re)connection
 * announces the unit again.
 */
export class Uplink {
	readonly #link: Link;
	readonly #clock: Clock;
	readonly #options: UplinkOptions;
	#isOpen = false;
	#resend: Timer | undefined;
	#resendMs: number = Limit.resendFirstMs;

	constructor(doors: Pick<Doors, "openLink" | "clock">, options: UplinkOptions) {
		this.#options = options;
		this.#clock = doors.clock;
		this.#link = doors.openLink({
			subscriptions: [options.topic],
			will: options.will,
			onOpen: () => this.#opened(),
			onMessage: (_topic, payload) => options.onRequest(payload),
			onClose: () => this.#closed(),
			onError: (reason) => {
				this.#closed();
				options.onError(reason);
			},
		});
	}

	/** Publishes what need not arrive; nothing while the link is down. */
	send(message: LinkMessage): void {
		if (this.#isOpen) this.#link.publish(message);
	}

	/** Publishes an entry of the outbox, which is safe there; watches for its receipt. */
	sendEntry(message: LinkMessage): void {
		this.send(message);
		this.#watch();
	}

	/** A receipt came: somebody listens, so that what is left need not be held back. */
	receipted(): void {
		this.#resendMs = Limit.resendFirstMs;
		this.#rest();
		this.#watch();
	}

	/**
	 * Says that the unit is gone and hangs up; nothing is sent or received any more. The broker publishes the
	 * will of a link that is down or dead, not of one that takes its leave.
	 */
	close(): void {
		if (this.#isOpen) this.#link.publish(this.#options.will);
		this.#isOpen = false;
		this.#rest();
		this.#link.close();
	}

	#opened(): void {
		this.#isOpen = true;
		this.#resendMs = Limit.resendFirstMs;
		this.#link.publish(this.#options.announce());
		this.#publishBacklog(Limit.outboxSlots);
		this.#options.onLink("up");
	}

	#closed(): void {
		if (!this.#isOpen) return;
		this.#isOpen = false;
		this.#rest();
		this.#options.onLink("down");
	}

	#publishBacklog(count: number): void {
		this.#options.forBacklog(count, (message) => this.#link.publish(message));
		this.#watch();
	}

	#watch(): void {
		if (!this.#isOpen || this.#resend !== undefined || !this.#options.hasBacklog()) return;
		this.#resend = this.#clock.setTimer(this.#resendMs, () => {
			this.#resend = undefined;
			this.#resendMs = Math.min(2 * this.#resendMs, Limit.resendLongestMs);
			this.#publishBacklog(Limit.resendEntries);
		});
	}

	#rest(): void {
		this.#resend?.close();
		this.#resend = undefined;
	}
}
