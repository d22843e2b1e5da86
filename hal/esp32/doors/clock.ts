import Timer from "timer";
import { assert } from "../../../modules/bytes/assert.js";
import type { Clock } from "../../hal.js";
import { uptimeMs } from "../native/uptime.js";

const DELAY_MAX_MS = 2 ** 31 - 1;

/** The Clock door. */
export const clock: Clock = {
	nowMs: () => uptimeMs(),
	setTimer(delayMs, onTimer) {
		assert(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= DELAY_MAX_MS, "delay");
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
