/** Compiles C files side by side; an object is made once for what goes into it and kept in build/objects. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { inProject, projectRoot } from "./paths.js";

const run = promisify(execFile);
const cacheFolder = inProject("build/objects");

export interface Toolchain {
	/** Program and leading arguments, as $CC may hold both. */
	readonly command: readonly string[];
	readonly version: string;
}

export interface CSource {
	readonly path: string;
	readonly flags: readonly string[];
	/** Folders whose headers it may include, and single headers, beside those of its own folder. */
	readonly headers: readonly string[];
}

export type Progress = (done: number, total: number) => void;

/** Where the objects of these sources are or will be, in their order: the name tells all that went in. */
export function objectsOf({ version }: Toolchain, sources: readonly CSource[]): readonly string[] {
	const digests = new Map<string, string>();
	return sources.map((source) => {
		const key = keyOf(version, source, digests);
		return join(cacheFolder, `${basename(source.path, ".c")}-${key}.o`);
	});
}

/** Compiles what is not there yet. Rejects with what the compiler said. */
export async function compileObjects(
	toolchain: Toolchain,
	sources: readonly CSource[],
	onProgress: Progress,
): Promise<void> {
	mkdirSync(cacheFolder, { recursive: true });
	const objects = objectsOf(toolchain, sources);
	// Largest first, so that no core is left with the biggest file at the end.
	const waiting = [...sources.keys()]
		.filter((i) => !existsSync(objects[i]))
		.sort((a, b) => statSync(sources[b].path).size - statSync(sources[a].path).size);
	const total = waiting.length;
	let done = 0;
	const [program = "", ...first] = toolchain.command;
	const worker = async () => {
		for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
			const { path, flags } = sources[i];
			// Another process may compile the same file: the last one to finish replaces an equal one.
			const unfinished = `${objects[i]}.${process.pid}`;
			await run(program, [...first, ...flags, "-c", path, "-o", unfinished]);
			renameSync(unfinished, objects[i]);
			done += 1;
			onProgress(done, total);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** A hash of everything an object depends on; `digests` remembers those of folders of headers. */
function keyOf(version: string, source: CSource, digests: Map<string, string>): string {
	const { path, flags } = source;
	// The same in every folder: where headers lie is no part of what is compiled (npm run reproduce).
	const portable = flags.map((flag) => flag.replaceAll(projectRoot, ""));
	const hash = createHash("sha256")
		.update(JSON.stringify([version, portable]))
		.update(readFileSync(path));
	for (const folder of new Set([dirname(path), ...source.headers])) {
		const digest = digests.get(folder) ?? digestOf(folder.endsWith(".h") ? [folder] : filesIn(folder, ".h"));
		digests.set(folder, digest);
		hash.update(digest);
	}
	return hash.digest("hex").slice(0, 16);
}

function digestOf(files: readonly string[]): string {
	const hash = createHash("sha256");
	for (const file of files) hash.update(basename(file)).update(readFileSync(file));
	return hash.digest("hex");
}

/** Paths of the files of one folder that end so, sorted. */
export function filesIn(folder: string, suffix: string): readonly string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(suffix))
		.sort()
		.map((name) => join(folder, name));
}

export function compilerOutput(error: unknown): string {
	const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
	return text.split("\n").slice(0, 40).join("\n");
}
