import { type ChildProcess, fork } from "node:child_process";
import type { Plan } from "./plan.js";
import { performerOf, type Task, type TaskResult, taskName } from "./tasks.js";

type ToWorker =
	| { readonly kind: "plan"; readonly plan: Plan }
	| { readonly kind: "task"; readonly task: Task };
type FromWorker =
	| { readonly kind: "result"; readonly result: TaskResult }
	| { readonly kind: "failed"; readonly message: string };

/** The argument with which a program that calls `performTasks` starts itself as a worker. */
export const WORKER_ARGUMENT = "--worker";

/**
 * Performs tasks in `jobs` processes, each the running program started again with WORKER_ARGUMENT.
 * @param onResult called for each result as it comes
 * @throws when a worker fails; the others are then stopped
 */
export async function performTasks(
	plan: Plan,
	tasks: readonly Task[],
	jobs: number,
	onResult: (task: Task, result: TaskResult) => void,
): Promise<void> {
	const waiting = tasks.values();
	const count = Math.min(jobs, tasks.length);
	const workers = Array.from({ length: count }, () => fork(process.argv[1], [WORKER_ARGUMENT]));
	const runWorker = async (worker: ChildProcess): Promise<void> => {
		send(worker, { kind: "plan", plan });
		for (const task of waiting) onResult(task, await ask(worker, task));
	};
	try {
		await Promise.all(workers.map(runWorker));
	} finally {
		for (const worker of workers) worker.kill();
	}
}

/** The worker's side: performs what it is sent until its parent goes. */
export function serveAsWorker(): void {
	let perform: ((task: Task) => TaskResult) | undefined;
	process.on("disconnect", () => process.exit());
	process.on("message", (message: ToWorker) => {
		if (message.kind === "plan") {
			perform = performerOf(message.plan);
			return;
		}
		try {
			if (perform === undefined) throw new Error("a task came before its plan");
			answer({ kind: "result", result: perform(message.task) });
		} catch (error) {
			answer({ kind: "failed", message: error instanceof Error ? (error.stack ?? error.message) : "?" });
		}
	});
}

function answer(message: FromWorker): void {
	process.send?.(message);
}

function send(worker: ChildProcess, message: ToWorker): void {
	worker.send(message);
}

function ask(worker: ChildProcess, task: Task): Promise<TaskResult> {
	return new Promise((resolve, reject) => {
		const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
			reject(new Error(`${taskName(task)}: its process ended (${signal ?? code})`));
		};
		worker.once("exit", onExit);
		worker.once("message", (message: FromWorker) => {
			worker.off("exit", onExit);
			if (message.kind === "result") resolve(message.result);
			else reject(new Error(`${taskName(task)}: ${message.message}`));
		});
		send(worker, { kind: "task", task });
	});
}
