import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { encodeWord, WORD_BITS } from "../../modules/protection/reed-muller.js";
import { packCells, sumPeaksInto } from "../../modules/protection/word-peaks.js";

const SYMBOLS = Array.from({ length: 64 }, (_, symbol) => symbol);
const STEPS = [1, 2] as const;

/** A probe's cells, and a reference's bits in them; `reach` cells on both sides stay free for shifts. */
function draw(seed: number, blocks: number, size: number) {
	const prng = createPrng(seed, "word-peaks");
	const reach = 7;
	const cells = Int8Array.from({ length: 200 }, () => prng.nextBelow(2 * size + 1) - size);
	const at = Int16Array.from(
		{ length: blocks * WORD_BITS },
		() => reach + prng.nextBelow(cells.length - 2 * reach - 4),
	);
	const signs = Int8Array.from(at, () => (prng.nextBelow(2) === 0 ? 1 : -1));
	return { cells, at, signs, reach };
}

/** The sum of the largest correlations by their definition, at one shift. */
function sumSlowly(cells: Int8Array, at: Int16Array, signs: Int8Array, shift: number): number {
	let sum = 0;
	for (let first = 0; first < at.length; first += WORD_BITS) {
		const peaks = SYMBOLS.map((symbol) => {
			let correlation = 0;
			for (let j = 0; j < WORD_BITS; j++) {
				const soft = cells[at[first + j] + shift] * signs[first + j];
				correlation += (encodeWord(symbol) >>> j) & 1 ? -soft : soft;
			}
			return correlation;
		});
		sum += Math.max(...peaks);
	}
	return sum;
}

function assertPeaks({ cells, at, signs }: ReturnType<typeof draw>, step: number, shift: number): void {
	const packed = new Int32Array(cells.length);
	const peaks = new Int32Array(3);
	packCells(packed, cells, step);
	sumPeaksInto(peaks, new Int32Array(WORD_BITS), packed, at, signs, shift, at.length);
	const slowly = [0, 1, 2].map((lane) => sumSlowly(cells, at, signs, shift + lane * step));
	assert.equal([...peaks], slowly, `step ${step}, shift ${shift}`);
}

test("three packed lanes have the peaks of three separate transforms, at every shift", () => {
	for (let seed = 1; seed <= 60; seed++) {
		const drawn = draw(seed, 1 + (seed % 4), 1 + (seed % 15));
		for (const step of STEPS) for (const shift of [-drawn.reach, 0, 3]) assertPeaks(drawn, step, shift);
	}
});

test("lanes do not spill into each other at the ends of their range", () => {
	const extremes = [...SYMBOLS.map(encodeWord), 0, -1];
	for (let seed = 1; seed <= 200; seed++) {
		const prng = createPrng(seed, "word-extremes");
		const cells = new Int8Array(3 * WORD_BITS + 2);
		for (let lane = 0; lane < 3; lane++) {
			const word = extremes[prng.nextBelow(extremes.length)];
			for (let j = 0; j < WORD_BITS; j++) cells[3 * j + lane] = (word >>> j) & 1 ? -15 : 15;
		}
		const at = Int16Array.from({ length: WORD_BITS }, (_, j) => 3 * j);
		assertPeaks({ cells, at, signs: new Int8Array(WORD_BITS).fill(1), reach: 0 }, 1, 0);
	}
});

test("only the blocks asked for are added up", () => {
	const { cells, at, signs } = draw(1, 4, 15);
	const packed = new Int32Array(cells.length);
	packCells(packed, cells, 1);
	const peaks = new Int32Array(3);
	sumPeaksInto(peaks, new Int32Array(WORD_BITS), packed, at, signs, 0, 2 * WORD_BITS);
	assert.is(peaks[1], sumSlowly(cells, at.subarray(0, 64), signs.subarray(0, 64), 1));
});

test.run();
