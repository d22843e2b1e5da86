import type { Clock } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import type { EVENTS, Handlers } from "../messages.js";
import { call, post } from "./wire.js";

const DELAY_MAX_MS = 2 ** 31 - 1;

export interface ClockProxy {
	readonly clock: Clock;
	readonly events: Pick<Handlers<typeof EVENTS>, "timer">;
}

export function proxyClock(): ClockProxy {
	const timers = new Map<number, () => void>();
	let lastNumber = 0;
	return {
		clock: {
			nowMs: () => call("now")[0],
			setTimer(delayMs, onTimer) {
				assert(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= DELAY_MAX_MS, `delay ${delayMs} ms`);
				const number = ++lastNumber;
				timers.set(number, onTimer);
				post("timer-set", number, delayMs);
				return {
					close() {
						if (timers.delete(number)) post("timer-close", number);
					},
				};
			},
		},
		events: {
			timer(number) {
				const onTimer = timers.get(number);
				assert(onTimer !== undefined, `timer ${number} is not set`);
				timers.delete(number);
				onTimer();
			},
		},
	};
}
