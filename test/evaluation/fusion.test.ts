/** Both traits must match: counted by hand on outcomes made for it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { effectiveBits, effectiveBitsText } from "../../host-sim/evaluation/effective-bits.js";
import { type EvaluatedSet, fuse } from "../../host-sim/evaluation/fusion.js";
import { parseOptions } from "../../host-sim/evaluation/options.js";
import type { PersonResult } from "../../host-sim/evaluation/person-trial.js";
import { planOf } from "../../host-sim/evaluation/plan.js";
import { fusionText, renderFusion } from "../../host-sim/evaluation/report-fusion.js";
import { rateOf } from "../../host-sim/evaluation/statistics.js";
import { createPrng } from "../../host-sim/world/prng.js";

const SETTINGS = {
	samples: 2,
	rotations: 1,
	attempts: 1,
	persons: "all",
	impostors: 10,
	mated: 10,
	attacks: 0,
} as const;

/** Outcomes of each record against each person's probes; `undefined` for a record that was not made. */
function setOf(trait: string, table: readonly (readonly string[] | undefined)[]): EvaluatedSet {
	const rows = table.flatMap((_, person) =>
		[1, 2, 3, 4].map((sample) => ({
			id: `${person}-${sample}`,
			modality: "palm-roi" as const,
			person: `p${person}`,
			session: "1",
			sample: String(sample),
			width: 128,
			height: 128,
			file: "none.png",
		})),
	);
	const persons = table.map((outcomes, place): PersonResult => {
		const impostor = (outcomes ?? []).flatMap((text, other) =>
			other === place ? [] : [{ place: other, outcomes: text }],
		);
		return {
			kind: "person",
			place,
			...(outcomes === undefined ? { enrolmentFailure: "too few samples" } : {}),
			samplesUsed: 2,
			recordBytes: 1,
			enrolMs: 1,
			refused: [],
			genuine: outcomes?.[place] ?? "",
			impostor: outcomes === undefined ? [] : impostor,
			genuineDistances: [],
			impostorDistances: [],
			comparisonMs: [],
		};
	});
	return { trait, plan: planOf(rows, { ...SETTINGS, manifest: `${trait}.tsv` }), persons };
}

/** 6 passes every limit, 4 just the product's, 1 the code alone, 0 nothing; - is no probe at all. */
const PALMS = setOf("palm", [
	["66", "60", "00"],
	["10", "06", "00"],
	["0-", "00", "44"],
]);
const EYES = setOf("eye", [
	["46", "06", "00"],
	["16", "66", "00"],
	["00", "00", "-6"],
	["66", "66", "66"],
]);

test("both match only where each does, and single traits are counted over the same attempts", () => {
	const { persons, product } = fuse(PALMS, EYES);
	assert.is(persons, 3, "the fourth eye has no palm to go with");
	const counts = product.map(({ name, fnmr, fmr }) => [
		name,
		fnmr.errors,
		fnmr.trials,
		fmr.errors,
		fmr.trials,
	]);
	// Genuine: 2 + 2 + 1 attempts, one eye was not acquired; impostor: 6 x 2, one palm was not.
	assert.equal(counts, [
		["palm", 1, 5, 1, 11],
		["eye", 0, 5, 2, 11],
		["both", 1, 5, 0, 11],
	]);
});

test("with all keys leaked the codes alone decide, which accept more", () => {
	const { codeAlone } = fuse(PALMS, EYES);
	const counts = codeAlone.map(({ name, fnmr, fmr }) => [name, fnmr.errors, fmr.errors]);
	assert.equal(counts, [
		["palm", 1, 2],
		["eye", 0, 3],
		["both", 1, 1],
	]);
});

test("who has no record of one trait takes part in no comparison, and is counted", () => {
	const { notEnrolled, product } = fuse(
		PALMS,
		setOf("eye", [undefined, ["16", "66", "00"], ["0-", "00", "66"]]),
	);
	assert.equal([notEnrolled.errors, notEnrolled.trials], [1, 3]);
	assert.equal(product.map(({ fnmr, fmr }) => [fnmr.trials, fmr.trials])[2], [4, 7]);
});

test("page and text name both sets, every rate and nothing that is no figure", () => {
	const fusion = fuse(PALMS, EYES);
	const page = renderFusion(fusion, { command: "npm <x>", date: "2026-01-01", machine: "m" });
	for (const part of ["palm.tsv", "eye.tsv", "npm &lt;x&gt;", "0 of 11", "2 of 11"]) {
		assert.ok(page.includes(part), part);
	}
	assert.not.match(page, /NaN|undefined|\[object|<script|https?:\/\//);
	assert.is(fusionText(fusion).length, 15);
});

test("effective bits are the logarithm of the rate, or of its bound where no error was seen", () => {
	const rate = (errors: number) =>
		rateOf([{ a: 0, b: 1, errors, trials: 3072 }], 2, createPrng("bits", "test"));
	assert.is(effectiveBits(rate(3)).bits, 10);
	assert.equal(effectiveBits(rate(0)), { bits: null, atLeast: 10 });
	assert.is(effectiveBitsText(effectiveBits(rate(0))), "at least 10.0 bits (95 %)");
	assert.is(effectiveBits(rate(3072)).atLeast, 0);
});

test("--and names another set, and the results go where both names say", () => {
	const parsed = parseOptions(["--manifest", "a/palms.tsv", "--and", "b/eyes.tsv"]);
	assert.is(parsed.kind === "options" ? parsed.options.out : "", "build/evaluation/palms-and-eyes");
	for (const args of [
		["--manifest", "a/palms.tsv", "--and", "b/palms.tsv"],
		["--manifest", "a/palms.tsv", "--and", "b/eyes.tsv", "--modality", "iris"],
	]) {
		const refused = parseOptions(args);
		assert.match(refused.kind === "refused" ? refused.reason : "", /--and names another set/);
	}
});

test.run();
