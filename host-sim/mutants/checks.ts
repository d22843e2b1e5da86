import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { bundleOf } from "../engines/bundle.js";
import { inProject, projectRoot } from "../engines/paths.js";
import type { Piece, PieceResult } from "../powercut/pieces.js";
import { runWith } from "../sim/perform.js";
import type { CheckName } from "./mutant.js";
import { bundleMutated, type Replacement } from "./mutated-bundle.js";

/** How far the checks go; `npm test` goes less far. */
export interface Depth {
	/** Random lives of a store, after one short one on each geometry, cut everywhere. */
	readonly sequences: number;
	readonly worlds: number;
	readonly hours: number;
}

export const FULL: Depth = { sequences: 1_000, worlds: 8, hours: 0.75 };

/** @returns what the check objects to; undefined when it does not. */
export function runCheck(
	check: CheckName,
	replacements: readonly Replacement[],
	depth: Depth,
): Promise<string | undefined> {
	if (check === "powercut") return runPowercut(replacements, depth);
	return check === "sim" ? runWorlds(replacements, depth) : runTest(check, replacements);
}

async function runPowercut(
	replacements: readonly Replacement[],
	{ sequences }: Depth,
): Promise<string | undefined> {
	const text = await bundleMutated("host-sim/powercut/pieces.ts", replacements);
	const { performPiece }: { readonly performPiece: (piece: Piece) => PieceResult } = await import(
		`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`
	);
	const pieces: Piece[] = [];
	for (let first = 1; first < sequences; first += SEQUENCES_AT_ONCE)
		pieces.push({ kind: "sequences", seed: first, count: SEQUENCES_AT_ONCE, steps: 50 });
	for (const geometry of [1, 3, 5]) pieces.push({ kind: "exhaustive", seed: 1, geometry });
	for (const piece of pieces) {
		const { fault } = performPiece(piece);
		if (fault !== undefined) return fault.text.split("\n")[0];
	}
	return undefined;
}

const SEQUENCES_AT_ONCE = 200;

async function runWorlds(
	replacements: readonly Replacement[],
	{ worlds, hours }: Depth,
): Promise<string | undefined> {
	const bundle = bundleOf(await bundleMutated("host-sim/bridge/device/main.ts", replacements, "firmware"));
	for (let seed = 1; seed <= worlds; seed++) {
		const { failure } = await runWith(bundle, { seed, hours, engine: "node" });
		if (failure !== undefined) return `seed ${seed}: ${failure.checker}: ${failure.text}`;
	}
	return undefined;
}

/** The test file, bundled with the mutated sources, in a process of its own. */
async function runTest(file: string, replacements: readonly Replacement[]): Promise<string | undefined> {
	const folder = inProject("build/mutants");
	const path = `${folder}/${process.pid}.mjs`;
	mkdirSync(folder, { recursive: true });
	writeFileSync(path, await bundleMutated(file, replacements));
	try {
		const { status } = spawnSync(process.execPath, [path], { cwd: projectRoot, timeout: TEST_LIMIT_MS });
		if (status === null) throw new Error(`${file} did not end within ${TEST_LIMIT_MS / 1000} s`);
		return status === 0 ? undefined : `${file} fails`;
	} finally {
		rmSync(path);
	}
}

const TEST_LIMIT_MS = 300_000;
