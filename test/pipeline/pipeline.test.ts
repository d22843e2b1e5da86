import { test } from "uvu";
import * as assert from "uvu/assert";
import { grayImage } from "../../modules/image/gray-image.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { FIELD_SIDE, REGION_SIDE } from "../../modules/modality/palm-vein/parameters.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { regionOf } from "../modality/region.js";
import { contextOf, crypto } from "../protection/palm.js";
import { captureOf, plainFrame } from "../unit/people.js";

const CONTEXT = contextOf(1);
const PEOPLE = ["a", "b", "c", "d"];

function acquire(pipeline: Pipeline, person: string, session: number, sample: number): void {
	const { pixels, width, height } = captureOf(person, { session, sample, condition: "good" });
	assert.is(pipeline.acquire(grayImage(pixels.slice(), width, height)), undefined);
}

function enrol(pipeline: Pipeline, person: string): Uint8Array {
	for (let sample = 1; sample <= 3; sample++) {
		acquire(pipeline, person, 1, sample);
		assert.ok(pipeline.addSample(), `${person}, sample ${sample}`);
	}
	assert.is(pipeline.sampleCount, 3);
	return pipeline.commit(crypto, CONTEXT, 1);
}

function compare(pipeline: Pipeline, record: Uint8Array, person: string, session: number, sample = 1) {
	acquire(pipeline, person, session, sample);
	return pipeline.compare(crypto, CONTEXT, record);
}

test("a synthetic palm matches its own record on another day, and nobody else's", () => {
	const pipeline = new Pipeline(palmVein);
	const records = PEOPLE.map((person) => enrol(pipeline, person));
	for (const [i, record] of records.entries()) {
		for (const person of PEOPLE) {
			const expected = person === PEOPLE[i] ? "match" : "non-match";
			assert.is(compare(pipeline, record, person, 2), expected, `${person} against ${PEOPLE[i]}`);
		}
	}
});

test("the other hand of the same person does not match", () => {
	const pipeline = new Pipeline(palmVein);
	const record = enrol(pipeline, "a");
	const { pixels } = captureOf("a", { session: 1, sample: 1, condition: "good" });
	const mirrored = pixels.map((_, i) => pixels[i - (i % 128) + 127 - (i % 128)]);
	assert.is(pipeline.acquire(grayImage(mirrored, 128, 128)), undefined);
	assert.is(pipeline.compare(crypto, CONTEXT, record), "non-match");
});

test("a record of another subject or with a flipped bit is unreadable", () => {
	const pipeline = new Pipeline(palmVein);
	const record = enrol(pipeline, "a");
	acquire(pipeline, "a", 1, 1);
	assert.is(pipeline.compare(crypto, contextOf(2), record), "unreadable");
	record[60] ^= 1;
	assert.is(compare(pipeline, record, "a", 1), "unreadable");
});

test("two records of one palm share no bytes beyond the header, and both match", () => {
	const pipeline = new Pipeline(palmVein);
	const records = [enrol(pipeline, "a"), enrol(pipeline, "a")];
	const alike = records[0].subarray(4).filter((byte, i) => byte === records[1][4 + i]).length;
	assert.ok(alike < 12, `${alike} bytes alike`);
	for (const record of records) assert.is(compare(pipeline, record, "a", 2), "match");
});

test("a frame without light, with too much of it, or that shows nothing is refused for that", () => {
	const pipeline = new Pipeline(palmVein);
	const refusalOf = (pixels: Uint8Array) => pipeline.acquire(grayImage(pixels.slice(), 128, 128));
	for (const person of PEOPLE) {
		const capture = { session: 1, sample: 1 };
		assert.is(refusalOf(captureOf(person, { ...capture, condition: "too-dark" }).pixels), "too-dark");
		assert.is(refusalOf(captureOf(person, { ...capture, condition: "too-bright" }).pixels), "too-bright");
		assert.is(refusalOf(captureOf(person, { ...capture, condition: "nothing" }).pixels), "too-dark");
	}
	assert.is(refusalOf(plainFrame(0).pixels), "too-dark");
	assert.is(refusalOf(plainFrame(29).pixels), "too-dark");
	assert.is(refusalOf(plainFrame(30).pixels), "low-contrast");
	assert.is(refusalOf(plainFrame(253).pixels), "low-contrast");
	assert.is(refusalOf(plainFrame(254).pixels), "too-bright");
});

test("half a palm lost in glare is too bright, half of it in shadow too dark", () => {
	const pipeline = new Pipeline(palmVein);
	const { pixels } = captureOf("a", { session: 1, sample: 1, condition: "good" });
	const half = (level: number) => pixels.map((value, i) => (i % 128 < 70 ? level : value));
	assert.is(pipeline.acquire(grayImage(half(255), 128, 128)), "too-bright");
	assert.is(pipeline.acquire(grayImage(half(0), 128, 128)), "too-dark");
});

test("a palm that shows only coarse waves beside what stands out around it is blurred", () => {
	const pixels = new Uint8Array(FIELD_SIDE * FIELD_SIDE);
	const margin = (FIELD_SIDE - REGION_SIDE) / 2 - 2;
	for (let i = 0; i < pixels.length; i++) {
		const x = i % FIELD_SIDE;
		const y = Math.floor(i / FIELD_SIDE);
		const isPalm = Math.min(x, y) >= margin && Math.max(x, y) < FIELD_SIDE - margin;
		pixels[i] = isPalm
			? 120 + Math.round(30 * Math.sin((x + y) / 9))
			: (x >> 2) % 2 === (y >> 2) % 2
				? 60
				: 180;
	}
	const code = new Int8Array(palmVein.codeLength);
	const scratch = new Int16Array(palmVein.scratchLength);
	assert.is(palmVein.extractInto(code, regionOf(palmVein, pixels), scratch), "blurred");
});

test("palms with much fine detail, seen out of focus, are refused as blurred", () => {
	const pipeline = new Pipeline(palmVein);
	// Three of the first twelve: of the others noise makes up for some of what blur takes, and they may pass.
	for (const person of ["a", "f", "i"]) {
		for (const sample of [1, 2, 3]) {
			acquire(pipeline, person, 1, sample);
			const { pixels } = captureOf(person, { session: 1, sample, condition: "blurred" });
			const refusal = pipeline.acquire(grayImage(pixels.slice(), 128, 128));
			assert.is(refusal, "blurred", `${person}, sample ${sample}`);
		}
	}
});

test("a sample of another palm is refused and changes nothing", () => {
	const pipeline = new Pipeline(palmVein);
	for (const other of ["b", "c", "d"]) {
		acquire(pipeline, "a", 1, 1);
		assert.ok(pipeline.addSample());
		acquire(pipeline, other, 1, 1);
		assert.not(pipeline.addSample(), other);
		assert.is(pipeline.sampleCount, 1);
		for (const sample of [2, 3]) {
			acquire(pipeline, "a", 1, sample);
			assert.ok(pipeline.addSample());
		}
		const record = pipeline.commit(crypto, CONTEXT, 1);
		assert.is(compare(pipeline, record, "a", 2), "match");
		assert.is(compare(pipeline, record, other, 1), "non-match");
	}
});

test("the probe is wiped by every step that uses it up, and samples by the commit", () => {
	const pipeline = new Pipeline(palmVein);
	const probe = pipeline.exposeProbe();
	const isWiped = () => probe.every((soft) => soft === 0);
	const record = enrol(pipeline, "a");
	assert.ok(isWiped(), "after the last sample and the commit");
	assert.is(pipeline.sampleCount, 0);
	acquire(pipeline, "a", 1, 1);
	assert.not(isWiped());
	pipeline.addSample();
	assert.ok(isWiped(), "after a sample");
	acquire(pipeline, "b", 1, 1);
	assert.not(pipeline.addSample());
	assert.ok(isWiped(), "after a sample that was refused");
	pipeline.wipe();
	assert.is(pipeline.sampleCount, 0);
	for (const [person, context] of [
		["a", CONTEXT],
		["b", CONTEXT],
		["a", contextOf(2)],
	] as const) {
		acquire(pipeline, person, 1, 1);
		pipeline.compare(crypto, context, record);
		assert.ok(isWiped(), "after a comparison");
	}
	acquire(pipeline, "a", 1, 1);
	pipeline.wipe();
	assert.ok(isWiped(), "after an abandoned capture");
});

test("a comparison that throws wipes the probe all the same", () => {
	const pipeline = new Pipeline(palmVein);
	const record = enrol(pipeline, "a");
	acquire(pipeline, "a", 1, 1);
	const dead = { ...crypto, openInto: die };
	assert.throws(() => pipeline.compare(dead, CONTEXT, record), /the hardware is dead/);
	assert.ok(pipeline.exposeProbe().every((soft) => soft === 0));
});

function die(): never {
	throw new Error("the hardware is dead");
}

test("what was compared before does not change an answer", () => {
	const used = new Pipeline(palmVein);
	const record = enrol(used, "a");
	for (const person of ["b", "a", "c", "a"]) {
		const fresh = new Pipeline(palmVein);
		assert.is(compare(used, record, person, 3), compare(fresh, record, person, 3), person);
	}
});

test.run();
