import type { Clock } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { DoorLife } from "./door-life.js";
import type { Scheduler } from "./scheduler.js";

const DELAY_MAX_MS = 2 ** 31 - 1;

/** The Clock door and the end of its power. */
export interface BootedClock extends Clock {
	/** Power off: no timer fires any more. */
	close(): void;
}

/** A unit's uptime from this moment on. */
export function bootClock(scheduler: Scheduler): BootedClock {
	const bootedAtMs = scheduler.nowMs();
	const life = new DoorLife("clock", scheduler);
	return {
		nowMs: () => scheduler.nowMs() - bootedAtMs,
		setTimer(delayMs, onTimer) {
			life.assertOpen();
			assert(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= DELAY_MAX_MS, `delay ${delayMs} ms`);
			return life.callLater(onTimer, delayMs);
		},
		close() {
			life.close();
		},
	};
}
