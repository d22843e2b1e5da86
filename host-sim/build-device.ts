/**
 * Images for a board, by the Moddable SDK: `npm run build:esp32`, `npm run selftest:build`, `npm run flash`,
 * `npm run doctor`.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { examine, type Finding, REAL_SURROUNDINGS } from "./device/doctor.js";
import { versionNow } from "./device/firmware-version.js";
import { imageHash } from "./device/image-hash.js";
import { type ImageName, MANIFESTS, PLATFORMS } from "./device/manifest.js";
import { treeOnDisk } from "./device/tree.js";
import { inProject, projectRoot } from "./engines/paths.js";
import "../terminal/reader-gone.js";

const USAGE = `\
npm run doctor -- [--port PORT]                what a build needs, and what mends what is missing
npm run build:esp32 -- [--locked] [--dry-run]  builds build/esp32
npm run selftest:build -- [--dry-run]          builds build/esp32-selftest: the doors' contract, on the unit
npm run flash -- --port PORT [--selftest]      writes that image to the unit at PORT

  --port PORT   the unit's serial port
  --selftest    the self-test image instead of the firmware
  --locked      with secure boot, flash encryption and closed debug ports: burns eFuses;
                read docs/unit.md first
  --dry-run     prints the commands and runs none
  --json        one JSON object a line, the summary last
  --help        this text
`;

const [PLATFORM] = PLATFORMS;
const OUTPUTS: Readonly<Record<ImageName, string>> = {
	unit: inProject("build/esp32"),
	selftest: inProject("build/esp32-selftest"),
};
const BUILD_COMMANDS: Readonly<Record<ImageName, string>> = {
	unit: "npm run build:esp32",
	selftest: "npm run selftest:build",
};
/** Written when a build is complete, with the hash of what it was made of; removed before one begins. */
const stampOf = (image: ImageName): string => `${OUTPUTS[image]}/complete.json`;

interface Options {
	readonly image: ImageName;
	readonly port: string | undefined;
	readonly isLocked: boolean;
	readonly isDryRun: boolean;
	readonly isJson: boolean;
}

process.exitCode = main(process.argv[2], process.argv.slice(3));

function main(command: string | undefined, words: readonly string[]): number {
	try {
		const flag = { type: "boolean" } as const;
		const { values } = parseArgs({
			args: [...words],
			options: {
				port: { type: "string" },
				selftest: flag,
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
		const options: Options = {
			image: values.selftest ? "selftest" : "unit",
			port: values.port,
			isLocked: values.locked ?? false,
			isDryRun: values["dry-run"] ?? false,
			isJson: values.json ?? false,
		};
		if (command === "doctor") return doctor(options);
		if (command === "build") return build(options);
		if (command === "flash") return flash(options);
		throw new Error(`${command}: expected doctor, build or flash`);
	} catch (error) {
		console.error(`device: ${error instanceof Error ? error.message.split("\n")[0] : error}; --help lists`);
		return 2;
	}
}

function doctor(options: Options): number {
	const { port, isJson } = options;
	const findings = examine(REAL_SURROUNDINGS, port);
	for (const finding of findings) sayFinding(finding, options);
	const missing = findings.filter(({ mend }) => mend !== undefined).length;
	if (isJson) console.log(JSON.stringify({ event: "summary", checked: findings.length, missing }));
	else if (missing === 0) console.log("all is there: npm run build:esp32");
	return missing === 0 ? 0 : 1;
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
	const { image } = options;
	if (image === "selftest" && options.isLocked) throw new Error("a self-test image is never --locked");
	const missing = examine(REAL_SURROUNDINGS, undefined).filter(({ mend }) => mend !== undefined);
	if (missing.length > 0 && !options.isDryRun) {
		for (const finding of missing) sayFinding(finding, options);
		return 1;
	}
	const hash = imageHash(treeOnDisk(projectRoot), PLATFORM, image);
	const { softwareVersion, firmwareVersion } = versionNow();
	const words = [
		...mcconfig(image, "build"),
		`softwareVersion=${softwareVersion}`,
		`firmwareVersion=${firmwareVersion}`,
		`bundleHash=${hash}`,
	];
	if (options.isDryRun) {
		console.log(options.isJson ? JSON.stringify({ event: "command", words }) : words.join(" "));
		return 0;
	}
	rmSync(stampOf(image), { force: true });
	mkdirSync(OUTPUTS[image], { recursive: true });
	const { status } = spawnSync(words[0], words.slice(1), {
		cwd: projectRoot,
		stdio: "inherit",
		env: { ...process.env, ...(options.isLocked ? { SDKCONFIGPATH: lockedConfig() } : {}) },
	});
	if (status !== 0) {
		console.error(
			`${BUILD_COMMANDS[image]}: the SDK's build failed, as it says above. Nothing was marked complete.`,
		);
		return 1;
	}
	writeFileSync(stampOf(image), `${JSON.stringify({ hash, locked: options.isLocked })}\n`);
	const summary = { event: "summary", built: true, hash, firmwareVersion, locked: options.isLocked };
	console.log(
		options.isJson ? JSON.stringify(summary) : `built ${OUTPUTS[image]}, version ${firmwareVersion}, ${hash}`,
	);
	return 0;
}

function flash(options: Options): number {
	const { image, port, isJson, isDryRun } = options;
	if (port === undefined) throw new Error("flash needs --port PORT");
	const words = mcconfig(image, "deploy");
	if (isDryRun) {
		console.log(`UPLOAD_PORT=${port} ${words.join(" ")}`);
		return 0;
	}
	const missing = examine(REAL_SURROUNDINGS, port).filter(({ mend }) => mend !== undefined);
	for (const finding of missing) sayFinding(finding, options);
	if (missing.length > 0) return 1;
	const hash = imageHash(treeOnDisk(projectRoot), PLATFORM, image);
	const stamp = stampOf(image);
	const built: unknown = existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : undefined;
	const isCurrent = typeof built === "object" && built !== null && "hash" in built && built.hash === hash;
	if (!isCurrent) {
		console.error(`flash: there is no complete build of these sources; run: ${BUILD_COMMANDS[image]}`);
		return 1;
	}
	const { status } = spawnSync(words[0], words.slice(1), {
		cwd: projectRoot,
		stdio: "inherit",
		env: { ...process.env, UPLOAD_PORT: port },
	});
	if (status !== 0) {
		console.error("flash: writing failed; hold BOOT while you press RESET, then run this again");
		return 1;
	}
	console.log(isJson ? JSON.stringify({ event: "summary", flashed: true, hash }) : `flashed ${hash}`);
	return 0;
}

/** `-t` always: without it the SDK starts things of its own after a build. */
function mcconfig(image: ImageName, target: "build" | "deploy"): readonly string[] {
	const manifest = inProject(MANIFESTS[image]);
	return ["mcconfig", "-m", "-p", PLATFORM, "-t", target, "-o", OUTPUTS[image], manifest];
}

/** sdkconfig.defaults with sdkconfig.locked over it, in a folder of its own. */
function lockedConfig(): string {
	const source = inProject("hal/esp32/sdkconfig");
	const folder = `${OUTPUTS.unit}/sdkconfig`;
	mkdirSync(folder, { recursive: true });
	cpSync(source, folder, { recursive: true });
	const parts = ["sdkconfig.defaults", "sdkconfig.locked"].map((name) =>
		readFileSync(`${source}/${name}`, "utf8"),
	);
	writeFileSync(`${folder}/sdkconfig.defaults`, parts.join("\n"));
	return folder;
}
