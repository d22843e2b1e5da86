/**
 * Images for a board, by the Moddable SDK: `npm run build:esp32`, `npm run selftest:build`,
 * `npm run build:pico`, `npm run flash`, `npm run doctor`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { lockFile } from "../terminal/file-lock.js";
import { examine, type Finding, REAL_SURROUNDINGS } from "./device/doctor.js";
import { examinePico } from "./device/doctor-pico.js";
import { forgetEsp32Build, readEsp32Build } from "./device/esp32-build.js";
import { versionNow } from "./device/firmware-version.js";
import { imageHash } from "./device/image-hash.js";
import { type ImageName, MANIFESTS, PLATFORMS } from "./device/manifest.js";
import { inspectPicoBuild } from "./device/pico-build.js";
import { treeOnDisk } from "./device/tree.js";
import { inProject, projectRoot } from "./engines/paths.js";
import "../terminal/reader-gone.js";

const USAGE = `\
npm run doctor -- [--port PORT] [--pico]       what a build needs, and what mends what is missing
npm run build:esp32 -- [--locked] [--dry-run]  builds build/esp32
npm run selftest:build -- [--dry-run]          builds build/esp32-selftest: the doors' contract, on the unit
npm run build:pico -- [--dry-run]              builds build/pico for a Pico 2 W and looks through the image
npm run flash -- --port PORT [--selftest]      writes an ESP32-S3's image to the unit at PORT

  --port PORT   the unit's serial port
  --selftest    the self-test image instead of the firmware
  --pico        for a Pico 2 W instead of an ESP32-S3
  --locked      with secure boot, flash encryption and closed debug ports: burns eFuses;
                read docs/unit.md first
  --dry-run     prints the commands and runs none
  --json        one JSON object a line, the summary last
  --help        this text
`;

/** What can be built. */
interface Target {
	readonly platform: string;
	readonly image: ImageName;
	readonly output: string;
	/** How to build it. */
	readonly command: string;
}

const [ESP32, PICO] = PLATFORMS;
const TARGETS = {
	unit: { platform: ESP32, image: "unit", output: inProject("build/esp32"), command: "npm run build:esp32" },
	selftest: {
		platform: ESP32,
		image: "selftest",
		output: inProject("build/esp32-selftest"),
		command: "npm run selftest:build",
	},
	pico: { platform: PICO, image: "unit", output: inProject("build/pico"), command: "npm run build:pico" },
} as const satisfies Readonly<Record<string, Target>>;
/** Written when a build is complete, with the hash of what it was made of; removed before one begins. */
const stampOf = ({ output }: Target): string => `${output}/complete.json`;

interface Options {
	/** What the summary says has been done, or not. */
	readonly action: "built" | "flashed";
	readonly target: Target;
	readonly port: string | undefined;
	readonly isLocked: boolean;
	readonly isDryRun: boolean;
	readonly isJson: boolean;
}

const COMMON = ["json", "help"];
const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
	doctor: [...COMMON, "port", "selftest", "pico"],
	build: [...COMMON, "selftest", "pico", "locked", "dry-run"],
	flash: [...COMMON, "port", "selftest", "pico", "dry-run"],
};

function main(command: string | undefined, words: readonly string[]): number {
	try {
		const flag = { type: "boolean" } as const;
		const { values } = parseArgs({
			args: [...words],
			options: {
				port: { type: "string" },
				selftest: flag,
				pico: flag,
				locked: flag,
				"dry-run": flag,
				json: flag,
				help: flag,
			},
		});
		if (values.help) {
			console.log(USAGE);
			return 0;
		}
		const [name = ""] = Object.keys(values).filter(
			(each) => !(OPTIONS_OF[command ?? ""] ?? []).includes(each),
		);
		if (command !== undefined && command in OPTIONS_OF && name !== "")
			throw new Error(`it takes no --${name}`);
		if (values.selftest && values.pico) throw new Error("the self-test image is an ESP32-S3's");
		const options: Options = {
			action: command === "flash" ? "flashed" : "built",
			target: TARGETS[values.selftest ? "selftest" : values.pico ? "pico" : "unit"],
			port: values.port,
			isLocked: values.locked ?? false,
			isDryRun: values["dry-run"] ?? false,
			isJson: values.json ?? false,
		};
		if (command === "doctor") return doctor(options);
		if (command === "build") return build(options);
		if (command === "flash") return flash(options);
		throw new Error(`expected doctor, build or flash, not "${command ?? ""}"`);
	} catch (error) {
		const sentence = error instanceof Error ? error.message.split("\n")[0] : error;
		console.error(`${command ?? "device"}: ${sentence}; --help lists`);
		return 2;
	}
}

function doctor(options: Options): number {
	const { target, isJson } = options;
	const findings = examineFor(options);
	for (const finding of findings) sayFinding(finding, options);
	const missing = findings.filter(({ mend }) => mend !== undefined).length;
	if (isJson) console.log(JSON.stringify({ event: "summary", checked: findings.length, missing }));
	else if (missing === 0) console.log(`all is there: ${target.command}`);
	return missing === 0 ? 0 : 1;
}

function examineFor({ target, port }: Options): readonly Finding[] {
	return target === TARGETS.pico ? examinePico(REAL_SURROUNDINGS) : examine(REAL_SURROUNDINGS, port);
}

function sayFinding({ what, found, mend }: Finding, { isJson }: Options): void {
	if (isJson) console.log(JSON.stringify({ event: "finding", what, found, mend: mend ?? null }));
	else
		console.log(
			`${mend === undefined ? "ok     " : "missing"}  ${what}: ${found}${mend ? `\n         ${mend}` : ""}`,
		);
}

/** Nothing is touched before everything is there; an image without its stamp is never flashed. */
function build(options: Options): number {
	const { target, isLocked, isDryRun, isJson } = options;
	if (target !== TARGETS.unit && isLocked) throw new Error("only an ESP32-S3's firmware can be --locked");
	const missing = examineFor(options).filter(({ mend }) => mend !== undefined);
	if (missing.length > 0 && !isDryRun) {
		for (const finding of missing) sayFinding(finding, options);
		if (isJson) console.log(JSON.stringify({ event: "summary", built: false, missing: missing.length }));
		return 1;
	}
	const hash = imageHash(treeOnDisk(projectRoot), target.platform, target.image);
	const { softwareVersion, firmwareVersion } = versionNow();
	const words = [
		...mcconfig(target, "build"),
		`softwareVersion=${softwareVersion}`,
		`firmwareVersion=${firmwareVersion}`,
		`bundleHash=${hash}`,
	];
	// Some files would carry the time of the build: two builds would not be the same.
	const env = { SOURCE_DATE_EPOCH: "0", ...(isLocked ? { SDKCONFIGPATH: LOCKED_CONFIG } : {}) };
	if (isDryRun) return showOnly(options, env, words);
	mkdirSync(target.output, { recursive: true });
	const lock = lockFile(`${target.output}/building.lock`);
	if (lock === undefined) return fail(options, `another build is under way in ${target.output}`);
	try {
		const stamp = stampOf(target);
		rmSync(stamp, { force: true });
		if (target !== TARGETS.pico) forgetEsp32Build(treeOnDisk(projectRoot), target.output);
		if (isLocked) writeLockedConfig();
		if (runSdk(options, env, words) !== 0)
			return fail(options, "the SDK's build failed, as it says above. Nothing was marked complete.");
		const file = target === TARGETS.pico ? lookThroughPico(options) : lookForEsp32(options);
		if (typeof file === "string") return fail(options, file);
		writeFileSync(stamp, `${JSON.stringify({ hash, locked: isLocked, ...file })}\n`);
		const summary = { event: "summary", built: true, hash, firmwareVersion, locked: isLocked, ...file };
		console.log(
			isJson ? JSON.stringify(summary) : `built ${target.output}, version ${firmwareVersion}, ${hash}`,
		);
		return 0;
	} finally {
		lock.close();
	}
}

type Environment = Readonly<Record<string, string>>;

/** @returns the exit code, if there is one. What the SDK says is no JSON, so it goes elsewhere then. */
function runSdk(
	{ isJson }: Options,
	env: Environment,
	[program, ...words]: readonly string[],
): number | null {
	const stdio = ["inherit", isJson ? process.stderr.fd : "inherit", "inherit"] as const;
	return spawnSync(program, words, { cwd: projectRoot, stdio: [...stdio], env: { ...process.env, ...env } })
		.status;
}

function showOnly({ action, isJson }: Options, env: Environment, words: readonly string[]): number {
	if (isJson) {
		console.log(JSON.stringify({ event: "command", env, words }));
		console.log(JSON.stringify({ event: "summary", [action]: false, dryRun: true }));
	} else console.log([...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...words].join(" "));
	return 0;
}

function fail({ action, target, isJson }: Options, reason: string): number {
	console.error(`${action === "built" ? target.command : "flash"}: ${reason}`);
	if (isJson) console.log(JSON.stringify({ event: "summary", [action]: false, reason }));
	return 1;
}

/** Says where the application's image lies. @returns its SHA-256, or a sentence */
function lookForEsp32({ target, isJson }: Options): { readonly fileHash: string } | string {
	const built = readEsp32Build(treeOnDisk(projectRoot), target.output);
	if (built === undefined) return "ESP-IDF's build failed, as it says above. Nothing was marked complete.";
	if (!isJson) console.log(`${built.path}, ${built.hash}`);
	return { fileHash: built.hash };
}

/** Says what the linked image is like. @returns SHA-256 of the file that goes to the board, or a sentence */
function lookThroughPico({ target, isJson }: Options): { readonly fileHash: string } | string {
	const built = inspectPicoBuild(treeOnDisk(projectRoot), target.output);
	for (const { what, found, isRight } of built?.facts ?? []) {
		if (isJson) console.log(JSON.stringify({ event: "fact", what, found, right: isRight }));
		else console.log(`${isRight ? "ok     " : "wrong  "}  ${what}: ${found}`);
	}
	if (built === undefined || built.facts.some(({ isRight }) => !isRight))
		return "this image is not to be copied to a board. Nothing was marked complete.";
	if (!isJson)
		console.log(`${built.path}, ${built.hash}\nhold BOOTSEL, plug it in, copy that file to its drive`);
	return { fileHash: built.hash };
}

function flash(options: Options): number {
	const { target, port, isJson, isDryRun } = options;
	if (target === TARGETS.pico)
		throw new Error("a Pico takes its image as a file; npm run build:pico says how");
	if (port === undefined || port === "")
		throw new Error("--port is missing; `ls /dev/ttyUSB* /dev/ttyACM*` shows which there are");
	const words = mcconfig(target, "deploy");
	const env = { UPLOAD_PORT: port };
	if (isDryRun) return showOnly(options, env, words);
	const missing = examineFor(options).filter(({ mend }) => mend !== undefined);
	for (const finding of missing) sayFinding(finding, options);
	if (missing.length > 0) {
		if (isJson) console.log(JSON.stringify({ event: "summary", flashed: false, missing: missing.length }));
		return 1;
	}
	const hash = imageHash(treeOnDisk(projectRoot), target.platform, target.image);
	const built = readStamp(target);
	if (built?.hash !== hash)
		return fail(options, `there is no complete build of these sources; run: ${target.command}`);
	if (built.isLocked)
		return fail(
			options,
			'a locked build is signed first and written by hand; see "Locking a unit", docs/unit.md',
		);
	if (runSdk(options, env, words) !== 0)
		return fail(options, "writing failed; hold BOOT while you press RESET, then run this again");
	console.log(isJson ? JSON.stringify({ event: "summary", flashed: true, hash }) : `flashed ${hash}`);
	return 0;
}

/** @returns undefined when no build is complete, or what tells it is damaged */
function readStamp(target: Target): { readonly hash: string; readonly isLocked: boolean } | undefined {
	if (!existsSync(stampOf(target))) return undefined;
	try {
		const { hash, locked } = JSON.parse(readFileSync(stampOf(target), "utf8"));
		return { hash: String(hash), isLocked: locked !== false };
	} catch {
		return undefined;
	}
}

/** `-t` always: without it the SDK starts things of its own after a build. */
function mcconfig({ platform, image, output }: Target, target: "build" | "deploy"): readonly string[] {
	return ["mcconfig", "-m", "-p", platform, "-t", target, "-o", output, inProject(MANIFESTS[image])];
}

const LOCKED_CONFIG = `${TARGETS.unit.output}/sdkconfig`;

/** sdkconfig.defaults with sdkconfig.locked over it, in a folder of its own. */
function writeLockedConfig(): void {
	const source = inProject("hal/esp32/sdkconfig");
	mkdirSync(LOCKED_CONFIG, { recursive: true });
	cpSync(source, LOCKED_CONFIG, { recursive: true });
	const parts = ["sdkconfig.defaults", "sdkconfig.locked"].map((name) =>
		readFileSync(`${source}/${name}`, "utf8"),
	);
	writeFileSync(`${LOCKED_CONFIG}/sdkconfig.defaults`, parts.join("\n"));
}

// Last: whatever stands above is there when it runs.
process.exitCode = main(process.argv[2], process.argv.slice(3));
