/** Drawn eyes, whose truth is known, through the iris folder and the pipeline. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Recogniser } from "../../host-sim/evaluation/recogniser.js";
import { evaluationCrypto, subjectOf } from "../../host-sim/evaluation/subjects.js";
import { captureEye, type EyeCondition, eyePoseOf } from "../../host-sim/world/eyes/capture.js";
import { createEye } from "../../host-sim/world/eyes/eye.js";
import { USUAL_EYES } from "../../host-sim/world/eyes/pose.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { iris } from "../../modules/modality/iris/iris.js";
import { EYE_SCRATCH, locateEye } from "../../modules/modality/iris/locate-eye.js";
import { CELLS, SHIFT } from "../../modules/modality/iris/parameters.js";
import { paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { ARENA_BYTES, Arena } from "../../modules/pipeline/arena.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";

const SIZES = [
	{ width: 320, height: 240 },
	{ width: 320, height: 280 },
	{ width: 640, height: 480 },
] as const;

test("pupil and limbus are found where they were drawn, in frames of every size", () => {
	const scratch = new Uint8Array(EYE_SCRATCH);
	for (const [sample, size] of SIZES.entries()) {
		const { image, truth } = capture("truth", sample, "good", size);
		const eye = locateEye(grayImage(image.data, image.width, image.height), scratch);
		assert.ok(typeof eye !== "string", String(eye));
		assert.ok(truth !== undefined);
		if (typeof eye === "string" || truth === undefined) continue;
		const slack = (4 * size.width) / 320;
		for (const [found, drawn] of [
			[eye.pupil, truth.pupil],
			[eye.limbus, truth.iris],
		]) {
			assert.ok(Math.abs(found.x / 256 - drawn.x) < slack, `x ${found.x / 256}, drawn ${drawn.x}`);
			assert.ok(Math.abs(found.y / 256 - drawn.y) < 1.5 * slack, `y ${found.y / 256}, drawn ${drawn.y}`);
			assert.ok(
				Math.abs(found.radius / 256 - drawn.radius) < slack,
				`${found.radius / 256}, ${drawn.radius}`,
			);
		}
	}
});

test("an eye is enrolled from three frames, known again on another day and told from another eye", () => {
	const recogniser = new Recogniser(iris);
	const crypto = evaluationCrypto("iris");
	const subject = subjectOf(crypto, "someone", iris.id);
	const samples = [0, 1, 2].map((sample) => codeOf(recogniser, "someone", sample));
	const enrolment = recogniser.enrol(crypto, subject, samples, samples.length, 1);
	assert.is(enrolment.kind, "enrolled");
	if (enrolment.kind !== "enrolled") return;
	const compare = (person: string) =>
		recogniser.verify(crypto, subject, enrolment.record, codeOf(recogniser, person, 7));
	assert.is(compare("someone"), "match");
	assert.is(compare("somebody else"), "non-match");
});

test("what cannot be read is refused by name", () => {
	const expected: readonly [EyeCondition, string][] = [
		["nothing", "no-eye"],
		["too-dark", "too-dark"],
		["too-bright", "too-bright"],
		["blurred", "blurred"],
		["moving", "blurred"],
		["too-far", "too-far"],
		["closed", "eye-closed"],
		["glare", "glare"],
		["too-close", "too-close"],
		["looking-away", "looking-away"],
	];
	for (const [condition, reason] of expected) {
		const told = new Set<string>();
		for (let person = 0; person < 6 && !told.has(reason); person++)
			told.add(outcomeOf(`gate ${person}`, condition));
		assert.ok(told.has(reason), `${condition}: ${[...told].join(", ")}`);
	}
});

test("closed eyes are told so nearly always; who is too close, too far or looks away mostly", () => {
	const least: readonly [EyeCondition, string, number][] = [
		["closed", "eye-closed", 9],
		["too-close", "too-close", 6],
		["too-far", "too-far", 6],
		["looking-away", "looking-away", 6],
	];
	for (const [condition, reason, count] of least) {
		const told = Array.from({ length: 10 }, (_, person) => outcomeOf(`recount ${person}`, condition));
		assert.ok(told.filter((one) => one === reason).length >= count, `${condition}: ${told.join(", ")}`);
		if (condition === "closed") assert.not.ok(told.includes("code"), told.join(", "));
	}
});

test("a posed code goes round: its padding holds the cells of the other end", () => {
	const code = Int8Array.from({ length: iris.codeLength }, (_, i) => (i % 31) - 15);
	const cells = new Int8Array(paddedLength(iris.grid));
	iris.poseInto(cells, code, 0);
	const padded = paddedWidth(iris.grid);
	for (let row = 0; row < 32; row++) {
		for (let x = 0; x < padded; x++) {
			assert.is(cells[row * padded + x], code[row * CELLS + ((x - SHIFT + CELLS) % CELLS)]);
		}
	}
});

test("two pipelines on one arena answer like two with their own", () => {
	const arena = new Arena();
	const palm = new Pipeline(palmVein, arena);
	const shared = new Pipeline(iris, arena);
	const alone = new Pipeline(iris);
	for (let sample = 0; sample < 2; sample++) {
		const { image } = capture("arena", sample, "good", SIZES[0]);
		palm.acquire(grayImage(image.data.slice(), image.width, image.height));
		palm.wipe();
		const refusals = [shared, alone].map((one) =>
			one.acquire(grayImage(image.data, image.width, image.height)),
		);
		assert.equal(refusals, [undefined, undefined]);
		assert.equal(shared.exposeProbe(), alone.exposeProbe());
		assert.ok(shared.exposeProbe().some((soft) => soft !== 0));
		shared.wipe();
		alone.wipe();
	}
});

test("the arena is as large as the most demanding trait needs, and hardly more", () => {
	assert.throws(() => {
		for (const trait of [palmVein, iris]) new Pipeline(trait, new Arena(ARENA_BYTES - 4096));
	}, /arena/);
});

function capture(person: string, sample: number, condition: EyeCondition, size: (typeof SIZES)[number]) {
	const eye = createEye(person, "left");
	const name = { session: 0, sample };
	return captureEye(eye, { ...name, condition, size, pose: eyePoseOf(eye, name, USUAL_EYES), lamp: "on" });
}

function codeOf(recogniser: Recogniser, person: string, sample: number): Int8Array {
	const extraction = recogniser.extract(capture(person, sample, "good", SIZES[0]).image);
	if (extraction.kind === "refused") throw new Error(extraction.reason);
	return extraction.code;
}

function outcomeOf(person: string, condition: EyeCondition): string {
	const extraction = new Recogniser(iris).extract(capture(person, 1, condition, SIZES[0]).image);
	return extraction.kind === "code" ? "code" : extraction.reason;
}

test.run();
