import { spawnSync } from "node:child_process";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { examine, type Surroundings } from "../../host-sim/device/doctor.js";
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
	];
	for (const [surroundings, line] of cases) {
		const mends = mendsOf(surroundings);
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
	assert.is(run("host-sim/build-device.ts", "flash").status, 2);
});

test.run();
