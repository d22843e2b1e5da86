import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

/** What the boards' functions in C include; each fake defines it all itself. */
const EMPTY = [
	...["xsmc.h", "xsHost.h", "mc.xs.h", "fips180.h", "pico/rand.h", "hardware/structs/trng.h"],
	...["hardware/flash.h", "hardware/regs/addressmap.h", "hardware/sync.h"],
	...["bootloader_random.h", "esp_random.h", "esp_task_wdt.h", "esp_wifi.h"],
];
const FLAGS = ["-std=gnu11", "-O1", "-Wall", "-Werror", "-fsanitize=undefined", "-fno-sanitize-recover"];

/** @returns what the program says of itself; undefined without a compiler for this computer */
function lifeOf(name: string): Readonly<Record<string, number>> | undefined {
	if (spawnSync("cc", ["--version"]).status !== 0) {
		console.log(`SKIP ${name}: there is no C compiler (cc) for this computer`);
		return undefined;
	}
	const folder = mkdtempSync(join(tmpdir(), "shogo-board-"));
	try {
		for (const header of EMPTY) {
			mkdirSync(dirname(join(folder, header)), { recursive: true });
			writeFileSync(join(folder, header), "");
		}
		const [source, program] = [`test/device/fake-boards/${name}.c`, join(folder, name)];
		const compiled = spawnSync("cc", [...FLAGS, "-I", folder, source, "-o", program], { encoding: "utf8" });
		assert.is(compiled.status, 0, compiled.stderr);
		const { status, stdout, stderr } = spawnSync(program, { encoding: "utf8" });
		assert.is(status, 0, `${stdout}${stderr}`);
		return JSON.parse(stdout);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

test("the Pico keeps in flash what is written, refuses what lies beyond, and touches nothing else", () => {
	const life = lifeOf("pico-flash");
	if (life === undefined) return;
	const { erased, written, read, refused } = life;
	assert.is(erased + written + read, 20_000);
	assert.ok(Math.min(erased, written, read) > 1000, JSON.stringify(life));
	// Five offsets, each for a read and a write, a buffer that is too long, and two blocks.
	assert.is(refused, 13);
});

test("the Pico's random numbers come of thousands of raw bits, and of no oscillator that is stuck", () => {
	const life = lifeOf("pico-entropy");
	if (life === undefined) return;
	assert.equal(life, { hashed: 40 * (24 + 8), refused: 3 });
});

test("the ESP32-S3's random numbers are fed by noise until Wi-Fi is there, then by a wakeful radio", () => {
	const life = lifeOf("esp32-entropy");
	if (life === undefined) return;
	assert.equal(life, { fed: 2, unfed: 0, clashes: 0, last: 0x5a });
});

test("the ESP32-S3's watchdog ends a unit without progress, though the SDK feeds its own task's", () => {
	const life = lifeOf("esp32-watchdog");
	if (life === undefined) return;
	assert.equal(life, { early: 1, armed: 1, progressing: 0, stuck: 1, again: 0, users: 1 });
});

test.run();
