import type { Scheduler } from "./scheduler.js";

/** Node's limit for a timeout. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1;

export interface RealTimeDriver {
	/** Resolves when the driver has come to rest; rejects with what `settle` or a callback threw. */
	readonly stopped: Promise<void>;
	/** So much of the scheduler's time passes at once, callback by callback. */
	skip(durationMs: number): void;
	close(): void;
}

/**
 * Lets a scheduler's time follow the wall clock: every callback runs when it is due, one after another, each
 * only after `settle` has resolved for the one before.
 * @param speed how many times faster than the wall's the scheduler's clock runs
 */
export function driveInRealTime(
	scheduler: Scheduler,
	settle: () => Promise<void>,
	speed = 1,
): RealTimeDriver {
	let originMs = performance.now() - scheduler.nowMs() / speed;
	const elapsedMs = (): number => (performance.now() - originMs) * speed;
	let closed = false;
	let wake: () => void = () => {};

	/** Waits for the next callback's time or for an earlier one to be scheduled. */
	const sleep = (): Promise<void> =>
		new Promise((resolve) => {
			const nextAtMs = scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY;
			const delayMs = Math.max(0, nextAtMs - elapsedMs()) / speed;
			const timeout = setTimeout(resolve, Math.min(delayMs, TIMEOUT_MAX_MS));
			wake = () => {
				clearTimeout(timeout);
				resolve();
			};
		});

	const run = async (): Promise<void> => {
		scheduler.onScheduled = () => wake();
		scheduler.latenessMs = () => Math.max(0, Math.floor(elapsedMs()) - scheduler.nowMs());
		try {
			await settle();
			while (!closed) {
				while (!closed && scheduler.step(Math.floor(elapsedMs()))) await settle();
				if (!closed) await sleep();
			}
		} finally {
			scheduler.onScheduled = undefined;
			scheduler.latenessMs = () => 0;
		}
	};

	return {
		stopped: run(),
		skip(durationMs) {
			originMs -= durationMs / speed;
			wake();
		},
		close() {
			closed = true;
			wake();
		},
	};
}
