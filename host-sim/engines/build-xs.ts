/**
 * Compiles the XS engine with our host program, once: the result is cached under build/xs by a hash of
 * everything it depends on. `node --import tsx host-sim/engines/build-xs.ts [--quiet] [--also-32-bit]` does
 * so from the command line.
 */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { argv, exit, stderr } from "node:process";
import { promisify } from "node:util";
import { compileObjects, compilerOutput, objectsOf, type Progress, type Toolchain } from "./compile-c.js";
import { inProject } from "./paths.js";
import { hostSources, ownSources, xsSources } from "./xs-sources.js";

export type Bits = 64 | 32;

export type XsBuild =
	| { readonly kind: "built"; readonly path: string; readonly key: string }
	| { readonly kind: "no-compiler" | "no-32-bit" | "failed"; readonly message: string };

const cacheFolder = inProject("build/xs");
const run = promisify(execFile);

/** @returns the engine's path; builds it first when no build of exactly these sources exists. */
export async function buildXs(bits: Bits, onProgress: Progress): Promise<XsBuild> {
	const compiler = findCompiler();
	if (compiler === undefined) {
		return { kind: "no-compiler", message: noCompilerMessage };
	}
	const machine = bits === 32 ? ["-m32"] : [];
	const sources = [...xsSources(machine), ...ownSources(machine, hostSources())];
	const objects = objectsOf(compiler, sources);
	const key = nameOf(objects);
	const path = join(cacheFolder, `xs-host-${bits}-${key}`);
	const built: XsBuild = { kind: "built", path, key };
	if (existsSync(path)) return built;
	mkdirSync(cacheFolder, { recursive: true });
	const folder = mkdtempSync(join(cacheFolder, "compiling-"));
	try {
		if (bits === 32 && !canCompile32(compiler, folder)) {
			return { kind: "no-32-bit", message: no32BitMessage };
		}
		await compileObjects(compiler, sources, onProgress);
		const binary = join(folder, "xs-host");
		const [command = "", ...first] = compiler.command;
		await run(command, [...first, ...machine, ...objects, "-lm", "-o", binary]);
		// Another process may build the same thing: the last one to finish replaces an equal file.
		renameSync(binary, path);
		return built;
	} catch (error) {
		return { kind: "failed", message: `The XS engine did not compile.\n${compilerOutput(error)}` };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export function findCompiler(): Toolchain | undefined {
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

/** A program is what its objects are, and their names tell that. */
export function nameOf(objects: readonly string[]): string {
	const names = objects.map((path) => basename(path)).join();
	return createHash("sha256").update(names).digest("hex").slice(0, 16);
}

function canCompile32(compiler: Toolchain, folder: string): boolean {
	const source = join(folder, "probe.c");
	writeFileSync(
		source,
		"#include <stdlib.h>\n#include <math.h>\nint main(int c, char **v) { return sqrt(atoi(v[c - 1])); }\n",
	);
	const [program = "", ...rest] = compiler.command;
	return spawnSync(program, [...rest, "-m32", source, "-lm", "-o", join(folder, "probe")]).status === 0;
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
