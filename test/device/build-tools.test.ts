import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { examine, type Surroundings } from "../../host-sim/device/doctor.js";
import { examinePico } from "../../host-sim/device/doctor-pico.js";
import { forgetEsp32Build, readEsp32Build } from "../../host-sim/device/esp32-build.js";
import { imageHash } from "../../host-sim/device/image-hash.js";
import { treeOnDisk, withFiles } from "../../host-sim/device/tree.js";
import { projectRoot } from "../../host-sim/engines/paths.js";

const COMPLETE: Surroundings = {
	env: { MODDABLE: "/sdk", IDF_PATH: "/idf" },
	run: (program, ...words) => {
		const said: Readonly<Record<string, string>> = {
			"mcconfig -v": "8.2.3",
			"tsc --version": "Version 5.9.3",
			"which xtensa-esp32s3-elf-gcc": "/idf/bin/xtensa-esp32s3-elf-gcc",
		};
		return said[[program, ...words].join(" ")];
	},
	read: (path) => ({ "/sdk/tools/VERSION": "8.2.3\n", "/idf/version.txt": "v6.0\n" })[path],
	mayUse: () => "yes",
	isDevice: () => true,
};

function mendsOf(surroundings: Partial<Surroundings>): readonly string[] {
	return examine({ ...COMPLETE, ...surroundings }, "/dev/ttyUSB0").flatMap(({ mend }) => mend ?? []);
}

test("a computer that has everything has nothing to mend", () => {
	assert.equal(mendsOf({}), []);
});

test("each thing that is missing gets the one line that mends it", () => {
	const run =
		(missing: string, instead?: string): Surroundings["run"] =>
		(program, ...words) =>
			program === missing || words.includes(missing) ? instead : COMPLETE.run(program, ...words);
	const cases: readonly (readonly [Partial<Surroundings>, RegExp])[] = [
		[{ env: { IDF_PATH: "/idf" } }, /export MODDABLE=/],
		[{ read: (path) => (path.endsWith("VERSION") ? undefined : "v6.0") }, /clone .* export MODDABLE=/],
		[{ read: (path) => (path.endsWith("VERSION") ? "7.1.0" : "v6.0") }, /git -C \/sdk pull/],
		[{ run: run("mcconfig") }, /make -C \/sdk\/build\/makefiles\/lin/],
		[{ run: run("tsc") }, /node_modules\/\.bin/],
		[{ run: run("tsc", "Version 5.4.5") }, /node_modules\/\.bin/],
		[{ env: { MODDABLE: "/sdk" } }, /-b v6\.0 .*esp-idf/],
		[{ read: (path) => (path.endsWith("VERSION") ? "8.2.3" : "v5.3") }, /-b v6\.0 .*esp-idf/],
		[
			{ run: (program, ...words) => (program === "which" ? undefined : COMPLETE.run(program, ...words)) },
			/export\.sh/,
		],
		[{ mayUse: () => "no-permission" }, /usermod -aG dialout/],
		[{ mayUse: () => "absent" }, /ls \/dev\/ttyUSB/],
		[{ isDevice: () => false }, /ls \/dev\/ttyUSB/],
	];
	for (const [surroundings, line] of cases) {
		const mends = mendsOf(surroundings);
		assert.is(mends.length, 1, mends.join("\n"));
		assert.match(mends[0], line);
	}
});

const PICO_FILES = [
	"/pico/extras/src/rp2_common/pico_audio_i2s/audio_i2s.pio",
	...["cyw43-driver/src/cyw43.h", "lwip/src/include/lwip/tcp.h", "tinyusb/src/tusb.h"].map(
		(path) => `/pico/sdk/lib/${path}`,
	),
];
const FOR_PICO: Surroundings = {
	env: {
		MODDABLE: "/sdk",
		PICO_ROOT: "/pico",
		PICO_SDK_DIR: "/pico/sdk",
		PICO_EXTRAS_DIR: "/pico/extras",
		PICO_GCC_ROOT: "/usr",
	},
	run: (program, ...words) => {
		const said: Readonly<Record<string, string>> = {
			"/usr/bin/arm-none-eabi-g++ -print-file-name=libstdc++.a": "/usr/lib/arm/libstdc++.a",
			"/usr/bin/arm-none-eabi-g++ -dumpversion": "12.2.1",
			"cmake --version": "cmake version 3.25.1",
			"git -C /pico/sdk describe --tags --always --abbrev=0": "2.2.0",
		};
		return said[[program, ...words].join(" ")] ?? COMPLETE.run(program, ...words);
	},
	read: (path) => (PICO_FILES.includes(path) ? "" : COMPLETE.read(path)),
	mayUse: () => "yes",
	isDevice: () => true,
};

test("what a build for a Pico lacks gets its one line as well", () => {
	assert.equal(
		examinePico(FOR_PICO).flatMap(({ mend }) => mend ?? []),
		[],
	);
	const without = (name: string): Partial<Surroundings> => ({ env: { ...FOR_PICO.env, [name]: undefined } });
	const saying = (word: string, instead?: string): Partial<Surroundings> => ({
		run: (program, ...words) =>
			[program, ...words].includes(word) ? instead : FOR_PICO.run(program, ...words),
	});
	const lacking = (part: string): Partial<Surroundings> => ({
		read: (path) => (path.includes(part) ? undefined : FOR_PICO.read(path)),
		mayUse: (path) => (path.includes(part) ? "absent" : "yes"),
	});
	const cases: readonly (readonly [Partial<Surroundings>, RegExp])[] = [
		[saying("mcconfig"), /makefiles\/lin/],
		[without("PICO_GCC_ROOT"), /apt-get install -y gcc-arm-none-eabi .* export PICO_GCC_ROOT=\/usr/],
		[saying("-print-file-name=libstdc++.a"), /gcc-arm-none-eabi/],
		[saying("-print-file-name=libstdc++.a", "libstdc++.a"), /libstdc\+\+-arm-none-eabi-newlib/],
		[saying("cmake"), /apt-get install -y cmake/],
		[saying("describe"), /clone .*-b 2\.2\.0 .*submodule update .*export PICO_SDK_DIR=/],
		[saying("describe", "2.1.1"), /fetch --tags && git -C \/pico\/sdk checkout 2\.2\.0/],
		[lacking("tinyusb"), /git -C \/pico\/sdk submodule update --init/],
		[lacking("extras"), /-b sdk-2\.2\.0 .*pico-extras/],
		[lacking("examples"), /^mkdir -p \/pico\/pico-examples$/],
		[lacking("pioasm"), /^cmake -S \/pico\/sdk .* pioasmBuild picotoolBuild$/],
	];
	for (const [surroundings, line] of cases) {
		const mends = examinePico({ ...FOR_PICO, ...surroundings }).flatMap(({ mend }) => mend ?? []);
		assert.is(mends.length, 1, mends.join("\n"));
		assert.match(mends[0], line);
	}
});

test("the hash of an image is the same twice, and another with any file of the image changed", () => {
	const tree = treeOnDisk(projectRoot);
	const platform = "esp32/esp32s3";
	const hash = imageHash(tree, platform);
	assert.match(hash, /^[0-9a-f]{64}$/);
	assert.is(imageHash(treeOnDisk(projectRoot), platform), hash);
	for (const path of [
		"manifest.json",
		"hal/esp32/native/entropy.c",
		"hal/esp32/native/kernel-arrays.h",
		"hal/esp32/sdkconfig/partitions.csv",
		"hal/esp32/sdkconfig/sdkconfig.defaults",
		"modules/unit/unit.ts",
	]) {
		const changed = withFiles(tree, { [path]: `${tree.read(path)}\n` });
		assert.is.not(imageHash(changed, platform), hash, path);
	}
	assert.is(imageHash(withFiles(tree, { "README.md": "" }), platform), hash, "what is not in the image");
	assert.is.not(imageHash(tree, platform, "selftest"), hash, "the self-test is another image");
});

test("an image that an earlier build left is not taken for the present one's", () => {
	const output = mkdtempSync(join(tmpdir(), "shogo-build-"));
	const tree = treeOnDisk(projectRoot);
	const release = "esp32/esp32s3/release/shogo";
	const left = [
		`bin/${release}/xs_esp32.bin`,
		`tmp/${release}/xsProj-esp32s3/build/xs_esp32.bin`,
		`tmp/${release}/xsProj-esp32s3/build/xs_esp32.elf`,
	].map((path) => join(output, path));
	try {
		for (const path of left) {
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, "earlier");
		}
		assert.is(readEsp32Build(tree, output)?.path, left[0]);
		forgetEsp32Build(tree, output);
		assert.equal(left.filter(existsSync), []);
		assert.is(readEsp32Build(tree, output), undefined);
	} finally {
		rmSync(output, { recursive: true, force: true });
	}
});

test("a build without its tools says what is missing", () => {
	const run = (...words: readonly string[]) =>
		spawnSync(process.execPath, ["--import", "tsx", ...words], {
			encoding: "utf8",
			env: { PATH: "/nowhere" },
		});
	const built = run("host-sim/build-device.ts", "build", "--json");
	assert.is(built.status, 1);
	assert.match(built.stdout, "MODDABLE is not set");
	const selftest = run("host-sim/build-device.ts", "build", "--selftest");
	assert.is(selftest.status, 1);
	assert.match(selftest.stdout, "MODDABLE is not set");
	assert.match(selftest.stdout, "git clone");
	const dry = run("host-sim/build-device.ts", "build", "--selftest", "--dry-run");
	assert.match(dry.stdout, /build\/esp32-selftest .*hal\/esp32\/selftest\/manifest\.json/);
	assert.is(run("host-sim/build-device.ts", "build", "--selftest", "--locked").status, 2);
	const dryLocked = run("host-sim/build-device.ts", "build", "--locked", "--dry-run", "--json");
	const [command, summary] = dryLocked.stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	assert.match(command.env.SDKCONFIGPATH, /build\/esp32\/sdkconfig$/, "a line that would build it unlocked");
	assert.is(command.env.SOURCE_DATE_EPOCH, "0");
	assert.equal(summary, { event: "summary", built: false, dryRun: true });
	const pico = run("host-sim/build-device.ts", "build", "--pico");
	assert.is(pico.status, 1);
	assert.match(pico.stdout, "PICO_SDK_DIR is not set");
	const dryPico = run("host-sim/build-device.ts", "build", "--pico", "--dry-run");
	assert.match(dryPico.stdout, /-p pico\/pico_2_w .*build\/pico /);
	for (const [words, sentence] of [
		[["flash"], /^flash: --port is missing; `ls \/dev\/ttyUSB\*/],
		[["build", "--port", "/dev/null"], /^build: it takes no --port/],
	] as const) {
		const refused = run("host-sim/build-device.ts", ...words);
		assert.equal([refused.status, refused.stdout], [2, ""]);
		assert.match(refused.stderr, sentence);
	}
	const flashed = run("host-sim/build-device.ts", "flash", "--port", projectRoot, "--json");
	assert.is(flashed.status, 1);
	assert.match(flashed.stdout, /is no serial port/);
	assert.match(flashed.stdout, /"flashed":false,"missing":6}\n$/);
	assert.is(run("host-sim/build-device.ts", "flash", "--pico", "--port", "/dev/null").status, 2);
	assert.is(run("host-sim/build-device.ts", "build", "--pico", "--selftest").status, 2);
});

test.run();
