/**
 * A trait that is none, through the one interface: what a third one needs is its folder and a line in
 * TRAITS.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Recogniser } from "../../host-sim/evaluation/recogniser.js";
import { evaluationCrypto, subjectOf } from "../../host-sim/evaluation/subjects.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { GOOD } from "../../modules/image/blemish.js";
import { type Modality, NO_SHAPE } from "../../modules/modality/modality.js";
import { TRAITS } from "../../modules/modality/traits.js";

const SIDE = 32;
const PLANES = 2;

/** Patches of brightness: a cell's bit says whether a pixel is brighter than the one below or beside it. */
const patches: Modality = {
	...TRAITS[0],
	name: "patches",
	pictures: ["patches"],
	regionLength: SIDE * SIDE,
	regionWidth: SIDE,
	scratchLength: SIDE * SIDE,
	regionInScratch: 0,
	codeLength: PLANES * SIDE * SIDE,
	shape: NO_SHAPE,
	motionMax: 1024,
	grid: { planes: PLANES, width: SIDE, height: SIDE, shiftX: 0, shiftY: 0 },
	poses: { count: 1, coarse: [0], sampleBlocks: 16, coarseLead: 0, fineLead: 0, neighbours: [[]] },
	commitment: { tileWidth: 8, tileHeight: 8, blocks: 16, keySymbols: 6, bitErrorMax: 256 },
	locateInto({ pixels, mask }, { data, offset, width, height, stride }) {
		if (width < SIDE || height < SIDE) return "too-far";
		for (let row = 0; row < SIDE; row++) {
			const start = offset + row * stride;
			pixels.set(data.subarray(start, start + SIDE), row * SIDE);
		}
		mask.fill(GOOD);
		return undefined;
	},
	assess: ({ pixels }) => (Math.max(...pixels) < 16 ? "too-dark" : undefined),
	extractInto(code, { pixels }) {
		for (let i = 0; i < SIDE * SIDE; i++) {
			const beside = pixels[i] - pixels[i % SIDE === SIDE - 1 ? i - 1 : i + 1];
			const below = pixels[i] - pixels[(i + SIDE) % (SIDE * SIDE)];
			code[i] = Math.max(-15, Math.min(15, beside));
			code[i + SIDE * SIDE] = Math.max(-15, Math.min(15, below));
		}
		return undefined;
	},
	poseInto: (cells, code) => cells.set(code),
};

test("a third trait enrols, matches its own person and refuses another, by the same pipeline", () => {
	const recogniser = new Recogniser(patches);
	const crypto = evaluationCrypto("third trait");
	const subject = subjectOf(crypto, "someone", patches.id);
	const samples = [1, 2, 3].map((sample) => codeOf(recogniser, "someone", sample));
	const enrolment = recogniser.enrol(crypto, subject, samples, samples.length, 1);
	assert.is(enrolment.kind, "enrolled");
	if (enrolment.kind !== "enrolled") return;
	const compare = (person: string) =>
		recogniser.verify(crypto, subject, enrolment.record, codeOf(recogniser, person, 9));
	assert.is(compare("someone"), "match");
	assert.is(compare("somebody else"), "non-match");
	assert.equal(recogniser.extract({ width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE) }), {
		kind: "refused",
		reason: "too-dark",
	});
});

test("the firmware outside a trait's folder names no trait but in the list of traits", () => {
	const folders = readdirSync("modules/modality", { withFileTypes: true }).filter((entry) =>
		entry.isDirectory(),
	);
	assert.is(folders.length, TRAITS.length);
	const named = sourcesOf("modules").filter((file) => {
		const text = readFileSync(file, "utf8");
		return folders.some(({ name }) => new RegExp(`from ".*/${name}/`).test(text));
	});
	assert.equal(named, [join("modules", "modality", "traits.ts")]);
});

test("traits have ids of their own, in rising order", () => {
	const ids = TRAITS.map(({ id }) => id);
	assert.equal(ids, [...new Set(ids)].sort());
});

function codeOf(recogniser: Recogniser, person: string, sample: number): Int8Array {
	const own = createPrng(`patches of ${person}`);
	const noise = createPrng(`noise of ${person} ${sample}`);
	const data = Uint8Array.from({ length: SIDE * SIDE }, () => 40 + own.nextBelow(160) + noise.nextBelow(12));
	const extraction = recogniser.extract({ width: SIDE, height: SIDE, data });
	if (extraction.kind === "refused") throw new Error(extraction.reason);
	return extraction.code;
}

/** TypeScript files below a folder, but for those of the traits' own folders. */
function sourcesOf(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (!entry.isDirectory()) return path.endsWith(".ts") ? [path] : [];
		return folder === join("modules", "modality") ? [] : sourcesOf(path);
	});
}

test.run();
