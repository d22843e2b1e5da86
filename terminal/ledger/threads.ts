/** Verifying is one signature a record, and a machine has several cores. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { createNativeCrypto } from "../native-crypto.js";
import { type CheckedStretch, checkLines, type Stretch } from "./check-lines.js";

export interface StretchChecker {
	check(stretch: Stretch): Promise<CheckedStretch>;
	/** Stretches that should wait at a time, to keep everybody busy. */
	readonly ahead: number;
	close(): Promise<void>;
}

/** In this thread: for what is checked sooner than threads have started. */
export function checkHere(crypto = createNativeCrypto()): StretchChecker {
	return { check: async (stretch) => checkLines(crypto, stretch), ahead: 1, close: async () => {} };
}

/** @param count threads; one a core when left out. */
export function checkInThreads(count = availableParallelism()): StretchChecker {
	const threads = Array.from({ length: count }, startThread);
	let turn = 0;
	return {
		check: (stretch) => threads[turn++ % count].check(stretch),
		ahead: 3 * count,
		async close() {
			await Promise.all(threads.map((thread) => thread.close()));
		},
	};
}

function startThread() {
	const worker = new Worker(new URL("./check-thread.mjs", import.meta.url));
	const waiting: { resolve: (checked: CheckedStretch) => void; reject: (error: unknown) => void }[] = [];
	worker.on("message", (checked: CheckedStretch) => waiting.shift()?.resolve(checked));
	worker.on("error", (error) => {
		for (const { reject } of waiting.splice(0)) reject(error);
	});
	return {
		check(stretch: Stretch): Promise<CheckedStretch> {
			return new Promise((resolve, reject) => {
				waiting.push({ resolve, reject });
				worker.postMessage(stretch);
			});
		},
		close: () => worker.terminate(),
	};
}
