import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseSummary, type Report, reportOf } from "../report.js";

const uvuBlock = (total: number, passed: number, skipped: number) =>
	`\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.00ms\n\n`;

function judge(output: string, ended: number | string): Report {
	return reportOf({ file: "a.test.ts", output, ended, summary: parseSummary(output), durationMs: 1 });
}

function counts(output: string, ended: number | string): [number, number] {
	const { passed, failed } = judge(output, ended);
	return [passed, failed];
}

test("passed and failed tests are counted one by one", () => {
	assert.equal(counts(uvuBlock(3, 3, 0), 0), [3, 0]);
	assert.equal(counts(uvuBlock(5, 3, 0), 1), [3, 2]);
});

test("several suites in one file are added up", () => {
	assert.equal(counts(uvuBlock(3, 3, 0) + uvuBlock(2, 1, 0), 1), [4, 1]);
});

test("a file that passes its tests and then dies counts as one failure", () => {
	assert.equal(counts(uvuBlock(3, 3, 0), 7), [3, 1]);
	assert.equal(counts(uvuBlock(3, 3, 0), "SIGSEGV"), [3, 1]);
});

test("a file that ends without a summary counts as one failure, whatever its exit code", () => {
	assert.equal(counts("• • ", 0), [0, 1]);
	assert.equal(counts("SyntaxError", 1), [0, 1]);
	assert.equal(counts("• ", "no end after 180 s"), [0, 1]);
});

test("a file without a test counts as one failure", () => {
	assert.equal(counts(uvuBlock(0, 0, 0), 0), [0, 1]);
});

test("tests left out by `only` or `skip` without a word are a failure", () => {
	assert.equal(counts(uvuBlock(1, 1, 4), 0), [1, 1]);
});

test("a file whose tests are all skipped passes only when it says why", () => {
	assert.equal(counts(uvuBlock(0, 0, 2), 0), [0, 1]);
	assert.equal(counts(`SKIP 32-bit engine: no -m32\n${uvuBlock(0, 0, 2)}`, 0), [0, 0]);
	assert.equal(judge(`SKIP 32-bit engine: no -m32\n${uvuBlock(1, 1, 0)}`, 0).skipLines, [
		"SKIP 32-bit engine: no -m32",
	]);
});

test.run();
