/** The cores of this computer for work that comes in pieces. */
import { type ChildProcess, fork } from "node:child_process";

/** What a program is started with to serve as one of its own workers. */
export const WORKER_ARGUMENT = "--worker";

type FromWorker<R> =
	| { readonly kind: "result"; readonly result: R }
	| { readonly kind: "failed"; readonly message: string };

/**
 * Performs tasks (plain data) in `jobs` processes, each the running program started again with
 * WORKER_ARGUMENT, and hands over the results in the order of the tasks.
 * @param onResult answers "stop" when no more is wanted.
 * @throws when a worker fails; the others are stopped.
 */
export async function inProcesses<T extends object, R>(
	tasks: Iterator<T>,
	jobs: number,
	onResult: (result: R, task: T) => "go-on" | "stop",
): Promise<void> {
	const done = new Map<number, { readonly result: R; readonly task: T }>();
	let taken = 0;
	let handedOver = 0;
	let stopped = false;
	const workers = Array.from({ length: jobs }, () => fork(process.argv[1], [WORKER_ARGUMENT]));
	const run = async (worker: ChildProcess): Promise<void> => {
		for (let next = tasks.next(); !next.done && !stopped; next = tasks.next()) {
			const number = taken++;
			const task = next.value;
			done.set(number, { task, result: await ask<T, R>(worker, task) });
			for (let due = done.get(handedOver); due !== undefined && !stopped; due = done.get(handedOver)) {
				done.delete(handedOver++);
				stopped = onResult(due.result, due.task) === "stop";
			}
		}
	};
	try {
		await Promise.all(workers.map(run));
	} finally {
		for (const worker of workers) worker.kill();
	}
}

/** The worker's side: performs what it is sent until its parent goes. */
export function serveAsWorker<T, R>(perform: (task: T) => Promise<R> | R): void {
	process.on("disconnect", () => process.exit());
	process.on("message", async (task: T) => {
		try {
			answer<R>({ kind: "result", result: await perform(task) });
		} catch (error) {
			answer<R>({ kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : "?" });
		}
	});
}

function answer<R>(message: FromWorker<R>): void {
	process.send?.(message);
}

function ask<T extends object, R>(worker: ChildProcess, task: T): Promise<R> {
	return new Promise((resolve, reject) => {
		const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
			reject(new Error(`a worker's process ended (${signal ?? code})`));
		};
		worker.once("exit", onExit);
		worker.once("message", (message: FromWorker<R>) => {
			worker.off("exit", onExit);
			if (message.kind === "result") resolve(message.result);
			else reject(new Error(message.message));
		});
		worker.send(task);
	});
}
