import Timer from "timer";
import type { Clock } from "../../hal.js";
import { uptimeMs } from "../native/uptime.js";

/** The Clock door. */
export const clock: Clock = {
	nowMs: () => uptimeMs(),
	setTimer(delayMs, onTimer) {
		let timer: Timer | undefined = Timer.set(() => {
			timer = undefined;
			onTimer();
		}, delayMs);
		return {
			close() {
				if (timer === undefined) return;
				Timer.clear(timer);
				timer = undefined;
			},
		};
	},
};
