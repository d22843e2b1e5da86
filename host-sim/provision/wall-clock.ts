import type { Clock } from "../../hal/hal.js";

/** A tool's own clock: the computer's. */
export const wallClock: Clock = {
	nowMs: () => Math.floor(performance.now()),
	setTimer(delayMs, onTimer) {
		const timeout = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timeout) };
	},
};
