import type { TerminalClock } from "../../terminal/session.js";
import type { Scheduler } from "../doors/scheduler.js";

/** The terminal's clock, which somebody may set wrong. */
export class WrongClock implements TerminalClock {
	/** Seconds ahead of the true time. */
	offsetSeconds = 0;
	readonly #scheduler: Scheduler;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	nowSeconds(): number {
		return BEGINNING + Math.floor(this.#scheduler.nowMs() / 1000) + this.offsetSeconds;
	}

	/** A timer runs by the machine's uptime, which nobody sets. */
	setTimer(delayMs: number, onTimer: () => void): { close(): void } {
		return this.#scheduler.schedule(delayMs, onTimer);
	}
}

/** Seconds since 1970 of a day in 2027. */
const BEGINNING = 1_800_000_000;
