import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";

/** One thing that a build or a flash needs. */
export interface Finding {
	readonly what: string;
	/** What was found, or why it does not do. */
	readonly found: string;
	/** The line that mends it; undefined when all is well. */
	readonly mend: string | undefined;
}

/** What the doctor looks at; a test puts its own in place. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** @returns what the program says, or undefined when it cannot be run. */
	readonly run: (program: string, ...words: readonly string[]) => string | undefined;
	readonly read: (path: string) => string | undefined;
	readonly mayUse: (path: string) => "yes" | "no-permission" | "absent";
	/** A device that bytes go through, as a serial port is; no file and no folder. */
	readonly isDevice: (path: string) => boolean;
}

export const SDK_WANTED = "8.2";
export const IDF_WANTED = "6.0";

/** Everything that is needed, in the order in which it is put in place. */
export function examine(surroundings: Surroundings, port: string | undefined): readonly Finding[] {
	const findings = [...examineSdk(surroundings), idf(surroundings), idfTools(surroundings)];
	if (port !== undefined) findings.push(serialPort(surroundings, port));
	return findings;
}

/** What a build for any platform needs; the SDK itself first, found as its version. */
export function examineSdk(surroundings: Surroundings): readonly Finding[] {
	return [sdk(surroundings), sdkTools(surroundings), compiler(surroundings)];
}

/** This computer, as a program started with `env` sees it. */
export function surroundingsIn(env: NodeJS.ProcessEnv): Surroundings {
	return {
		env,
		run(program, ...words) {
			const { status, stdout } = spawnSync(program, words, { encoding: "utf8", env });
			return status === 0 ? stdout.trim() : undefined;
		},
		read: (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined),
		mayUse(path) {
			if (!existsSync(path)) return "absent";
			try {
				accessSync(path, constants.R_OK | constants.W_OK);
				return "yes";
			} catch {
				return "no-permission";
			}
		},
		isDevice: (path) => statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() === true,
	};
}

export const REAL_SURROUNDINGS = surroundingsIn(process.env);

function sdk({ env, read }: Surroundings): Finding {
	const what = "Moddable SDK";
	const folder = env["MODDABLE"];
	const source = "https://github.com/Moddable-OpenSource/moddable";
	const clone = `git clone --depth 1 ${source} ~/moddable && export MODDABLE=~/moddable`;
	if (folder === undefined) {
		return { what, found: "MODDABLE is not set", mend: clone };
	}
	const version = read(`${folder}/tools/VERSION`)?.trim();
	if (version === undefined) return { what, found: `MODDABLE=${folder} holds no SDK`, mend: clone };
	if (isAtLeast(version, SDK_WANTED)) return { what, found: version, mend: undefined };
	return { what, found: `${version}, older than ${SDK_WANTED}`, mend: `git -C ${folder} pull` };
}

function sdkTools({ run, env, read }: Surroundings): Finding {
	const what = "the SDK's tools";
	const found = run("mcconfig", "-v") ?? run("which", "mcconfig");
	if (found !== undefined) return { what, found: "mcconfig", mend: undefined };
	const named = env["MODDABLE"];
	const isThere = named !== undefined && read(`${named}/tools/VERSION`) !== undefined;
	// Where the line for a missing SDK puts it.
	const folder = isThere ? named : "$HOME/moddable";
	// Its makefile builds a simulator with GTK beside them.
	const packages = "sudo apt-get install -y build-essential pkg-config libglib2.0-dev libgtk-3-dev";
	const tools = `make -C ${folder}/build/makefiles/lin`;
	const mend = `${packages} && ${tools} && export PATH="$PATH:${folder}/build/bin/lin/release"`;
	return { what, found: "mcconfig is not on PATH", mend };
}

/** mcconfig runs `tsc` from PATH, whichever that is. */
function compiler({ run }: Surroundings): Finding {
	const what = "TypeScript";
	const version = run("tsc", "--version")?.replace("Version ", "");
	const mend = 'export PATH="$PWD/node_modules/.bin:$PATH"';
	if (version === undefined) return { what, found: "tsc is not on PATH", mend };
	if (isAtLeast(version, "5.8")) return { what, found: version, mend: undefined };
	return { what, found: `tsc ${version}, older than 5.8`, mend };
}

function idf({ env, run, read }: Surroundings): Finding {
	const what = "ESP-IDF";
	const folder = env["IDF_PATH"];
	const source = "https://github.com/espressif/esp-idf";
	const clone = `git clone --depth 1 --recursive -b v${IDF_WANTED} ${source} ~/esp-idf`;
	const install = `${clone} && ~/esp-idf/install.sh esp32s3 && . ~/esp-idf/export.sh`;
	if (folder === undefined) return { what, found: "IDF_PATH is not set", mend: install };
	const version = read(`${folder}/version.txt`)?.trim() ?? run("git", "-C", folder, "describe", "--tags");
	if (version === undefined) return { what, found: `IDF_PATH=${folder} holds no ESP-IDF`, mend: install };
	if (version.startsWith(`v${IDF_WANTED}`)) return { what, found: version, mend: undefined };
	return { what, found: `${version}; the SDK expects v${IDF_WANTED}`, mend: install };
}

function idfTools({ run, env }: Surroundings): Finding {
	const what = "ESP-IDF's tools";
	const found = run("which", "xtensa-esp32s3-elf-gcc") ?? run("which", "xtensa-esp-elf-gcc");
	if (found !== undefined) return { what, found, mend: undefined };
	return {
		what,
		found: "no compiler for ESP32-S3 on PATH",
		mend: `. ${env["IDF_PATH"] ?? "~/esp-idf"}/export.sh`,
	};
}

function serialPort({ mayUse, isDevice }: Surroundings, port: string): Finding {
	const what = "serial port";
	const list = "ls /dev/ttyUSB* /dev/ttyACM*";
	switch (mayUse(port)) {
		case "yes":
			if (isDevice(port)) return { what, found: port, mend: undefined };
			return { what, found: `${port} is no serial port`, mend: list };
		case "absent":
			return { what, found: `${port} is not there`, mend: list };
		case "no-permission":
			return {
				what,
				found: `${port} is not yours to use`,
				mend: 'sudo usermod -aG dialout "$USER" && newgrp dialout',
			};
	}
}

function isAtLeast(version: string, wanted: string): boolean {
	const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
	return a[0] !== b[0] ? a[0] > b[0] : a[1] >= b[1];
}
