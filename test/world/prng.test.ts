import { test } from "uvu";
import * as assert from "uvu/assert";
import { cosine, exponential, sine } from "../../host-sim/world/portable-math.js";
import { createPrng, xoshiro128 } from "../../host-sim/world/prng.js";

function take(count: number, next: () => number): number[] {
	return Array.from({ length: count }, next);
}

test("the generator is xoshiro128** 1.1", () => {
	// Reckoned by hand-written Python from the authors' definition, state 1, 2, 3, 4.
	const expected = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
	assert.equal(take(8, xoshiro128(1, 2, 3, 4)), expected);
	// From the authors' C program, as published with a 6502 port of it.
	const state = [0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0] as const;
	assert.equal(take(4, xoshiro128(...state)), [0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70]);
});

test("seed and name give the state by SHA-256 of their JSON text", () => {
	// Reckoned in Python: hashlib.sha256(b'["7","x"]') and b'["7","x","y"]'.
	const parent = createPrng(7, "x");
	assert.equal(take(4, parent.nextUint32), [1696262235, 2157016388, 2883490477, 2592871561]);
	const child = [1057318236, 2130109024, 4185363758, 1629159028];
	assert.equal(take(4, parent.split("y").nextUint32), child, "whatever the parent has drawn");
	assert.equal(take(4, createPrng("7", "x", "y").nextUint32), child);
});

test("nextBelow stays below its bound and hits every value about equally often", () => {
	const prng = createPrng(1, "dice");
	const hits = new Array<number>(6).fill(0);
	for (let i = 0; i < 60_000; i++) hits[prng.nextBelow(6)]++;
	for (const count of hits) assert.ok(Math.abs(count - 10_000) < 500, String(hits));
	assert.is(prng.nextBelow(1), 0);
});

test("nextBetween and nextNormal have the mean and spread they promise", () => {
	const prng = createPrng(2, "numbers");
	let sum = 0;
	let squares = 0;
	for (let i = 0; i < 100_000; i++) {
		const between = prng.nextBetween(-3, 5);
		assert.ok(between >= -3 && between < 5);
		const normal = prng.nextNormal();
		sum += normal;
		squares += normal * normal;
	}
	assert.ok(Math.abs(sum / 100_000) < 0.02);
	assert.ok(Math.abs(squares / 100_000 - 1) < 0.02);
});

test("portable sine, cosine and exponential agree with the engine's to a billionth", () => {
	for (let x = -20; x <= 20; x += 0.0137) {
		assert.ok(Math.abs(sine(5 * x) - Math.sin(5 * x)) < 1e-9, `sine ${5 * x}`);
		assert.ok(Math.abs(cosine(5 * x) - Math.cos(5 * x)) < 1e-9, `cosine ${5 * x}`);
		assert.ok(Math.abs(exponential(x) / Math.exp(x) - 1) < 1e-9, `exponential ${x}`);
	}
});

test.run();
