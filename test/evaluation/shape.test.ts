/** The shape gate's figures: what counts as its error, and what it adds to the veins. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Settings } from "../../host-sim/evaluation/options.js";
import { type Plan, planOf } from "../../host-sim/evaluation/plan.js";
import { summariseShape } from "../../host-sim/evaluation/shape-summary.js";
import { hasShape, type ShapeResult, tryShape } from "../../host-sim/evaluation/shape-trial.js";
import { rateOf } from "../../host-sim/evaluation/statistics.js";
import { TrialContext } from "../../host-sim/evaluation/trial-context.js";
import { writeGreyImage } from "../../host-sim/images/image-file.js";
import type { ImageModality, ManifestRow } from "../../host-sim/images/manifest.js";
import { captureHand } from "../../host-sim/world/hands/capture.js";
import { USUAL_POSES } from "../../host-sim/world/hands/pose.js";
import { createWholeHand, poseOf } from "../../host-sim/world/hands/whole-hand.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { makePalmFolder } from "./palms.js";

const folder = makePalmFolder();
test.after(() => folder.remove());

const SETTINGS: Settings = {
	manifest: "set.tsv",
	samples: 2,
	rotations: 1,
	attempts: 3,
	persons: "all",
	impostors: 10,
	mated: 10,
	attacks: 0,
};

function planFor(
	rows: readonly [person: string, sample: string, file: string][],
	modality: ImageModality,
): Plan {
	const manifest = rows.map(([person, sample, file]): ManifestRow => {
		return {
			id: `${person}-${sample}`,
			modality,
			person,
			session: "1",
			sample,
			width: 320,
			height: 240,
			file,
		};
	});
	return planOf(manifest, SETTINGS);
}

const rate = (cells: Parameters<typeof rateOf>[0]) => rateOf(cells, 4, createPrng("shape", "bootstrap"));

test("errors of the gate are counted at the product's limit, and unknown shapes pass", () => {
	const plan = planFor(
		["a", "b"]
			.flatMap((person) => ["1", "2", "3"].map((s) => [person, s, "x.png"] as const))
			.map((row) => [...row]),
		"palm",
	);
	const limit = palmVein.shape.distanceMax;
	const result: ShapeResult = {
		kind: "shape",
		pictures: 6,
		known: 5,
		comparisons: [
			{
				a: 0,
				b: 0,
				distances: [limit, limit + 1, null],
				byCode: [true, true, true],
				byVeins: [true, true, false],
			},
			{
				a: 0,
				b: 1,
				distances: [limit, limit + 1, null],
				byCode: [true, true, false],
				byVeins: [true, false, false],
			},
		],
		fitted: [
			{
				parameters: { ...palmVein.shape, distanceMax: limit - 1 },
				comparisons: [{ a: 0, b: 1, distances: [limit, limit - 1] }],
			},
		],
	};
	const summary = summariseShape(plan, result, rate);
	if (summary === undefined) return assert.unreachable("there is a shape");
	const errors = ({ errors, trials }: { errors: number; trials: number }) => `${errors}/${trials}`;
	assert.is(errors(summary.fnmr), "1/3");
	assert.is(errors(summary.fmr), "2/3");
	assert.is(errors(summary.fittedFmr), "1/2");
	assert.is(errors(summary.veins.fnmr), "1/3");
	assert.is(errors(summary.veinsAndShape.fnmr), "2/3");
	assert.is(errors(summary.codeAlone.fmr), "2/3");
	assert.is(errors(summary.codeAloneAndShape.fmr), "1/3");
	assert.is(errors(summary.veinsAndShape.fmr), "1/3");
});

test("whole hands are tried with parameters fitted to other persons; regions have no shape to try", () => {
	const rows = ["a", "b", "c", "d"].flatMap((person) => {
		const hand = createWholeHand(createPalm(person, "right"));
		return [1, 2, 3].map((sample): [string, string, string] => {
			const name = { session: 1, sample };
			const pose = poseOf(hand, name, USUAL_POSES);
			const size = { width: 320, height: 240 };
			const file = `${folder.path}/${person}-${sample}.pgm`;
			writeGreyImage(file, captureHand(hand, { ...name, condition: "good", size, pose, lamp: "on" }).image);
			return [person, String(sample), file];
		});
	});
	const plan = planFor(rows, "palm");
	assert.ok(hasShape(plan));
	const { comparisons, fitted, known } = tryShape(new TrialContext(plan));
	assert.ok(known > 0);
	const enrolled = new Set(comparisons.map(({ a }) => a));
	assert.ok(enrolled.size >= 3, "a drawn hand may be too soft to be taken, not many");
	assert.is(comparisons.length, 4 * enrolled.size);
	const subjects = (pairs: readonly { a: number; b: number }[]) =>
		[...new Set(pairs.flatMap(({ a, b }) => [plan.persons[a].subject, plan.persons[b].subject]))].sort();
	assert.equal(
		fitted.map((gate) => subjects(gate.comparisons)),
		[
			[1, 3],
			[0, 2],
		],
	);
	for (const { parameters } of fitted) assert.ok(parameters.distanceMax > 0);

	const palms = ["a", "b"].flatMap((person) =>
		[1, 2, 3].map((s): [string, string, string] => [person, String(s), folder.draw(person, 1, s).path]),
	);
	const region = planFor(palms, "palm-roi");
	const result = tryShape(new TrialContext(region));
	assert.is(result.known, 0);
	assert.is(summariseShape(region, result, rate), undefined);
});

test.run();
