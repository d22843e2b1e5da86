import type { Cancel, Scheduler } from "./scheduler.js";

/**
 * The life of one opened door, with the rules all doors share: callbacks come from the scheduler and only
 * while the door is open; after `close`, or once `fail` has been reported, every other call throws.
 */
export class DoorLife {
	readonly #name: string;
	readonly #scheduler: Scheduler;
	readonly #pending = new Set<Cancel>();
	#state: "open" | "dead" | "closed" = "open";

	constructor(name: string, scheduler: Scheduler) {
		this.#name = name;
		this.#scheduler = scheduler;
	}

	get isOpen(): boolean {
		return this.#state === "open";
	}

	/** @throws Error after `close` and after a reported failure. */
	assertOpen(): void {
		if (this.#state !== "open") throw new Error(`${this.#name}: used while ${this.#state}`);
	}

	/** Runs `callback` `delayMs` from now unless the door is closed or dead by then. */
	callLater(callback: () => void, delayMs = 0): Cancel {
		if (!this.isOpen) return { close: () => {} };
		const entry = this.#scheduler.schedule(delayMs, () => {
			this.#pending.delete(entry);
			callback();
		});
		this.#pending.add(entry);
		return {
			close: () => {
				this.#pending.delete(entry);
				entry.close();
			},
		};
	}

	/** Reports the device dead: `onError` is its last callback. */
	fail(reason: string, onError: (reason: string) => void): void {
		this.callLater(() => {
			this.#end("dead");
			onError(reason);
		});
	}

	/** @returns false when it was closed already. */
	close(): boolean {
		if (this.#state === "closed") return false;
		this.#end("closed");
		return true;
	}

	#end(state: "dead" | "closed"): void {
		this.#state = state;
		for (const entry of this.#pending) entry.close();
		this.#pending.clear();
	}
}
