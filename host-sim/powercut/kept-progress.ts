import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { lockFile } from "../../terminal/file-lock.js";
import { readBytes } from "../../terminal/files.js";
import { inProject } from "../engines/paths.js";
import type { PowercutOptions } from "./options.js";
import { newProgress, type Progress } from "./pieces.js";

/**
 * A run's count in a file, so that a long run may be stopped and go on. It stands for one seed, one length of
 * sequences and one state of the sources; for others it is refused, and so is one that somebody has altered.
 */
export interface KeptProgress {
	readonly progress: Progress;
	save(): void;
	/** Lets another run have the file. */
	close(): void;
}

interface Kept {
	readonly label: string;
	/** SHA-256 of label and progress. */
	readonly checksum: string;
	readonly progress: Progress;
}

/** @throws Error with a sentence when the file is of another run, damaged, or another run's just now. */
export function keepProgress(options: PowercutOptions): KeptProgress {
	const { resume: file } = options;
	if (file === undefined) return { progress: newProgress(), save: () => {}, close: () => {} };
	mkdirSync(dirname(file), { recursive: true });
	const lock = lockFile(`${file}.lock`);
	if (lock === undefined)
		throw new Error(`${file}: another run keeps its count there; give this one its own`);
	try {
		const label = labelOf(options);
		const progress = existsSync(file) ? load(file, label) : newProgress();
		return { progress, save: () => save(file, label, progress), close: () => lock.close() };
	} catch (error) {
		lock.close();
		throw error;
	}
}

function save(file: string, label: string, progress: Progress): void {
	const kept: Kept = { label, checksum: checksumOf(label, progress), progress };
	writeFileSync(`${file}.new`, JSON.stringify(kept));
	renameSync(`${file}.new`, file);
}

function load(file: string, label: string): Progress {
	const kept = read(file);
	if (kept === undefined)
		throw new Error(`${file} is damaged, or no count of a run; remove it to start anew`);
	if (kept.label === label) return kept.progress;
	throw new Error(`${file} is of another seed, other steps or other sources; remove it to start anew`);
}

/** @returns undefined when it is not as it was saved */
function read(file: string): Kept | undefined {
	const text = Buffer.from(readBytes(file)).toString("utf8");
	try {
		const kept: Kept | null = JSON.parse(text);
		return kept?.checksum === checksumOf(kept?.label ?? "", kept?.progress) ? (kept ?? undefined) : undefined;
	} catch {
		return undefined;
	}
}

function checksumOf(label: string, progress: Progress | undefined): string {
	return createHash("sha256")
		.update(JSON.stringify([label, progress]))
		.digest("hex");
}

function labelOf({ seed, steps }: PowercutOptions): string {
	const hash = createHash("sha256").update(JSON.stringify([seed, steps]));
	for (const folder of ["modules/store", "host-sim/powercut"])
		for (const name of readdirSync(inProject(folder)).sort())
			if (name.endsWith(".ts")) hash.update(readFileSync(inProject(`${folder}/${name}`)));
	for (const name of ["nor-flash", "nor-parts"]) {
		hash.update(readFileSync(inProject(`host-sim/world/${name}.ts`)));
	}
	return hash.digest("hex");
}
