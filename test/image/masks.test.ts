import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { BLEMISH, GOOD, OUTSIDE, widenBlemishes } from "../../modules/image/blemish.js";
import { continueOutside } from "../../modules/image/continue.js";

const SIDES = [1, 2, 3, 8, 17, 32];

function drawMask(prng: Prng, side: number, values: readonly number[]): Uint8Array {
	return Uint8Array.from({ length: side * side }, () => values[prng.nextBelow(values.length)]);
}

/** Good pixels within `radius` of a blemish, in one direction only. */
function widenOneWay(mask: Uint8Array, side: number, radius: number, way: "row" | "column"): Uint8Array {
	return mask.map((value, i) => {
		if (value !== GOOD) return value;
		const x = i % side;
		const y = Math.floor(i / side);
		for (let d = -radius; d <= radius; d++) {
			const [u, v] = way === "row" ? [x + d, y] : [x, y + d];
			if (u < 0 || v < 0 || u >= side || v >= side) continue;
			if (mask[v * side + u] === BLEMISH) return BLEMISH;
		}
		return GOOD;
	});
}

test("blemishes spread along rows, and what they reach along columns", () => {
	const prng = createPrng(1, "blemish");
	for (const side of SIDES) {
		for (const radius of [0, 1, 2, 5, 40]) {
			for (let trial = 0; trial < 20; trial++) {
				const few = [GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, BLEMISH, OUTSIDE];
				const mask = drawMask(prng, side, few);
				const slow = widenOneWay(widenOneWay(mask, side, radius, "row"), side, radius, "column");
				widenBlemishes(mask, side, radius);
				assert.equal(mask, slow, `side ${side}, radius ${radius}`);
			}
		}
	}
});

test("one blemish among good pixels becomes a square, cut off at the border", () => {
	for (const [x, y] of [
		[10, 10],
		[0, 0],
		[19, 4],
	]) {
		const mask = new Uint8Array(400).fill(GOOD);
		mask[y * 20 + x] = BLEMISH;
		widenBlemishes(mask, 20, 3);
		for (let v = 0; v < 20; v++) {
			for (let u = 0; u < 20; u++) {
				const isNear = Math.abs(u - x) <= 3 && Math.abs(v - y) <= 3;
				assert.is(mask[v * 20 + u], isNear ? BLEMISH : GOOD, `${u}, ${v}`);
			}
		}
	}
});

/**
 * Each unmeasured pixel takes the nearest measured one of its row, of two the right one; then rows are
 * filled.
 */
function continueSlowly(pixels: Uint8Array, mask: Uint8Array, side: number): Uint8Array {
	const rows = Array.from({ length: side }, (_, y) => continuedRow(pixels, mask, side, y));
	const firstRow = rows.find((row) => row !== undefined);
	if (firstRow === undefined) return pixels.slice();
	let above = firstRow;
	const out = rows.map((row) => {
		above = row ?? above;
		return above;
	});
	return Uint8Array.from(out.flat());
}

function continuedRow(pixels: Uint8Array, mask: Uint8Array, side: number, y: number): number[] | undefined {
	const columns = Array.from({ length: side }, (_, x) => x);
	const measured = columns.filter((x) => mask[y * side + x] === GOOD);
	if (measured.length === 0) return undefined;
	return columns.map((x) => {
		const [nearest] = [...measured].sort((a, b) => Math.abs(a - x) - Math.abs(b - x) || b - a);
		return pixels[y * side + nearest];
	});
}

test("unmeasured pixels take the nearest measured one of their row, empty rows the row above", () => {
	const prng = createPrng(2, "continue");
	for (const side of SIDES) {
		for (let trial = 0; trial < 60; trial++) {
			const density = [GOOD, ...new Array<number>(1 + prng.nextBelow(side)).fill(OUTSIDE), BLEMISH];
			const mask = drawMask(prng, side, trial % 3 === 0 ? [GOOD, OUTSIDE] : density);
			const pixels = Uint8Array.from({ length: side * side }, () => prng.nextUint32());
			const slow = continueSlowly(pixels, mask, side);
			const before = mask.slice();
			continueOutside(pixels, mask, side);
			assert.equal(pixels, slow, `side ${side}, trial ${trial}`);
			assert.equal(mask, before);
		}
	}
});

test("what is measured is never changed, and without any measured pixel nothing is", () => {
	const prng = createPrng(3, "continue");
	const pixels = Uint8Array.from({ length: 64 }, () => prng.nextUint32());
	const before = pixels.slice();
	continueOutside(pixels, new Uint8Array(64).fill(GOOD), 8);
	assert.equal(pixels, before);
	continueOutside(pixels, new Uint8Array(64).fill(OUTSIDE), 8);
	assert.equal(pixels, before);
});

test.run();
