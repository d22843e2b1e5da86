import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { EXP, multiply } from "../../modules/protection/galois.js";
import { ReedSolomon } from "../../modules/protection/reed-solomon.js";

/**
 * Codes of the palm, the smallest there is, an even and an odd number of parity symbols, and the unshortened
 * one.
 */
const CODES = [
	[31, 21],
	[2, 1],
	[20, 9],
	[63, 45],
] as const;

/** By the definition: alpha^1 .. alpha^(n-k) are roots. */
function isCodeword(word: Uint8Array, parity: number): boolean {
	for (let i = 1; i <= parity; i++) {
		let sum = 0;
		for (let j = 0; j < word.length; j++) sum ^= multiply(word[j], EXP[(i * j) % 63]);
		if (sum !== 0) return false;
	}
	return true;
}

function randomCodeword(code: ReedSolomon, prng: Prng): Uint8Array {
	const word = Uint8Array.from({ length: code.n }, () => prng.nextBelow(64));
	code.encode(word);
	return word;
}

function drawPlaces(prng: Prng, n: number, count: number): number[] {
	const places = Array.from({ length: n }, (_, i) => i);
	return Array.from({ length: count }, () => places.splice(prng.nextBelow(places.length), 1)[0]);
}

/** A codeword with `errors` wrong symbols and `erasures` symbols that may be anything. */
function damaged(code: ReedSolomon, prng: Prng, errors: number, erasures: number) {
	const sent = randomCodeword(code, prng);
	const word = sent.slice();
	const places = drawPlaces(prng, code.n, errors + erasures);
	for (const place of places.slice(erasures)) word[place] ^= 1 + prng.nextBelow(63);
	for (const place of places.slice(0, erasures)) word[place] = prng.nextBelow(64);
	return { sent, word, erased: Uint8Array.from(places.slice(0, erasures)) };
}

function distance(a: Uint8Array, b: Uint8Array, except: Uint8Array): number {
	return a.filter((symbol, i) => symbol !== b[i] && !except.includes(i)).length;
}

for (const [n, k] of CODES) {
	const parity = n - k;

	test(`RS(${n},${k}): encoding keeps the message and makes a codeword`, () => {
		const code = new ReedSolomon(n, k);
		const prng = createPrng(n, "rs-encode");
		for (let trial = 0; trial < 200; trial++) {
			const message = Uint8Array.from({ length: n }, () => prng.nextBelow(64));
			const word = message.slice();
			code.encode(word);
			assert.equal(word.subarray(parity), message.subarray(parity));
			assert.ok(isCodeword(word, parity));
		}
	});

	test(`RS(${n},${k}): all e errors and f erasures with 2e + f <= ${parity} are corrected`, () => {
		const code = new ReedSolomon(n, k);
		const prng = createPrng(n, "rs-within");
		for (let erasures = 0; erasures <= parity; erasures++) {
			for (let errors = 0; 2 * errors + erasures <= parity; errors++) {
				for (let trial = 0; trial < 25; trial++) {
					const { sent, word, erased } = damaged(code, prng, errors, erasures);
					const what = `${errors} errors, ${erasures} erasures, trial ${trial}`;
					assert.ok(code.decode(word, erased, erasures), what);
					assert.equal(word, sent, what);
				}
			}
		}
	});

	test(`RS(${n},${k}): beyond that it says no, or gives a codeword that is near enough`, () => {
		const code = new ReedSolomon(n, k);
		const prng = createPrng(n, "rs-beyond");
		let refused = 0;
		for (let trial = 0; trial < 4000; trial++) {
			const erasures = prng.nextBelow(parity + 1);
			const least = Math.floor((parity - erasures) / 2) + 1;
			const errors = Math.min(n - erasures, least + prng.nextBelow(n - erasures - least + 1));
			const { word, erased } = damaged(code, prng, errors, erasures);
			const received = word.slice();
			if (!code.decode(word, erased, erasures)) {
				refused++;
				continue;
			}
			assert.ok(isCodeword(word, parity), `trial ${trial}: accepted a word that is not of the code`);
			const corrected = distance(word, received, erased);
			assert.ok(2 * corrected + erasures <= parity, `trial ${trial}: ${corrected}, ${erasures} erasures`);
		}
		assert.ok(n === 2 || refused > 0, "nothing was refused");
	});
}

test("only as many of the listed erasures count as are asked for", () => {
	const code = new ReedSolomon(31, 21);
	const prng = createPrng(9, "rs-list");
	const { sent, word } = damaged(code, prng, 5, 0);
	const list = Uint8Array.from({ length: 31 }, (_, i) => i);
	assert.ok(code.decode(word, list, 0));
	assert.equal(word, sent);
	assert.throws(() => code.decode(word, list, 11), /more erasures/);
});

test("decoding does not depend on what was decoded before", () => {
	const code = new ReedSolomon(31, 21);
	const prng = createPrng(10, "rs-state");
	for (let trial = 0; trial < 200; trial++) {
		const first = damaged(code, prng, prng.nextBelow(12), 0);
		const again = first.word.slice();
		const fresh = new ReedSolomon(31, 21).decode(again, first.erased, 0);
		assert.is(code.decode(first.word, first.erased, 0), fresh);
		if (fresh) assert.equal(first.word, again);
	}
});

test("a code that cannot be is refused", () => {
	for (const [n, k] of [
		[64, 10],
		[10, 10],
		[10, 0],
	] as const) {
		assert.throws(() => new ReedSolomon(n, k), /0 < k < n <= 63/);
	}
});

test.run();
