import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { decodeWordInto, encodeWord, SYMBOL_BITS, WORD_BITS } from "../../modules/protection/reed-muller.js";

const SYMBOLS = Array.from({ length: 1 << SYMBOL_BITS }, (_, symbol) => symbol);

/** Bit j of the word of s by the definition: m . j + s0 over GF(2). */
function bitOf(symbol: number, j: number): number {
	let bit = symbol & 1;
	for (let k = 0; k < 5; k++) bit ^= (symbol >> (k + 1)) & (j >> k) & 1;
	return bit;
}

/** Correlation of 32 soft values with each of the 64 words, by their definition. */
function correlations(soft: readonly number[]): number[] {
	return SYMBOLS.map((symbol) =>
		soft.reduce((sum, value, j) => sum + (bitOf(symbol, j) === 0 ? value : -value), 0),
	);
}

function decode(soft: readonly number[]): { symbol: number; margin: number } {
	const out = { symbol: -1, margin: -1 };
	decodeWordInto(out, Int32Array.from(soft));
	return out;
}

/** Hard values of a word: +1 where its bit is 0. */
function hard(word: number): number[] {
	return Array.from({ length: WORD_BITS }, (_, j) => ((word >>> j) & 1 ? -1 : 1));
}

test("every symbol's word is its affine function", () => {
	for (const symbol of SYMBOLS) {
		for (let j = 0; j < WORD_BITS; j++) {
			assert.is((encodeWord(symbol) >>> j) & 1, bitOf(symbol, j), `symbol ${symbol}, bit ${j}`);
		}
	}
});

test("any two words differ in at least 16 bits", () => {
	for (const a of SYMBOLS) {
		for (const b of SYMBOLS) {
			if (a === b) continue;
			const distance = hard(encodeWord(a) ^ encodeWord(b)).filter((value) => value < 0).length;
			assert.ok(distance === 16 || distance === 32, `${a} and ${b}: ${distance}`);
		}
	}
});

test("every symbol survives any seven wrong bits", () => {
	const prng = createPrng(1, "rm-errors");
	for (const symbol of SYMBOLS) {
		for (let errors = 0; errors <= 7; errors++) {
			for (let trial = 0; trial < 20; trial++) {
				const soft = hard(encodeWord(symbol));
				for (const j of draw(prng, errors)) soft[j] = -soft[j];
				assert.is(decode(soft).symbol, symbol, `symbol ${symbol}, ${errors} errors`);
			}
		}
	}
});

test("fifteen missing bits and eight weak wrong ones are borne by the strong right ones", () => {
	const prng = createPrng(2, "rm-errors");
	for (const symbol of SYMBOLS) {
		const missing = hard(encodeWord(symbol));
		for (const j of draw(prng, 15)) missing[j] = 0;
		assert.is(decode(missing).symbol, symbol);
		const weak = hard(encodeWord(symbol)).map((value) => 15 * value);
		for (const j of draw(prng, 8)) weak[j] /= -15;
		assert.is(decode(weak).symbol, symbol);
	}
});

test("a soft decision and its margin are those of the 64 correlations", () => {
	const prng = createPrng(3, "rm-soft");
	for (let trial = 0; trial < 3000; trial++) {
		const soft = Array.from({ length: WORD_BITS }, () => prng.nextBelow(31) - 15);
		const all = correlations(soft);
		const { symbol, margin } = decode(soft);
		const best = Math.max(...all);
		assert.is(all[symbol], best);
		// The margin is counted between words of different linear part: a word and its complement are one peak.
		const others = all.filter((_, other) => other >> 1 !== symbol >> 1);
		assert.is(margin, best - Math.max(...others));
	}
});

test("a block that was not measured is decided with no margin", () => {
	assert.is(decode(new Array(WORD_BITS).fill(0)).margin, 0);
});

function draw(prng: ReturnType<typeof createPrng>, count: number): number[] {
	const places = Array.from({ length: WORD_BITS }, (_, j) => j);
	return Array.from({ length: count }, () => places.splice(prng.nextBelow(places.length), 1)[0]);
}

test.run();
