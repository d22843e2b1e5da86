import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { keepProgress } from "../../host-sim/powercut/kept-progress.js";
import { type PowercutOptions, parsePowercutOptions } from "../../host-sim/powercut/options.js";

const folder = mkdtempSync(join(tmpdir(), "powercut-"));
const file = join(folder, "count.json");

function asked(...words: readonly string[]): PowercutOptions {
	const parsed = parsePowercutOptions(words);
	if (parsed.kind !== "options") throw new Error(parsed.kind === "refused" ? parsed.reason : "help");
	return parsed.options;
}

function refusalOf(...words: readonly string[]): string {
	try {
		keepProgress(asked("--resume", file, ...words)).close();
		return "";
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

test.before(() => {
	const kept = keepProgress(asked("--resume", file));
	kept.progress.sequences = 750;
	kept.save();
	kept.close();
});

test("a run goes on where it was stopped", () => {
	const kept = keepProgress(asked("--resume", file));
	assert.is(kept.progress.sequences, 750);
	kept.close();
});

test("a count of another run is refused", () => {
	assert.match(refusalOf("--seed", "2"), "another seed");
	assert.match(refusalOf("--steps", "51"), "another seed");
	assert.is(refusalOf(), "");
});

test("a count that somebody has altered or that is cut short is refused, with its path", () => {
	const good = readFileSync(file, "utf8");
	for (const bad of [
		good.replace('"sequences":750', '"sequences":1000000'),
		good.replace('"lost":0', '"lost":1'),
		good.slice(0, 100),
		"",
		"null",
		"[]",
		'{"progress":{}}',
	]) {
		assert.is.not(bad, good);
		writeFileSync(file, bad);
		assert.match(refusalOf(), `${file} is damaged`);
	}
	writeFileSync(file, good);
	assert.is(refusalOf(), "");
	const nowhere = asked("--resume", join(file, "beneath a file"));
	assert.throws(() => keepProgress(nowhere));
});

test("two runs do not count in one file", () => {
	const first = keepProgress(asked("--resume", file));
	assert.match(refusalOf(), "another run keeps its count there");
	first.close();
	assert.is(refusalOf(), "");
});

test("a run of nothing is refused, as it could not fail", () => {
	assert.throws(() => asked("--sequences", "0", "--exhaustive", "0"), /nothing to run/);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
