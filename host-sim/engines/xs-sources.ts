/** What the XS engine is compiled from, for whatever machine: XS's own files and ours. */
import { basename, dirname, join } from "node:path";
import { type CSource, filesIn } from "./compile-c.js";
import { inProject } from "./paths.js";

const xsFolder = inProject("node_modules/@agoric/xsnap/moddable/xs");
const xsHeaders = ["includes", "platforms", "sources"].map((name) => join(xsFolder, name));

const hostFolder = inProject("host-sim/xs");
/** How a loop gets at its arrays: on every board as here. */
const kernelArrays = inProject("hal/esp32/native/kernel-arrays.c");
/** The process, its pipe and the parser. */
const hostOnly = ["main.c", "pipe.c", "compile.c"];

/** Parts of XS that the unit has no use for: heap snapshots, SES lock-down, source maps, profiling. */
const leftOut = ["xsLockdown.c", "xsProfile.c", "xsSnapshot.c", "xsSourceMap.c"];

const commonFlags = [
	"-O2",
	"-std=gnu11",
	"-fno-common",
	"-fno-strict-aliasing",
	"-DINCLUDE_XSPLATFORM",
	'-DXSPLATFORM="platform.h"',
	...["mxMetering", "mxBoundsCheck", "mxParse", "mxRun", "mxMinusZero"].map((name) => `-D${name}=1`),
	`-I${hostFolder}`,
	`-I${dirname(kernelArrays)}`,
];

/** Loops of the firmware in machine code, beside their twins. */
export const kernelFolders = [
	"modules/bytes",
	"modules/image",
	"modules/pipeline",
	"modules/protection",
	"modules/modality/iris",
	"modules/modality/palm-vein",
	"modules/modality/palm-vein/hand",
].map((name) => inProject(name));

/** Our C files for the engine in a process. */
export function hostSources(): readonly string[] {
	return [...[hostFolder, ...kernelFolders].flatMap((folder) => filesIn(folder, ".c")), kernelArrays];
}

/** Our C files for an engine on a device. */
export function deviceSources(): readonly string[] {
	return hostSources().filter((path) => !hostOnly.includes(basename(path)));
}

/** XS's own files. They warn a lot; ours must not. */
export function xsSources(machineFlags: readonly string[]): readonly CSource[] {
	const flags = [...machineFlags, ...commonFlags, "-w", ...xsHeaders.flatMap((folder) => ["-I", folder])];
	return filesIn(join(xsFolder, "sources"), ".c")
		.filter((path) => !leftOut.includes(basename(path)))
		.map((path) => ({ path, flags, headers: [join(hostFolder, "platform.h"), ...xsHeaders] }));
}

/** Files of ours; what XS's macros expand to may warn, hence -isystem. */
export function ownSources(machineFlags: readonly string[], paths: readonly string[]): readonly CSource[] {
	return paths.map((path) => ({
		path,
		flags: [...machineFlags, ...ownFlags],
		headers: [hostFolder, dirname(kernelArrays), ...xsHeaders],
	}));
}

export const ownFlags = [
	...commonFlags,
	"-Wall",
	"-Wextra",
	"-ffp-contract=off", // as JavaScript computes: each operation rounds
	...xsHeaders.flatMap((folder) => ["-isystem", folder]),
];
