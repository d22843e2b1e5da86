/** Builds the palm path in C, twin/twin.c and its fellows, as a program of its own for the board. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as P from "../../modules/modality/palm-vein/parameters.js";
import { PALM_POSES } from "../../modules/modality/palm-vein/pose.js";
import { filesIn } from "../engines/compile-c.js";
import type { Engine, EngineHost } from "../engines/engine.js";
import { inProject } from "../engines/paths.js";
import { deviceSources, kernelFolders, ownSources } from "../engines/xs-sources.js";
import { buildMcuProgram, machineFlags } from "../mcu/build-mcu.js";
import { startOnBoard } from "../mcu/mcu-engine.js";

/**
 * Starts it on the board; it answers what COMMAND says.
 * @throws EngineUnavailable without the tools for it
 */
export async function startTwin(host: EngineHost): Promise<Engine> {
	const flags = [...machineFlags, "-iquote", twinFolder, "-iquote", parametersFolder()];
	const loops = kernelFolders
		.filter((folder) => basename(folder) !== "iris")
		.flatMap((folder) => filesIn(folder, ".c"));
	const shared = deviceSources().filter((path) => SHARED.includes(basename(path)));
	const sources = ownSources(flags, [...filesIn(twinFolder, ".c"), ...loops, ...shared]);
	const headers = [twinFolder, parametersFolder()];
	const program = sources.map((source) => ({ ...source, headers: [...source.headers, ...headers] }));
	return startOnBoard(await buildMcuProgram("palm-twin", program), host);
}

const twinFolder = inProject("host-sim/bench/twin");

/** What it has in common with the firmware's program: the link, and cryptography. */
const SHARED = ["serve.c", "sha256.c", "aes-gcm.c"];

/** Where the numbers of parameters.ts stand as a header, so that each is written once. */
function parametersFolder(): string {
	const header = parametersHeader();
	const name = createHash("sha256").update(header).digest("hex").slice(0, 16);
	const folder = inProject(join("build/twin", name));
	const path = join(folder, "parameters.h");
	if (!existsSync(path)) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(path, header);
	}
	return folder;
}

function parametersHeader(): string {
	const longest = Math.max(...PALM_POSES.neighbours.map((row) => row.length));
	const rows = PALM_POSES.neighbours.map((row) => braced([...row, -1]));
	const values: Record<string, number | string> = {
		SHAPE_LENGTHS: P.SHAPE_USUAL.length,
		COARSE_POSES: braced(PALM_POSES.coarse),
		NEIGHBOURS: `{ ${rows.join(", ")} }`,
		NEIGHBOURS_MAX: longest + 1,
	};
	for (const [name, value] of Object.entries(P)) {
		values[name] = typeof value === "number" ? `(${value})` : braced(value);
	}
	return Object.entries(values)
		.map(([name, value]) => `#define ${name} ${value}\n`)
		.join("");
}

const braced = (values: readonly number[]) => `{ ${values.join(", ")} }`;
