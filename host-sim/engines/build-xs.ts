/**
 * Compiles the XS engine with our host program, once: the result is cached under build/xs by a hash of
 * everything it depends on. `node --import tsx host-sim/engines/build-xs.ts [--quiet] [--also-32-bit]` does
 * so from the command line.
 */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { argv, exit, stderr } from "node:process";
import { promisify } from "node:util";
import { inProject } from "./paths.js";

export type Bits = 64 | 32;

export type XsBuild =
	| { readonly kind: "built"; readonly path: string; readonly key: string }
	| { readonly kind: "no-compiler" | "no-32-bit" | "failed"; readonly message: string };

export type Progress = (done: number, total: number) => void;

const sourceFolder = inProject("node_modules/@agoric/xsnap/moddable/xs");
const hostFolder = inProject("host-sim/xs");
const cacheFolder = inProject("build/xs");

/** Parts of XS that the unit has no use for: heap snapshots, SES lock-down, source maps, profiling. */
const leftOut = ["xsLockdown.c", "xsProfile.c", "xsSnapshot.c", "xsSourceMap.c"];

const xsDefines = [
	"INCLUDE_XSPLATFORM",
	'XSPLATFORM="platform.h"',
	"mxMetering=1",
	"mxBoundsCheck=1",
	"mxParse=1",
	"mxRun=1",
	"mxMinusZero=1",
].map((define) => `-D${define}`);
const commonFlags = [
	"-O2",
	"-std=gnu11",
	"-fno-common",
	"-fno-strict-aliasing",
	...xsDefines,
	`-I${hostFolder}`,
];
/** XS's own files warn a lot; ours must not, but for what XS's macros expand to (hence -isystem). */
const xsFlags = [...commonFlags, "-w", ...xsIncludes("-I")];
export const ownFlags = [...commonFlags, "-Wall", "-Wextra", ...xsIncludes("-isystem")];

const run = promisify(execFile);

/** @returns the engine's path; builds it first when no build of exactly these sources exists. */
export async function buildXs(bits: Bits, onProgress: Progress): Promise<XsBuild> {
	const compiler = findCompiler();
	if (compiler === undefined) {
		return { kind: "no-compiler", message: noCompilerMessage };
	}
	const sources = listSources();
	const key = buildKey(bits, compiler, sources);
	const path = join(cacheFolder, `xs-host-${bits}-${key}`);
	if (existsSync(path)) {
		return { kind: "built", path, key };
	}
	mkdirSync(cacheFolder, { recursive: true });
	const folder = mkdtempSync(join(cacheFolder, "compiling-"));
	try {
		if (bits === 32 && !canCompile32(compiler, folder)) {
			return { kind: "no-32-bit", message: no32BitMessage };
		}
		const binary = await compileAll(bits, compiler, sources, folder, onProgress);
		// Another process may build the same thing: the last one to finish replaces an equal file.
		renameSync(binary, path);
		return { kind: "built", path, key };
	} catch (error) {
		return { kind: "failed", message: `The XS engine did not compile.\n${compilerOutput(error)}` };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function compileAll(
	bits: Bits,
	compiler: Compiler,
	sources: readonly string[],
	folder: string,
	onProgress: Progress,
): Promise<string> {
	const [command = "", ...first] = compiler.command;
	const machine = machineFlags(bits);
	const objectOf = (source: string) => join(folder, `${basename(source, ".c")}.o`);
	const waiting = [...sources];
	let done = 0;
	const worker = async () => {
		for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
			const flags = source.startsWith(hostFolder) ? ownFlags : xsFlags;
			await run(command, [...first, ...machine, ...flags, "-c", source, "-o", objectOf(source)]);
			done += 1;
			onProgress(done, sources.length);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	const binary = join(folder, "xs-host");
	await run(command, [...first, ...machine, ...sources.map(objectOf), "-lm", "-o", binary]);
	return binary;
}

/** Largest first, so that no core is left with the biggest file at the end. */
function listSources(): readonly string[] {
	const own = filesIn(hostFolder, ".c");
	const xsFolder = join(sourceFolder, "sources");
	const xs = filesIn(xsFolder, ".c").filter((path) => !leftOut.includes(basename(path)));
	return [...own, ...xs].sort((a, b) => statSync(b).size - statSync(a).size || (a < b ? -1 : 1));
}

function filesIn(folder: string, suffix: string): readonly string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(suffix))
		.sort()
		.map((name) => join(folder, name));
}

function buildKey(bits: Bits, compiler: Compiler, sources: readonly string[]): string {
	const headers = [
		hostFolder,
		...["includes", "platforms", "sources"].map((name) => join(sourceFolder, name)),
	];
	const hash = createHash("sha256");
	hash.update(JSON.stringify([bits, compiler.version, xsDefines, machineFlags(bits)]));
	for (const path of [...sources, ...headers.flatMap((folder) => filesIn(folder, ".h"))]) {
		hash.update(basename(path)).update(readFileSync(path));
	}
	return hash.digest("hex").slice(0, 16);
}

function machineFlags(bits: Bits): readonly string[] {
	return bits === 32 ? ["-m32"] : [];
}

function xsIncludes(option: string): readonly string[] {
	return ["includes", "platforms", "sources"].flatMap((name) => [option, join(sourceFolder, name)]);
}

export interface Compiler {
	/** Program and leading arguments, as $CC may hold both. */
	readonly command: readonly string[];
	readonly version: string;
}

export function findCompiler(): Compiler | undefined {
	const wanted = process.env["CC"];
	for (const candidate of wanted ? [wanted] : ["cc", "gcc", "clang"]) {
		const command = candidate.trim().split(/\s+/);
		const [program = "", ...rest] = command;
		const result = spawnSync(program, [...rest, "--version"], { encoding: "utf8" });
		if (result.status === 0) {
			return { command, version: result.stdout };
		}
	}
	return undefined;
}

function canCompile32(compiler: Compiler, folder: string): boolean {
	const source = join(folder, "probe.c");
	writeFileSync(
		source,
		"#include <stdlib.h>\n#include <math.h>\nint main(int c, char **v) { return sqrt(atoi(v[c - 1])); }\n",
	);
	const [program = "", ...rest] = compiler.command;
	return spawnSync(program, [...rest, "-m32", source, "-lm", "-o", join(folder, "probe")]).status === 0;
}

function compilerOutput(error: unknown): string {
	const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
	return text.split("\n").slice(0, 40).join("\n");
}

/** A line that counts up on a terminal; silent elsewhere but for its start and end. */
export function progressLine(label: string): Progress {
	const started = Date.now();
	let begun = false;
	return (done, total) => {
		const seconds = ((Date.now() - started) / 1000).toFixed(0);
		const text = `${label}: ${done} of ${total} files, ${seconds} s`;
		if (stderr.isTTY) {
			stderr.write(`\r${text}${done === total ? "\n" : ""}`);
		} else if (!begun || done === total) {
			stderr.write(`${text}\n`);
		}
		begun = true;
	};
}

const noCompilerMessage = `No C compiler was found (tried $CC, cc, gcc, clang),
so the XS engine cannot be built. Install one:
  Debian, Ubuntu   sudo apt install build-essential
  Fedora           sudo dnf install gcc
  Alpine           sudo apk add build-base
  macOS            xcode-select --install
  Windows          use WSL (wsl --install), then as for Ubuntu
Or go on without XS: the same firmware runs in Node with --engine node (npm start -- --engine node).`;

const no32BitMessage = `This compiler cannot build 32-bit programs (-m32):
install gcc-multilib (Debian, Ubuntu) or glibc-devel.i686 (Fedora).`;

if (argv[1] === inProject("host-sim/engines/build-xs.ts")) {
	await buildFromCommandLine();
}

async function buildFromCommandLine(): Promise<void> {
	const wanted: readonly Bits[] = argv.includes("--also-32-bit") ? [64, 32] : [64];
	for (const bits of wanted) {
		const progress = progressLine(`Compiling the XS engine (${bits}-bit), once`);
		const built = await buildXs(bits, argv.includes("--quiet") ? () => undefined : progress);
		if (built.kind !== "built") {
			stderr.write(`${built.message}\n`);
			exit(1);
		}
	}
}
