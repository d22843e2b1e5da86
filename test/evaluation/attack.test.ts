import { test } from "uvu";
import * as assert from "uvu/assert";
import { Annealing } from "../../host-sim/evaluation/annealing.js";
import { bitCount } from "../../host-sim/evaluation/hamming-search.js";
import { LINKAGE_FUNCTIONS, type LinkableRecord } from "../../host-sim/evaluation/linkage-functions.js";
import { invertPositiveDefinite, isPositiveDefinite } from "../../host-sim/evaluation/symmetric-matrix.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { encodeWord } from "../../modules/protection/reed-muller.js";

test("a symmetric matrix times its inverse is the unit matrix, and an indefinite one is refused", () => {
	const n = 12;
	const prng = createPrng("matrix");
	const root = Float64Array.from({ length: n * n }, () => prng.nextNormal());
	const matrix = new Float64Array(n * n);
	for (let i = 0; i < n; i++)
		for (let j = 0; j < n; j++)
			for (let k = 0; k < n; k++) matrix[i * n + j] += root[i * n + k] * root[j * n + k];
	const inverse = invertPositiveDefinite(matrix, n) ?? new Float64Array(n * n);
	for (let i = 0; i < n; i++)
		for (let j = 0; j < n; j++) {
			let sum = 0;
			for (let k = 0; k < n; k++) sum += matrix[i * n + k] * inverse[k * n + j];
			assert.ok(Math.abs(sum - (i === j ? 1 : 0)) < 1e-6, `${i} ${j} ${sum}`);
		}
	assert.is(isPositiveDefinite(Float64Array.from([1, 2, 2, 1]), 2), false);
	assert.is(invertPositiveDefinite(Float64Array.from([1, 2, 2, 1]), 2), undefined);
});

test("ones of a word are counted as a loop counts them", () => {
	const prng = createPrng("words");
	for (const word of [0, -1, 1, -2147483648, ...Array.from({ length: 100 }, () => prng.nextUint32() | 0)]) {
		assert.is(bitCount(word), [...(word >>> 0).toString(2)].filter((digit) => digit === "1").length);
	}
});

/** A palm of strongly coupled bits: every bit tends to equal its neighbours along the committed order. */
function chainCouplings(bits: number): Float32Array {
	const couplings = new Float32Array(bits * bits);
	for (let i = 0; i + 31 < bits; i++) {
		couplings[i * bits + i + 31] = couplings[(i + 31) * bits + i] = 3;
	}
	return couplings;
}

test("annealing finds the committed words of a reference whose bits depend on each other", () => {
	const blocks = 6;
	const prng = createPrng("annealing");
	const words = Array.from({ length: blocks }, () => prng.nextBelow(64));
	// Every bit of this palm is positive, which the couplings favour: the offset is then the codeword itself.
	const signs = Int8Array.from({ length: 32 * blocks }, (_, i) =>
		(encodeWord(words[i >> 5]) >>> (i & 31)) & 1 ? -1 : 1,
	);
	const annealing = new Annealing(chainCouplings(32 * blocks), signs);
	signs.fill(0);
	let energy = 0;
	let found = false;
	for (let attempt = 0; attempt < 20 && !found; attempt++) {
		energy = annealing.attempt(prng, { start: 8, end: 0.8, sweeps: 40 });
		const symbols = [...annealing.symbols];
		found =
			symbols.every((symbol, i) => symbol === words[i]) || symbols.every((s, i) => s === (words[i] ^ 1));
	}
	assert.ok(found);
	// Ground state: every coupled pair agrees.
	assert.is(Math.round(energy), -3 * (32 * blocks - 31));
});

function scoreOf(name: string, a: LinkableRecord, b: LinkableRecord): number {
	const linkage = LINKAGE_FUNCTIONS.find((one) => one.name.includes(name));
	assert.ok(linkage, name);
	return linkage?.score(a, b) ?? Number.NaN;
}

test("linkage functions see what they should in records made by hand", () => {
	const record = new Uint8Array(100);
	const other = record.slice();
	other[0] = 0xff; // header, of no account
	other[20] = 0xff; // eight bits of the identifier
	other[99] = 0x0f; // four bits of the sealed part
	const word = (symbol: number) =>
		Array.from({ length: 32 }, (_, j) => ((encodeWord(symbol) >>> j) & 1 ? -1 : 1));
	const a = {
		record,
		cells: Int16Array.from({ length: 64 }, (_, i) => i),
		signs: Int8Array.from([...word(7), ...word(9)]),
	};
	const b = {
		record: other,
		cells: a.cells.map((cell) => cell + 16),
		signs: Int8Array.from([...word(20), ...word(40)]),
	};
	const c = { ...b, cells: a.cells };
	assert.is(scoreOf("whole record", a, b), 12 / (8 * 96));
	assert.is(scoreOf("identifier", a, b), 8 / (8 * 32));
	assert.is(scoreOf("sealed", a, b), 4 / (8 * 48));
	assert.is(scoreOf("equal bytes", a, b), 94);
	assert.is(scoreOf("code offset", a, a), 1);
	assert.is(scoreOf("positions", a, b), 0.75);
	// The difference of two codewords is a codeword: every place in common agrees with it.
	assert.is(scoreOf("decodability", a, c), 1);
	assert.is(scoreOf("decodability", a, b), 0);
});

test.run();
