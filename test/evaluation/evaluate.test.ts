import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Options, parseOptions, type Settings } from "../../host-sim/evaluation/options.js";
import { planOf } from "../../host-sim/evaluation/plan.js";
import { ProgressBar } from "../../host-sim/evaluation/progress.js";
import { transactions } from "../../host-sim/evaluation/summary.js";
import type { ManifestRow } from "../../host-sim/images/manifest.js";
import { makePalmFolder } from "./palms.js";

const folder = makePalmFolder();
test.after(() => folder.remove());

const SETTINGS: Settings = {
	manifest: "set.tsv",
	samples: 2,
	rotations: 1,
	attempts: 3,
	persons: "all",
	impostors: 2,
	mated: 10,
	attacks: 1,
};

function row(person: string, session: string, sample: string): ManifestRow {
	const id = `${person}-${session}-${sample}`;
	return { id, modality: "palm-roi", person, session, sample, width: 128, height: 128, file: `${id}.png` };
}

test("the first session enrols and later ones are probes; with one session its first pictures enrol", () => {
	const rows = ["a", "b", "c"].flatMap((person) =>
		["10", "2", "1"].map((sample) => row(person, "1", sample)),
	);
	const plan = planOf([...rows, row("a", "2", "1")], SETTINGS);
	const [a, b] = plan.persons;
	assert.equal(
		[a.sessions, a.enrol.map((p) => p.id), a.probes.map((p) => p.id)],
		["across", ["a-1-1", "a-1-2"], ["a-2-1"]],
	);
	assert.equal(
		[b.sessions, b.enrol.map((p) => p.id), b.probes.map((p) => p.id)],
		["within", ["b-1-1", "b-1-2"], ["b-1-10"]],
	);
});

test("nobody is an impostor against the own record, and impostors are drawn without repetition", () => {
	const rows = Array.from({ length: 30 }, (_, i) => ["1", "2", "3"].map((s) => row(`p${i}`, "1", s))).flat();
	const { persons } = planOf(rows, { ...SETTINGS, impostors: 7 });
	for (const [place, { impostors }] of persons.entries()) {
		assert.is(new Set(impostors).size, 7);
		assert.not.ok(impostors.includes(place));
	}
});

test("rotations enrol a person of one session from other pictures, and stay the same person", () => {
	const rows = ["a", "b"].flatMap((person) => ["1", "2", "3"].map((s) => row(person, "1", s)));
	const { persons } = planOf([...rows, row("b", "2", "1")], { ...SETTINGS, rotations: 3 });
	assert.equal(
		persons.map(({ id, subject, rotation }) => [id, subject, rotation]),
		[
			["a", 0, 0],
			["a, rotation 2", 0, 1],
			["a, rotation 3", 0, 2],
			["b", 1, 0],
		],
	);
	assert.equal(
		persons.map(({ probes }) => probes.map((picture) => picture.id)),
		[["a-1-3"], ["a-1-1"], ["a-1-2"], ["b-2-1"]],
	);
	assert.equal(
		persons.map(({ impostors }) => impostors),
		[[3], [3], [3], [0]],
	);
});

test("even and odd halves share nobody, and who cannot take part is named", () => {
	const rows = ["a", "b", "c", "d"].flatMap((person) => ["1", "2", "3"].map((s) => row(person, "1", s)));
	const ids = (persons: Settings["persons"]) =>
		planOf(rows, { ...SETTINGS, persons }).persons.map((person) => person.id);
	assert.equal(ids("even"), ["a", "c"]);
	assert.equal(ids("odd"), ["b", "d"]);
	const { persons, leftOut } = planOf(rows.slice(0, 5), SETTINGS);
	assert.is(persons.length, 1);
	assert.match(leftOut[0], /^b: no picture is left/);
});

test("one trait is evaluated at a time: the first picture's, or the one that is asked for", () => {
	const palms = ["a", "b"].flatMap((person) => ["1", "2", "3"].map((s) => row(person, "1", s)));
	const eyes = palms.map((palm) => ({ ...palm, id: `eye ${palm.id}`, modality: "iris" as const }));
	const kindsOf = (settings: Settings) => {
		const { persons, leftOut } = planOf([...palms, ...eyes], settings);
		assert.is(persons.length, 2);
		assert.match(leftOut[0], /^6 pictures that do not show the trait/);
		return new Set(persons.flatMap(({ enrol, probes }) => [...enrol, ...probes]).map((p) => p.modality));
	};
	assert.equal([...kindsOf(SETTINGS)], ["palm-roi"]);
	assert.equal([...kindsOf({ ...SETTINGS, modality: "iris" })], ["iris"]);
});

test("a transaction fails when no attempt is accepted, and a probe not acquired is an attempt", () => {
	// Outcomes count accepting limits; 4 and more pass the product's.
	assert.equal(transactions("333666", 3, "reject"), { errors: 1, trials: 2 });
	assert.equal(transactions("--4---", 3, "reject"), { errors: 1, trials: 2 });
	assert.equal(transactions("0006", 3, "reject"), { errors: 1, trials: 1 });
	assert.equal(transactions("06", 3, "reject"), { errors: 0, trials: 1 });
	assert.equal(transactions("", 3, "reject"), { errors: 0, trials: 0 });
	assert.equal(transactions("000040", 3, "accept"), { errors: 1, trials: 2 });
});

test("options are checked, each with a sentence that names it", () => {
	const refusals: readonly [string[], RegExp][] = [
		[[], /--manifest is missing/],
		[["--manifest", "x", "--samples", "1"], /--samples is a whole number from 2 to 5, not 1/],
		[["--manifest", "x", "--persons", "some"], /--persons is one of all, even, odd/],
		[["--manifest", "x", "--fast"], /--fast/],
		[["--manifest", "x", "--jobs", "2.5"], /--jobs/],
	];
	for (const [args, reason] of refusals) {
		const parsed = parseOptions(args);
		assert.is(parsed.kind, "refused", args.join(" "));
		if (parsed.kind === "refused") assert.match(parsed.reason, reason);
	}
	const parsed = parseOptions(["--manifest", "a/b.tsv", "--json"]);
	const options: Options | undefined = parsed.kind === "options" ? parsed.options : undefined;
	assert.is(options?.out, join("build", "evaluation", "b"));
	assert.is(options?.output, "json");
});

test("a progress bar writes ten lines at most where it cannot be redrawn", () => {
	const lines: string[] = [];
	const bar = new ProgressBar(
		{ isTTY: false, write: (text: unknown) => lines.push(String(text)) > 0 },
		95,
		5,
	);
	for (let i = 0; i < 90; i++) bar.advance(`person-${i}`);
	assert.ok(lines.length <= 11, `${lines.length}`);
	assert.match(lines[0], /^\[##-+\]\s+5 %\s+5\/95/);
	assert.match(lines[lines.length - 1], /100 %\s+95\/95\s+person-89\n$/);
});

test("a run reports synthetic palms, resumes from what is there and changes nothing in the figures", () => {
	const head = "id\tmodality\tcls\tsession\tsample\twidth\theight\tpath";
	const rows = ["p1", "p2", "p3", "p4"].flatMap((person) =>
		[1, 2].flatMap((session) =>
			[1, 2].map((sample) => {
				const { path, width, height } = folder.draw(person, session, sample);
				const id = `${person}_${session}_${sample}`;
				return [id, "palm-roi", person, session, sample, width, height, basename(path)].join("\t");
			}),
		),
	);
	const manifest = join(folder.path, "set.tsv");
	writeFileSync(manifest, `${[head, ...rows].join("\n")}\n`);
	const out = join(folder.path, "report");
	const first = run(manifest, out, "2");
	assert.is(first.status, 0, first.stderr);
	const summary = lastLineOf(first.stdout);
	assert.is(summary.get("event"), "summary");
	assert.equal([summary.get("genuine"), summary.get("impostor"), summary.get("fte")], [8, 24, 0]);
	assert.is(summary.get("fmr"), 0);
	assert.ok(Number(summary.get("fnmr")) <= 0.25, String(summary.get("fnmr")));
	assert.equal(summary.get("fmrInterval"), [0, 0.125]);

	const page = readFileSync(join(out, "report.html"), "utf8");
	assert.match(page, /D<sub>sys<\/sub>/);
	assert.not.match(page, /NaN|undefined|\[object|<script|https?:\/\//);

	const partial = join(out, "partial");
	const kept = join(partial, "person-1.json");
	const before = statSync(kept).mtimeMs;
	rmSync(join(partial, "person-2.json"));
	const second = run(manifest, out, "1");
	assert.is(statSync(kept).mtimeMs, before, "what was there is kept");
	assert.ok(readdirSync(partial).includes("person-2.json"), "what was missing is made");
	assert.equal(figuresOf(second.stdout), figuresOf(first.stdout));
});

test("a missing manifest and one that is none end with a sentence, not a stack", () => {
	const missing = run(join(folder.path, "none.tsv"), folder.path, "1");
	assert.is(missing.status, 1);
	assert.match(missing.stderr, /none.tsv: cannot be read \(ENOENT\)\n$/);
});

function run(manifest: string, out: string, jobs: string) {
	const program = ["--import", "tsx", "host-sim/evaluate.ts"];
	const options = ["--manifest", manifest, "--out", out, "--json", "--samples", "2"];
	const little = ["--attacks", "0", "--mated", "10", "--jobs", jobs];
	return spawnSync(process.execPath, [...program, ...options, ...little], { encoding: "utf8" });
}

function lastLineOf(text: string): ReadonlyMap<string, unknown> {
	return new Map(Object.entries(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")));
}

/** All of the summary that is no time. */
function figuresOf(text: string): [string, unknown][] {
	return [...lastLineOf(text)].filter(([name]) => name !== "attackCpuSeconds");
}

test.run();
