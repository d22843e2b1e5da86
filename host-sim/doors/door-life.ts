import { type DoorUse, openDoorUse } from "../../modules/device/door-use.js";
import type { Cancel, Scheduler } from "./scheduler.js";

/**
 * The life of one opened door, with the rules all doors share: callbacks come from the scheduler and only
 * while the door is open; after `close`, or once `fail` has been reported, every other call throws.
 */
export class DoorLife {
	readonly #use: DoorUse;
	readonly #scheduler: Scheduler;
	readonly #pending = new Set<Cancel>();

	constructor(name: string, scheduler: Scheduler) {
		this.#use = openDoorUse(name);
		this.#scheduler = scheduler;
	}

	get isOpen(): boolean {
		return this.#use.isOpen;
	}

	/** @throws Error after `close` and after a reported failure. */
	assertOpen(): void {
		this.#use.assertOpen();
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
			this.#use.die();
			this.#forget();
			onError(reason);
		});
	}

	/** @returns false when it was closed already. */
	close(): boolean {
		this.#forget();
		return this.#use.close();
	}

	#forget(): void {
		for (const entry of this.#pending) entry.close();
		this.#pending.clear();
	}
}
