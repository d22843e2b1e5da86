import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plan } from "./plan.js";
import { type Task, type TaskResult, taskName } from "./tasks.js";

/**
 * Results of tasks, one file each, so that an evaluation that was stopped goes on where it was. They count
 * only for the same plan, pictures and program: anything else empties the folder.
 */
export class PartialResults {
	readonly #folder: string;

	/** @param folder made when absent @throws what the file system throws */
	constructor(folder: string, plan: Plan) {
		this.#folder = folder;
		const fingerprint = fingerprintOf(plan);
		const label = join(folder, "fingerprint.txt");
		mkdirSync(folder, { recursive: true });
		if (readText(label) === fingerprint) return;
		for (const name of readdirSync(folder)) if (RESULT_NAME.test(name)) rmSync(join(folder, name));
		writeFileSync(label, fingerprint);
	}

	load(task: Task): TaskResult | undefined {
		const text = readText(this.#fileOf(task));
		if (text === undefined) return undefined;
		const result: TaskResult = JSON.parse(text);
		return result;
	}

	/** Whole or not at all, whenever the process is stopped. */
	save(task: Task, result: TaskResult): void {
		const file = this.#fileOf(task);
		writeFileSync(`${file}.new`, JSON.stringify(result));
		renameSync(`${file}.new`, file);
	}

	#fileOf(task: Task): string {
		return join(this.#folder, `${taskName(task)}.json`);
	}
}

const RESULT_NAME = /^(person|attack|linkage|shape)(-\d+)?\.json(\.new)?$/;

/** Changes with the plan, with any picture and with any line of the programs that make results. */
function fingerprintOf(plan: Plan): string {
	const hash = createHash("sha256").update(JSON.stringify(plan));
	for (const { enrol, probes } of plan.persons) {
		for (const { path } of [...enrol, ...probes]) {
			const stat = statSync(path, { throwIfNoEntry: false });
			hash.update(`${path} ${stat?.size} ${stat?.mtimeMs}\n`);
		}
	}
	for (const folder of ["modules", "host-sim/evaluation", "host-sim/images"]) {
		const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
		for (const name of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
			if (name.endsWith(".ts")) hash.update(name).update(readFileSync(join(root, name)));
		}
	}
	return hash.digest("hex");
}

function readText(file: string): string | undefined {
	return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : undefined;
}
