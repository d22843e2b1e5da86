import type { TerminalClock } from "../../terminal/session.js";

/** The terminal's trusted clock where nothing is simulated. */
export const wallClock: TerminalClock = {
	nowSeconds: () => Math.floor(Date.now() / 1000),
	setTimer(delayMs, onTimer) {
		const timer = setTimeout(onTimer, delayMs);
		return { close: () => clearTimeout(timer) };
	},
};
