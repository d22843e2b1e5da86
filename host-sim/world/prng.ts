/**
 * The simulated world's only source of chance: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47(4), 2021), one generator for every name. Seed and name give
 * its 128-bit state: the first 16 bytes, as four little-endian words, of SHA-256 over the JSON text of the
 * array [seed, name, name ...]. So a part of the world that draws more or fewer numbers never shifts the
 * numbers of another part.
 *
 * Every number below is an integer or comes from integers by exact steps: the same on every machine. Not
 * for secrets.
 */
import { createHash } from "node:crypto";

export interface Prng {
	/** 0 .. 2^32-1. */
	nextUint32(): number;
	/** 0 .. bound-1, unbiased; `bound` is 1 .. 2^32. */
	nextBelow(bound: number): number;
	/** low <= x < high in steps of (high - low) / 2^32. */
	nextBetween(low: number, high: number): number;
	/** Mean 0, standard deviation 1 (0.99999), in steps of 1/256 within +-6: the sum of twelve random bytes. */
	nextNormal(): number;
	/** The generator of a part: the same for the same name, however many numbers were drawn here. */
	split(name: string): Prng;
}

export function createPrng(seed: number | string, ...names: readonly string[]): Prng {
	const path = [String(seed), ...names];
	const digest = createHash("sha256").update(JSON.stringify(path)).digest();
	const nextUint32 = xoshiro128(
		digest.readUInt32LE(0),
		digest.readUInt32LE(4),
		digest.readUInt32LE(8),
		digest.readUInt32LE(12),
	);
	return {
		nextUint32,
		nextBelow: (bound) => {
			const unbiased = 2 ** 32 - (2 ** 32 % bound);
			let draw = nextUint32();
			while (draw >= unbiased) draw = nextUint32();
			return draw % bound;
		},
		nextBetween: (low, high) => low + (high - low) * (nextUint32() / 2 ** 32),
		nextNormal: () => (byteSum(nextUint32()) + byteSum(nextUint32()) + byteSum(nextUint32()) - 1530) / 256,
		split: (name) => createPrng(path[0], ...path.slice(1), name),
	};
}

/** The bare generator; the four words must not all be zero. */
export function xoshiro128(word0: number, word1: number, word2: number, word3: number): () => number {
	let s0 = word0 | 0;
	let s1 = word1 | 0;
	let s2 = word2 | 0;
	let s3 = word3 | 0;
	return () => {
		const product = Math.imul(s1, 5);
		const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
		const shifted = s1 << 9;
		s2 ^= s0;
		s3 ^= s1;
		s1 ^= s2;
		s0 ^= s3;
		s2 ^= shifted;
		s3 = (s3 << 11) | (s3 >>> 21);
		return result;
	};
}

function byteSum(word: number): number {
	return (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);
}
