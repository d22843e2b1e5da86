/**
 * The firmware as the Moddable SDK builds it for Linux, cached under build/lin by a hash of everything of
 * ours that goes in. What the SDK makes on the way stays there too, so that the next build is a short one.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";
import { examineSdk, surroundingsIn } from "../device/doctor.js";
import { imageHash } from "../device/image-hash.js";
import { treeOnDisk } from "../device/tree.js";
import { findCompiler } from "../engines/build-xs.js";
import { compilerOutput } from "../engines/compile-c.js";
import { EngineUnavailable } from "../engines/engine.js";
import { inProject, projectRoot } from "../engines/paths.js";

export interface LinFirmware {
	/** The image, a shared object. */
	readonly image: string;
	/** What runs it: `runner image` speaks host-sim/xs/pipe.h on its standard input and output. */
	readonly runner: string;
}

const PLATFORM = "lin";
const RUNNER_SOURCE = "hal/lin/run.c";
const cacheFolder = inProject("build/lin");
const run = promisify(execFile);

/** Of what goes into the image from the project: reads it all, so that whoever has it hands it on. */
export function hashLinSources(): string {
	return imageHash(treeOnDisk(projectRoot), PLATFORM);
}

/**
 * @param sourcesHash `hashLinSources` of now
 * @param onStart called before a build that takes some minutes
 * @throws EngineUnavailable, saying what is missing and what mends it, without the SDK and its tools;
 *     Error with what they said when they refuse our sources.
 */
export async function buildLin(sourcesHash: string, onStart: () => void): Promise<LinFirmware> {
	const sdk = findSdk();
	const hash = createHash("sha256")
		.update(sourcesHash)
		.update(readFileSync(inProject(RUNNER_SOURCE)))
		.update(`${sdk.folder}\0${sdk.version}`)
		.digest("hex");
	const folder = join(cacheFolder, hash.slice(0, 16));
	const firmware = { image: join(folder, "mc.so"), runner: join(folder, "run-lin") };
	if (existsSync(firmware.image)) return firmware;
	mkdirSync(folder, { recursive: true });
	onStart();
	try {
		await compileRunner(sdk, firmware.runner);
		await buildImage(sdk, firmware.image);
	} catch (error) {
		throw new Error(`The Moddable SDK could not build the firmware.\n${complaintOf(error)}`, {
			cause: error,
		});
	}
	return firmware;
}

interface Sdk {
	readonly folder: string;
	readonly version: string;
	/** With its tools on PATH, and the project's TypeScript, which mcconfig runs. */
	readonly env: NodeJS.ProcessEnv;
}

function findSdk(): Sdk {
	const folder = process.env["MODDABLE"] ?? "";
	const own = [join(folder, "build/bin/lin/release"), inProject("node_modules/.bin")];
	const env = { ...process.env, PATH: [process.env["PATH"], ...own].join(delimiter) };
	const findings = examineSdk(surroundingsIn(env));
	const missing = findings.find(({ mend }) => mend !== undefined);
	if (missing !== undefined) {
		const { found, mend } = missing;
		throw new EngineUnavailable(
			`The engine lin cannot be built without the Moddable SDK and its tools: ${found}\n  ${mend}`,
		);
	}
	return { folder, version: findings[0].found, env };
}

/** `-t build` always: without it the SDK ends whatever simulator runs, and starts its own. */
async function buildImage({ env }: Sdk, path: string): Promise<void> {
	const output = join(cacheFolder, "sdk");
	mkdirSync(output, { recursive: true });
	const words = ["-m", "-p", PLATFORM, "-t", "build", "-o", output, inProject("manifest.json")];
	await run("mcconfig", words, { cwd: projectRoot, env, maxBuffer: 64 << 20 });
	// The SDK names an application by its folder.
	const built = join(output, "bin/lin/mc/release", basename(projectRoot), "mc.so");
	// An unfinished copy is never taken for an image.
	copyFileSync(built, `${path}.${process.pid}`);
	renameSync(`${path}.${process.pid}`, path);
}

async function compileRunner({ folder, env }: Sdk, path: string): Promise<void> {
	const [program = "cc", ...first] = findCompiler()?.command ?? [];
	const { stdout: glib } = await run("pkg-config", ["--cflags", "glib-2.0"], { env });
	await run(program, [
		...first,
		...["-O2", "-Wall", "-Wextra", "-DmxLinux=1"],
		...glib.trim().split(/\s+/),
		...["-isystem", join(folder, "build/simulators/modules"), "-I", inProject("host-sim/xs")],
		...[inProject(RUNNER_SOURCE), "-ldl", "-o", path],
	]);
}

/** The end of what a program said: the SDK's tools write complaints to either output. */
function complaintOf(error: unknown): string {
	const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
	const lines = said.split("\n").filter((line) => line !== "" && !line.startsWith("# "));
	return [...lines.slice(-20), compilerOutput(error)].join("\n");
}
