import { test } from "uvu";
import * as assert from "uvu/assert";
import { paddedHeight, paddedLength, paddedWidth } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { ROTATIONS, SCALES } from "../../modules/modality/palm-vein/parameters.js";
import { type Alignment, CANDIDATES, PoseSearch } from "../../modules/pipeline/pose-search.js";
import { SampleMean } from "../../modules/pipeline/sample-mean.js";
import { FuzzyCommitment } from "../../modules/protection/fuzzy-commitment.js";
import { bitCount } from "../../modules/protection/profile.js";
import { encodeWord } from "../../modules/protection/reed-muller.js";
import { codeOf, drawTexture, fieldOf, type Placement, UPRIGHT } from "../modality/palm-field.js";
import { contextOf, crypto, PALM, selectionScratch } from "../protection/palm.js";

const { grid } = palmVein;
const CONTEXT = contextOf(1);

/** An opened reference of one field, and the record of it. */
function openReferenceOf(code: Int8Array): { reference: FuzzyCommitment; record: Uint8Array } {
	const samples = new SampleMean(palmVein);
	samples.add(code, new Int8Array(paddedLength(grid)));
	const reliability = new Int32Array(samples.sum.length);
	samples.reliabilityInto(reliability);
	const reference = new FuzzyCommitment(PALM);
	const features = { mean: samples.sum, reliability, shape: new Int8Array(PALM.shapeLength) };
	const record = reference.commit(crypto, CONTEXT, 1, features, selectionScratch(PALM));
	assert.ok(reference.open(crypto, CONTEXT, record));
	return { reference, record };
}

function rank(search: PoseSearch, code: Int8Array, reference: FuzzyCommitment): Alignment[] {
	const found = search.run(code, reference.cells, reference.signs);
	return search.candidates.slice(0, found).map((candidate) => ({ ...candidate }));
}

/** Sum over the blocks of the largest correlation of the offset probe with any word, by the definition. */
function scoreSlowly(code: Int8Array, reference: FuzzyCommitment, at: Alignment): number {
	const cells = new Int8Array(paddedLength(grid));
	palmVein.poseInto(cells, code, at.pose);
	const softOf = (bit: number) => {
		const cell = reference.cells[bit];
		const plane = Math.floor(cell / (grid.width * grid.height));
		const y = Math.floor(cell / grid.width) % grid.height;
		const x = cell % grid.width;
		const row = plane * paddedHeight(grid) + y + grid.shiftY + at.shiftY;
		return cells[row * paddedWidth(grid) + x + grid.shiftX + at.shiftX] * reference.signs[bit];
	};
	let score = 0;
	for (let block = 0; block < PALM.blocks; block++) {
		const soft = Array.from({ length: 32 }, (_, j) => softOf(32 * block + j));
		const peaks = Array.from({ length: 64 }, (_, symbol) => {
			const word = encodeWord(symbol);
			return soft.reduce((sum, value, j) => sum + ((word >>> j) & 1 ? -value : value), 0);
		});
		score += Math.max(...peaks);
	}
	return score;
}

test("every candidate's score is that of its definition, and they come best first, none twice", () => {
	const { reference } = openReferenceOf(codeOf(fieldOf(drawTexture(1), UPRIGHT)));
	const search = new PoseSearch(palmVein, bitCount(PALM));
	for (const [seed, placement] of [
		[1, UPRIGHT],
		[1, { degrees: 5, scale: 1.04, shiftX: 7, shiftY: -9 }],
		[1, { degrees: -2, scale: 0.97, shiftX: 0, shiftY: 4 }],
	] as const) {
		const code = codeOf(fieldOf(drawTexture(seed), placement));
		const ranked = rank(search, code, reference);
		assert.ok(ranked.length > 0 && ranked.length <= CANDIDATES);
		for (const [i, candidate] of ranked.entries()) {
			assert.is(candidate.score, scoreSlowly(code, reference, candidate), JSON.stringify(candidate));
			assert.ok(i === 0 || candidate.score <= ranked[i - 1].score, "falling order");
			assert.ok(Math.abs(candidate.shiftX) <= grid.shiftX && Math.abs(candidate.shiftY) <= grid.shiftY);
		}
		const places = new Set(ranked.map(({ pose, shiftX, shiftY }) => `${pose}, ${shiftX}, ${shiftY}`));
		assert.is(places.size, ranked.length);
	}
});

test("another palm is given up on before anything is decoded", () => {
	const { reference } = openReferenceOf(codeOf(fieldOf(drawTexture(1), UPRIGHT)));
	const search = new PoseSearch(palmVein, bitCount(PALM));
	for (const seed of [2, 3, 4, 5]) {
		assert.equal(rank(search, codeOf(fieldOf(drawTexture(seed), UPRIGHT)), reference), []);
	}
});

/** Placements that some pose and whole cells of shift undo. */
const KNOWN: readonly Placement[] = [
	UPRIGHT,
	{ ...UPRIGHT, shiftX: 10, shiftY: -10 },
	{ ...UPRIGHT, shiftX: -6, shiftY: 2 },
	{ degrees: 3, scale: 1, shiftX: 4, shiftY: 4 },
	{ degrees: -6, scale: 1, shiftX: 0, shiftY: -4 },
	{ degrees: 0, scale: 1.06, shiftX: -8, shiftY: 0 },
	{ degrees: 6, scale: 0.94, shiftX: 2, shiftY: 6 },
	{ degrees: -3, scale: 1.06, shiftX: 0, shiftY: 0 },
];

test("a known rotation, scale and shift is found", () => {
	const texture = drawTexture(3);
	const { reference } = openReferenceOf(codeOf(fieldOf(texture, UPRIGHT)));
	const search = new PoseSearch(palmVein, bitCount(PALM));
	for (const placement of KNOWN) {
		const [best] = rank(search, codeOf(fieldOf(texture, placement)), reference);
		const what = `${JSON.stringify(placement)} -> ${JSON.stringify(best)}`;
		assert.is(ROTATIONS[best.pose % ROTATIONS.length], placement.degrees, what);
		assert.is(SCALES[Math.floor(best.pose / ROTATIONS.length)], Math.round(100 * placement.scale), what);
		// The shift is counted in the turned grid of cells, each two field pixels: at most one cell away.
		const angle = (placement.degrees * Math.PI) / 180;
		const along =
			(placement.shiftX * Math.cos(angle) + placement.shiftY * Math.sin(angle)) / (2 * placement.scale);
		const down =
			(placement.shiftY * Math.cos(angle) - placement.shiftX * Math.sin(angle)) / (2 * placement.scale);
		assert.ok(Math.abs(best.shiftX - along) <= 1 && Math.abs(best.shiftY - down) <= 1, what);
	}
});

test("the probe's cells at the best candidate open the reference, those of another palm do not", () => {
	const texture = drawTexture(4);
	const { reference, record } = openReferenceOf(codeOf(fieldOf(texture, UPRIGHT)));
	const search = new PoseSearch(palmVein, bitCount(PALM));
	const opens = (probe: Int8Array) =>
		rank(search, probe, reference).some((candidate) => {
			const shift = search.layOutAt(probe, candidate);
			return reference.isMatch(crypto, CONTEXT, record, search.cells, search.at, shift);
		});
	assert.ok(opens(codeOf(fieldOf(texture, { degrees: 4, scale: 0.97, shiftX: 5, shiftY: -3 }))));
	assert.not(opens(codeOf(fieldOf(drawTexture(5), UPRIGHT))));
});

test("wiping leaves nothing of the probe, nor of how well it lay", () => {
	const code = codeOf(fieldOf(drawTexture(1), UPRIGHT));
	const { reference } = openReferenceOf(code);
	const search = new PoseSearch(palmVein, bitCount(PALM));
	rank(search, code, reference);
	search.wipe();
	assert.ok(search.cells.every((soft) => soft === 0));
	assert.ok(search.at.every((index) => index === 0));
	for (const candidate of search.candidates) {
		assert.equal(candidate, { score: 0, pose: 0, shiftX: 0, shiftY: 0 });
	}
});

test.run();
