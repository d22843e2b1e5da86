import type { TerminalClock } from "../../terminal/session.js";

/**
 * The terminal's trusted clock, which somebody has set wrong by `offset` at the moment. Its timers run by the
 * machine, which nobody sets.
 */
export function shiftedClock(clock: TerminalClock, offset: { readonly seconds: number }): TerminalClock {
	return {
		nowSeconds: () => clock.nowSeconds() + offset.seconds,
		setTimer: (delayMs, onTimer) => clock.setTimer(delayMs, onTimer),
	};
}
