import { driveInRealTime } from "../doors/real-time.js";
import type { Scheduler } from "../doors/scheduler.js";

/** Moves a world's time while a script waits for what happens in it. */
export interface Driver {
	/** Settles as `script` does; rejects earlier when the unit stops. One script at a time. */
	run<T>(script: () => Promise<T>): Promise<T>;
	close(): void;
}

/** How a world's time passes: by the wall clock, or as fast as things happen. */
export type StartDriver = (scheduler: Scheduler, settle: () => Promise<void>) => Driver;

export const byTheWallClock: StartDriver = (scheduler, settle) => {
	const driver = driveInRealTime(scheduler, settle);
	const stopped = driver.stopped.then(() => {
		throw new Error("the world has been closed");
	});
	// Between two scripts nobody listens; the next one hears of it.
	stopped.catch(() => {});
	return {
		run: (script) => Promise.race([script(), stopped]),
		close: () => driver.close(),
	};
};

/**
 * Time jumps from one callback to the next. The script may await nothing but this world: then the order of
 * everything is the same in every run.
 */
export const asFastAsThingsHappen: StartDriver = (scheduler, settle) => {
	let open = true;
	return {
		async run<T>(script: () => Promise<T>): Promise<T> {
			const outcome: { value?: Promise<T> } = {};
			const running = script();
			const note = () => {
				outcome.value = running;
			};
			running.then(note, note);
			while (outcome.value === undefined && open) {
				await settle();
				await promiseJobs();
				if (outcome.value !== undefined) break;
				const nextAtMs = scheduler.nextAtMs();
				if (nextAtMs === undefined) throw new Error("the script waits, and nothing is going to happen");
				scheduler.step(nextAtMs);
			}
			if (outcome.value === undefined) throw new Error("the world has been closed");
			return outcome.value;
		},
		close() {
			open = false;
		},
	};
};

/** Resolves when every promise job that can run has run. */
function promiseJobs(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
