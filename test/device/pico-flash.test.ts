import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

/** What hal/pico/native/flash-partition.c includes; the fake defines it all itself. */
const EMPTY = [
	...["xsmc.h", "xsHost.h", "mc.xs.h"],
	...["hardware/flash.h", "hardware/regs/addressmap.h", "hardware/sync.h"],
];
const OPERATIONS = 20_000;
/** Five offsets, each for a read and a write, a buffer that is too long, and two blocks. */
const REFUSED = 13;

test("the Pico keeps in flash what is written, refuses what lies beyond, and touches nothing else", () => {
	if (spawnSync("cc", ["--version"]).status !== 0) {
		console.log("SKIP the Pico's flash partition: there is no C compiler (cc) for this computer");
		return;
	}
	const folder = mkdtempSync(join(tmpdir(), "shogo-pico-"));
	try {
		for (const name of EMPTY) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), "");
		}
		const program = join(folder, "flash-life");
		const source = "test/device/fake-pico/flash-life.c";
		const flags = ["-std=gnu11", "-O1", "-Wall", "-Werror", "-fsanitize=undefined", "-fno-sanitize-recover"];
		const compiled = spawnSync("cc", [...flags, "-I", folder, source, "-o", program], { encoding: "utf8" });
		assert.is(compiled.status, 0, compiled.stderr);
		const { status, stdout, stderr } = spawnSync(program, { encoding: "utf8" });
		assert.is(status, 0, `${stdout}${stderr}`);
		const { erased, written, read, refused } = JSON.parse(stdout);
		assert.is(erased + written + read, OPERATIONS);
		assert.ok(Math.min(erased, written, read) > 1000, stdout);
		assert.is(refused, REFUSED);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

test.run();
