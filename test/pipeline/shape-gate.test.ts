/** The gate that the trait's shape is beside its features, alone and in the pipeline. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { grayImage } from "../../modules/image/gray-image.js";
import { shapeOf } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { passesShapeGate, shapeDistance } from "../../modules/pipeline/shape-gate.js";
import { contextOf, crypto } from "../protection/palm.js";
import { captureOf } from "../unit/people.js";

const PARAMETERS = { spreads: [2, 4, 1, 1], distanceMax: 64, knownMin: 2 };
const of = (...values: number[]) => Int8Array.from(values);

test("the distance is the mean square of differences in their spreads, none more than 2.5 of them", () => {
	assert.is(shapeDistance(of(10, 20, 30, 40), of(10, 20, 30, 40), PARAMETERS), 0);
	assert.is(shapeDistance(of(12, 20, 30, 40), of(10, 20, 30, 40), PARAMETERS), 16);
	assert.is(shapeDistance(of(10, 12, 30, 41), of(10, 20, 30, 40), PARAMETERS), (64 * (4 + 1)) / 4);
	assert.is(shapeDistance(of(10, 20, 30, 127), of(10, 20, 30, 40), PARAMETERS), (64 * 6.25) / 4);
});

test("lengths that either does not know do not count, and too few say nothing", () => {
	assert.is(shapeDistance(of(0, 20, 30, 41), of(10, 0, 30, 40), PARAMETERS), 32);
	assert.is(shapeDistance(of(0, 20, 30, 0), of(10, 0, 30, 40), PARAMETERS), undefined);
	assert.ok(passesShapeGate(of(0, 99, 30, 0), of(10, 0, 30, 40), PARAMETERS));
	assert.ok(
		passesShapeGate(of(), of(), { spreads: [], distanceMax: 0, knownMin: 1 }),
		"a trait without a shape",
	);
});

test("the gate passes at its limit and not beyond", () => {
	assert.ok(passesShapeGate(of(10, 20, 30, 42), of(10, 20, 30, 40), PARAMETERS));
	assert.not(passesShapeGate(of(11, 20, 30, 42), of(10, 20, 30, 40), PARAMETERS));
});

const CONTEXT = contextOf(1);
/** Palms framed by the camera have no outline, so these tests say what shape each capture has. */
const SHAPE = palmVein.shape.spreads.map((_, i) => 50 + i);
const pipeline = new Pipeline(palmVein);

function acquire(sample: number, shape: readonly number[]): void {
	const { pixels, width, height } = captureOf("a", { session: 1, sample, condition: "good" });
	assert.is(pipeline.acquire(grayImage(pixels.slice(), width, height)), undefined);
	shapeOf(palmVein, pipeline.exposeProbe()).set(shape);
}

function enrol(shapes: readonly (readonly number[])[]): Uint8Array {
	for (const [i, shape] of shapes.entries()) {
		acquire(i + 1, shape);
		assert.ok(pipeline.addSample());
	}
	return pipeline.commit(crypto, CONTEXT, 1);
}

function compare(record: Uint8Array, shape: readonly number[]): string {
	acquire(4, shape);
	return pipeline.compare(crypto, CONTEXT, record);
}

test("the right palm does not match with another hand's shape, but with its own or an unknown one", () => {
	const record = enrol([SHAPE, SHAPE, SHAPE]);
	const unknown = SHAPE.map(() => 0);
	assert.is(compare(record, SHAPE), "match");
	assert.is(compare(record, unknown), "match");
	const other = SHAPE.map((value, i) => value + 3 * palmVein.shape.spreads[i]);
	assert.is(compare(record, other), "non-match");
	assert.is(compare(enrol([unknown, unknown]), other), "match");
});

test("a reference's shape is the mean over the samples that know a length", () => {
	const unknown = SHAPE.map(() => 0);
	const apart = (spreads: number) => SHAPE.map((value, i) => value + spreads * palmVein.shape.spreads[i]);
	const record = enrol([apart(2), unknown, apart(-2)]);
	assert.is(compare(record, SHAPE), "match");
	assert.is(compare(record, apart(4)), "non-match");
	assert.is(compare(enrol([apart(2), apart(2), apart(2)]), SHAPE), "non-match");
});

test("a record holds the shape and stays below 512 bytes, none of it in the clear", () => {
	const records = [1, 2].map(() => enrol([SHAPE, SHAPE]));
	for (const record of records) {
		assert.ok(record.length <= 512, `${record.length} bytes`);
		for (let at = 0; at + 3 <= record.length; at++) {
			const run = [...record.subarray(at, at + 3)];
			assert.not(SHAPE.join().includes(run.join()), `shape at ${at}`);
		}
	}
});

test("the shape is wiped with the probe", () => {
	const isWiped = () => shapeOf(palmVein, pipeline.exposeProbe()).every((value) => value === 0);
	const record = enrol([SHAPE, SHAPE]);
	acquire(3, SHAPE);
	assert.not(isWiped());
	pipeline.compare(crypto, CONTEXT, record);
	assert.ok(isWiped());
	acquire(3, SHAPE);
	pipeline.addSample();
	assert.ok(isWiped());
	acquire(3, SHAPE);
	pipeline.wipe();
	assert.ok(isWiped());
});

test.run();
