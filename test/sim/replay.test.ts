/**
 * The line that a failure prints, run as it stands, shows the same failure again: in a copy of the project
 * with a mistake in it, by npm, in other processes than the ones that failed.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inProject } from "../../host-sim/engines/paths.js";
import { MUTANTS } from "../../host-sim/mutants/list.js";

const PARTS = [
	"hal",
	"host-sim",
	"modules",
	"terminal",
	"package.json",
	"package-lock.json",
	"manifest.json",
];

interface Copy {
	readonly folder: string;
	/** Runs a line of a shell. */
	run(line: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

const test = suite<{ copy: Copy }>("replay");

test.before.each((context) => {
	const folder = mkdtempSync(join(tmpdir(), "replay-"));
	for (const part of PARTS) cpSync(inProject(part), join(folder, part), { recursive: true });
	cpSync(inProject("tsconfig.json"), join(folder, "tsconfig.json"));
	symlinkSync(inProject("node_modules"), join(folder, "node_modules"));
	const run = (line: string) =>
		spawnSync("sh", ["-c", line], {
			cwd: folder,
			encoding: "utf8",
			timeout: LIMIT_MS,
			env: { ...process.env, NO_COLOR: "1" },
		});
	context.copy = { folder, run };
});

test.after.each(({ copy }) => rmSync(copy.folder, { recursive: true }));

function mistake({ folder }: Copy, name: string): void {
	const mutant = MUTANTS.find((one) => one.name === name);
	assert.ok(mutant, `no mutant is called "${name}"`);
	const path = join(folder, mutant.file);
	const source = readFileSync(path, "utf8");
	assert.ok(source.includes(mutant.from));
	writeFileSync(
		path,
		source.replace(mutant.from, () => mutant.to),
	);
}

test("a world that fails prints the line that fails again, at the same time, with the same trace", ({
	copy,
}) => {
	mistake(copy, "an entry is published before it is stored");
	const first = copy.run("node --import tsx host-sim/sim.ts --seeds 5-7 --hours 0.05 --jobs 2 --json");
	assert.is(first.status, 1, first.stderr);
	const failed = first.stdout
		.split("\n")
		.filter((line) => line.includes('"failure":'))
		.map((line) => JSON.parse(line));
	const lines = [...first.stderr.matchAll(/^replay: (.+)$/gm)].map(([, line]) => line);
	assert.ok(failed.length > 0);
	assert.equal(
		lines,
		failed.map(({ replay }) => replay),
	);
	const { seed, traceHash, failure } = failed.at(-1);
	const again = copy.run(lines.at(-1) ?? "");
	assert.is(again.status, 1);
	const said = `seed ${seed}, ${failure.atMs} ms: ${failure.checker}: ${failure.text}`;
	assert.ok(first.stderr.includes(said) && again.stderr.includes(said), again.stderr);
	assert.ok(again.stdout.includes(traceHash.slice(0, 16)), again.stdout);
});

test("a store that fails prints the line that fails again, in the same way", ({ copy }) => {
	mistake(copy, "a replaced value is not overwritten");
	for (const extent of ["--exhaustive 0 --sequences 100 --jobs 2", "--exhaustive 1 --sequences 0 --seed 7"]) {
		const first = copy.run(`node --import tsx host-sim/powercut.ts ${extent}`);
		assert.is(first.status, 1);
		const [, line = ""] = /^replay: (.+)$/m.exec(first.stderr) ?? [];
		const again = copy.run(line);
		assert.is(again.status, 1);
		assert.match(first.stderr, /still lie in flash/);
		assert.is(again.stderr.slice(again.stderr.indexOf("values")), first.stderr);
	}
});

const LIMIT_MS = 120_000;

test.run();
