import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const RUNNER = resolve("test/run.ts");

/** Runs the runner over the files of test/illegal/run. */
function run(...words: readonly string[]): { lines: string[]; status: number | null } {
	const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", RUNNER, ...words], {
		cwd: "test/illegal/run",
		encoding: "utf8",
		timeout: 60_000,
	});
	return { lines: stdout.trimEnd().split("\n"), status };
}

test("crash, hang, failure and emptiness each count as one, and the last line adds up", () => {
	const { lines, status } = run("--limit-s=6");
	const verdicts = lines
		.filter((line) => /^(ok|FAIL) /.test(line))
		.map((line) => line.replace(/, [\d.]+ s/, ""));
	assert.equal(verdicts.sort(), [
		"FAIL test/crashes.test.ts: 1 passed, 1 failed (SIGABRT)",
		"FAIL test/empty.test.ts: 0 passed, 1 failed (ended before its tests did)",
		"FAIL test/fails.test.ts: 1 passed, 1 failed",
		"FAIL test/hangs.test.ts: 0 passed, 1 failed (no end after 6 s)",
		"ok   test/passes.test.ts: 2 passed",
		"ok   test/skips.test.ts: 0 passed",
	]);
	assert.is(lines.at(-1), "4 passed, 4 failed");
	assert.is(status, 1);
});

test("a failing file's output and every SKIP line are shown", () => {
	const { lines } = run("fails", "skips");
	assert.ok(lines.some((line) => line.startsWith("     | ") && line.includes("the reason is shown")));
	assert.ok(lines.includes("SKIP something: the tool is missing"));
});

test("words choose files, and all passing is exit code 0", () => {
	const { lines, status } = run("passes");
	assert.is(lines.at(-1), "2 passed, 0 failed");
	assert.is(status, 0);
});

test("choosing nothing is a failure", () => {
	const { lines, status } = run("no-such-file");
	assert.is(lines.at(-1), "0 passed, 0 failed");
	assert.is(status, 1);
});

test.run();
