/** States in which the unit waits for somebody: nothing has to happen, however long it lasts. */
const RESTING: readonly string[] = ["unprovisioned", "idle", "faulted"];

/** Longer than any request lives (120 s): a unit that is still at it then has hung. */
const WORKING_MAX_MS = 150_000;

/**
 * Decides whether the watchdog is fed. In a resting state the event loop's own heartbeat is progress enough;
 * in a working state only the state machine's next step is, within the longest time that a step may take.
 */
export class ProgressGuard {
	readonly #feed: () => void;
	#isResting = true;
	#steppedAtMs = 0;

	/** @param feed feeds the watchdog. */
	constructor(feed: () => void) {
		this.#feed = feed;
	}

	/** The state machine has taken a step and is now in `state`. */
	step(state: string, nowMs: number): void {
		this.#isResting = RESTING.includes(state);
		this.#steppedAtMs = nowMs;
		this.#feed();
	}

	/** The event loop is alive; called every few seconds. */
	heartbeat(nowMs: number): void {
		if (this.#isResting || nowMs - this.#steppedAtMs < WORKING_MAX_MS) this.#feed();
	}
}
