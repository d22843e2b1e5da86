import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inProject } from "../engines/paths.js";
import type { PowercutOptions } from "./options.js";
import { newProgress, type Progress } from "./pieces.js";

/**
 * A run's count in a file, so that a long run may be stopped and go on. It stands for one seed, one length of
 * sequences and one state of the sources; for others it is refused.
 */
export interface KeptProgress {
	readonly progress: Progress;
	save(): void;
}

interface Kept {
	readonly label: string;
	readonly progress: Progress;
}

/** @throws Error with a sentence when the file is of another run. */
export function keepProgress(options: PowercutOptions): KeptProgress {
	const { resume: file } = options;
	if (file === undefined) return { progress: newProgress(), save: () => {} };
	const label = labelOf(options);
	const progress = existsSync(file) ? load(file, label) : newProgress();
	mkdirSync(dirname(file), { recursive: true });
	return {
		progress,
		save() {
			const kept: Kept = { label, progress };
			writeFileSync(`${file}.new`, JSON.stringify(kept));
			renameSync(`${file}.new`, file);
		},
	};
}

function load(file: string, label: string): Progress {
	const kept: Kept = JSON.parse(readFileSync(file, "utf8"));
	if (kept.label === label) return kept.progress;
	throw new Error(`${file} is of another seed, other steps or other sources; remove it to start anew`);
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
