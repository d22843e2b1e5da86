import { Limit } from "./limits.js";

/** Messages nobody we trust has signed, counted since `sinceMs`. */
export interface FloodCount {
	readonly sinceMs: number;
	readonly count: number;
}

export const NO_FLOOD: FloodCount = { sinceMs: 0, count: 0 };

/** Counts one more at `nowMs` (uptime); a window that is over begins anew. */
export function countBad({ sinceMs, count }: FloodCount, nowMs: number): FloodCount {
	if (count === 0 || nowMs - sinceMs >= Limit.floodWindowMs) return { sinceMs: nowMs, count: 1 };
	return { sinceMs, count: count + 1 };
}

/** True once for each window that has too many: at the message that makes it so. */
export function isFlood({ count }: FloodCount): boolean {
	return count === Limit.floodMessages;
}
