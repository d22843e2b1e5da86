import { assert } from "../../modules/bytes/assert.js";

/** A callback that waits for its time. */
interface Entry {
	readonly atMs: number;
	/** Breaks ties: what was scheduled first runs first. */
	readonly order: number;
	readonly run: () => void;
}

export interface Cancel {
	/** Harmless after the callback has run. */
	close(): void;
}

/**
 * The simulated world's time and the only source of callbacks in it. Time stands still while a callback runs
 * and moves only in `step`, from one callback to the next, so that the same calls give the same day.
 */
export class Scheduler {
	/** Called after something was scheduled; a real-time driver wakes up by it. */
	onScheduled: (() => void) | undefined;
	/**
	 * Milliseconds by which this world's time has fallen behind the wall clock; set by a real-time driver. Only
	 * for what a real device would miss meanwhile.
	 */
	latenessMs: () => number = () => 0;
	#nowMs = 0;
	#order = 0;
	/** Sorted by time, then by order. */
	#entries: Entry[] = [];

	/** Integer milliseconds since the world began. */
	nowMs(): number {
		return this.#nowMs;
	}

	/** Runs `run` once, `delayMs` from now, from inside `step` and never from inside this call. */
	schedule(delayMs: number, run: () => void): Cancel {
		assert(Number.isSafeInteger(delayMs) && delayMs >= 0, `a delay is a natural number, not ${delayMs}`);
		const entry = { atMs: this.#nowMs + delayMs, order: this.#order++, run };
		let index = this.#entries.length;
		while (index > 0 && this.#entries[index - 1].atMs > entry.atMs) index--;
		this.#entries.splice(index, 0, entry);
		this.onScheduled?.();
		return { close: () => this.#remove(entry) };
	}

	/** When the next callback is due; undefined when none waits. */
	nextAtMs(): number | undefined {
		return this.#entries.length > 0 ? this.#entries[0].atMs : undefined;
	}

	/**
	 * Runs the next callback if it is due at `untilMs` or before, moving time to it.
	 * @returns false when none was due; time then stands at `untilMs`.
	 */
	step(untilMs: number): boolean {
		const entry = this.#entries[0];
		if (entry === undefined || entry.atMs > untilMs) {
			if (untilMs > this.#nowMs) this.#nowMs = untilMs;
			return false;
		}
		this.#entries.shift();
		this.#nowMs = entry.atMs;
		entry.run();
		return true;
	}

	/** Runs everything due in the next `durationMs`; for worlds whose unit runs inside the callbacks. */
	advance(durationMs: number): void {
		const untilMs = this.#nowMs + durationMs;
		while (this.step(untilMs));
	}

	/**
	 * Like `advance`, for worlds whose unit runs in an engine: `settle` resolves when the unit has handled what
	 * the last callback caused, and only then does the next callback run.
	 */
	async advanceSettled(durationMs: number, settle: () => Promise<void>): Promise<void> {
		const untilMs = this.#nowMs + durationMs;
		await settle();
		while (this.step(untilMs)) await settle();
	}

	#remove(entry: Entry): void {
		const index = this.#entries.indexOf(entry);
		if (index >= 0) this.#entries.splice(index, 1);
	}
}
