import { test } from "uvu";
import * as assert from "uvu/assert";
import { BLEMISH, GOOD, OUTSIDE } from "../../modules/image/blemish.js";
import { fillHoles, keepLargest, RUN } from "../../modules/image/components.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { largestDisc } from "../../modules/image/inscribed-disc.js";
import { openInPlace } from "../../modules/image/open.js";
import { resampleInto } from "../../modules/image/resample.js";
import { shrinkInto } from "../../modules/image/shrink.js";
import { blemishOutside } from "../../modules/image/stencil.js";
import { subtractAmbient } from "../../modules/image/subtract.js";
import { GREYS, histogramInto, splitLevels, thresholdInto } from "../../modules/image/threshold.js";

const WIDTH = 37;
const HEIGHT = 23;
const RUNS = new Int16Array(RUN * WIDTH * HEIGHT);

test("the largest component is the one that a flood fill finds", () => {
	for (let seed = 1; seed <= 40; seed++) {
		const mask = randomMask(seed, 0.4 + 0.01 * seed);
		const slow = slowLargest(mask);
		const area = keepLargest(mask, WIDTH, HEIGHT, RUNS);
		assert.is(area, slow.area);
		assert.is(count(mask), slow.area);
		if (slow.isUnique) assert.is(mask.join(""), slow.mask.join(""));
	}
});

test("holes are what a flood from the border does not reach", () => {
	for (let seed = 1; seed <= 40; seed++) {
		const mask = randomMask(seed, 0.45 + 0.01 * seed);
		const slow = slowFilled(mask);
		fillHoles(mask, WIDTH, HEIGHT, RUNS);
		assert.is(mask.join(""), slow.join(""));
	}
});

test("a mask of more runs than there is memory for has no component, and keeps its holes", () => {
	const mask = randomMask(3, 0.5);
	const before = mask.join("");
	const few = RUNS.subarray(0, 30);
	fillHoles(mask, WIDTH, HEIGHT, few);
	assert.is(mask.join(""), before);
	assert.is(keepLargest(mask, WIDTH, HEIGHT, few), 0);
});

test("the largest disc is the one that looking at every background pixel finds", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const mask = randomMask(seed, 0.97);
		const slow = slowDisc(mask);
		const disc = largestDisc(mask, WIDTH, HEIGHT);
		assert.ok(disc !== undefined);
		assert.ok(Math.abs(disc.radius - slow.radius) < 1e-9);
		assert.ok(Math.abs(disc.x - slow.x) < 1e-9 && Math.abs(disc.y - slow.y) < 1e-9);
	}
	assert.is(largestDisc(new Uint8Array(WIDTH * HEIGHT), WIDTH, HEIGHT), undefined);
});

test("distances to the background beyond a long way up or down are still told apart", () => {
	const tall = new Uint8Array(9 * 700).fill(1);
	assert.is(largestDisc(tall, 9, 700)?.radius, 4.5);
});

test("opening keeps just what a 3x3 square fits into", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const mask = randomMask(seed, 0.85);
		const slow = slowOpened(mask);
		openInPlace(mask, WIDTH, HEIGHT);
		assert.is(mask.join(""), slow.join(""));
	}
});

test("shrinking averages whole blocks of a view and drops what is left over", () => {
	const data = randomBytes(5, 40 * 30);
	const view = { data, offset: 2 * 40 + 3, width: 35, height: 26, stride: 40 };
	for (const factor of [1, 2, 3, 4]) {
		const width = Math.floor(35 / factor);
		const height = Math.floor(26 / factor);
		const out = new Uint8Array(width * height);
		shrinkInto(out, view, factor);
		for (let i = 0; i < out.length; i++) {
			let sum = 0;
			for (let k = 0; k < factor * factor; k++) {
				const x = (i % width) * factor + (k % factor);
				const y = Math.floor(i / width) * factor + Math.floor(k / factor);
				sum += data[view.offset + y * 40 + x];
			}
			assert.ok(Math.abs(out[i] - sum / (factor * factor)) <= 0.51);
		}
	}
});

test("shrinking may write over the image it reads", () => {
	const data = randomBytes(6, 32 * 24);
	const out = new Uint8Array(16 * 12);
	shrinkInto(out, grayImage(data, 32, 24), 2);
	shrinkInto(data, grayImage(data, 32, 24), 2);
	assert.is(data.subarray(0, out.length).join(), out.join());
});

function split(pixels: Uint8Array, ceiling: number) {
	const histogram = new Int16Array(GREYS).fill(99);
	histogramInto(histogram, pixels, pixels.length);
	return splitLevels(histogram, pixels.length, ceiling);
}

test("the split is the level that leaves the least variance within the two populations", () => {
	for (let seed = 1; seed <= 10; seed++) {
		const pixels = randomBytes(seed, 600).map((value, i) => (i % 3 === 0 ? value >> 2 : 90 + (value >> 1)));
		const { level, darker, brighter } = split(pixels, 160);
		const clipped = Array.from(pixels, (value) => Math.min(160, value));
		const within = (at: number) =>
			spread(clipped.filter((v) => v <= at)) + spread(clipped.filter((v) => v > at));
		for (let other = 0; other < 160; other++) assert.ok(within(level) <= within(other) + 1e-6);
		assert.ok(Math.abs(mean(clipped.filter((v) => v <= level)) - darker) < 1e-9);
		assert.ok(Math.abs(mean(clipped.filter((v) => v > level)) - brighter) < 1e-9);
	}
	assert.equal(split(new Uint8Array(9).fill(7), 160), { level: 0, darker: 7, brighter: 7 });
});

test("the threshold itself counts as dark", () => {
	const mask = new Uint8Array(3);
	thresholdInto(mask, Uint8Array.of(9, 10, 11), 3, 10);
	assert.is(mask.join(), "0,0,1");
});

test("ambient light is taken away pixel by pixel and never below black", () => {
	const frame = { data: Uint8Array.of(9, 50, 60, 9, 5, 200), offset: 1, width: 2, height: 2, stride: 3 };
	subtractAmbient(frame, grayImage(Uint8Array.of(20, 70, 5, 1), 2, 2));
	assert.is(frame.data.join(), "9,30,0,9,0,199");
	assert.throws(() => subtractAmbient(frame, grayImage(new Uint8Array(6), 2, 3)));
});

test("a saturated pixel stays saturated whatever ambient light is taken away", () => {
	const frame = grayImage(Uint8Array.of(255, 254, 253, 200), 2, 2);
	subtractAmbient(frame, grayImage(Uint8Array.of(100, 100, 100, 100), 2, 2));
	assert.equal([...frame.data], [255, 254, 153, 100]);
});

test("a stencil strikes out the same pixels as resampling it would darken", () => {
	const side = 24;
	const stencil = randomMask(9, 0.6);
	const image = grayImage(randomBytes(9, WIDTH * HEIGHT), WIDTH, HEIGHT);
	const at = { centreX: 18 << 16, centreY: 11 << 16, stepX: 52000, stepY: 31000 };
	const mask = new Uint8Array(side * side);
	resampleInto(new Uint8Array(side * side), mask, image, side, at);
	const before = mask.slice();
	blemishOutside(mask, side, stencil, WIDTH, at);
	let struck = 0;
	for (let i = 0; i < mask.length; i++) {
		const right = (i % side) - 11.5;
		const down = Math.floor(i / side) - 11.5;
		const x = Math.floor((at.centreX + right * at.stepX - down * at.stepY) / 65536 + 0.5);
		const y = Math.floor((at.centreY + right * at.stepY + down * at.stepX) / 65536 + 0.5);
		const isStruck = before[i] === GOOD && stencil[y * WIDTH + x] === 0;
		assert.is(mask[i], isStruck ? BLEMISH : before[i]);
		if (isStruck) struck++;
	}
	assert.ok(struck > 20 && mask.includes(GOOD) && mask.includes(OUTSIDE));
});

function randomBytes(seed: number, length: number): Uint8Array {
	let state = seed;
	return Uint8Array.from({ length }, () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state >>> 24;
	});
}

function randomMask(seed: number, share: number): Uint8Array {
	return randomBytes(seed, WIDTH * HEIGHT).map((value) => (value < 256 * share ? 1 : 0));
}

function count(mask: Uint8Array): number {
	return mask.reduce((sum, value) => sum + value, 0);
}

/** All pixels of `value` that are 4-connected to those in `from`. */
function flood(mask: Uint8Array, from: readonly number[], value: number): Set<number> {
	const reached = new Set(from.filter((p) => mask[p] === value));
	for (const p of reached) {
		const x = p % WIDTH;
		if (x > 0 && mask[p - 1] === value) reached.add(p - 1);
		if (x < WIDTH - 1 && mask[p + 1] === value) reached.add(p + 1);
		if (mask[p - WIDTH] === value) reached.add(p - WIDTH);
		if (mask[p + WIDTH] === value) reached.add(p + WIDTH);
	}
	return reached;
}

function slowLargest(mask: Uint8Array) {
	const sets: Set<number>[] = [];
	for (let p = 0; p < mask.length; p++) {
		if (mask[p] === 1 && !sets.some((set) => set.has(p))) sets.push(flood(mask, [p], 1));
	}
	sets.sort((a, b) => b.size - a.size);
	const largest = sets[0];
	return {
		area: largest.size,
		isUnique: sets.length < 2 || sets[1].size < largest.size,
		mask: mask.map((_, p) => (largest.has(p) ? 1 : 0)),
	};
}

function slowFilled(mask: Uint8Array): Uint8Array {
	const border: number[] = [];
	for (let p = 0; p < mask.length; p++) {
		const x = p % WIDTH;
		const y = Math.floor(p / WIDTH);
		if (x === 0 || y === 0 || x === WIDTH - 1 || y === HEIGHT - 1) border.push(p);
	}
	const open = flood(mask, border, 0);
	return mask.map((_, p) => (open.has(p) ? 0 : 1));
}

function slowDisc(mask: Uint8Array) {
	const isInside = (x: number, y: number) =>
		x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && mask[y * WIDTH + x] === 1;
	const squared = Array.from(mask, (_, p) => {
		let least = Number.POSITIVE_INFINITY;
		for (let y = -1; y <= HEIGHT; y++) {
			for (let x = -1; x <= WIDTH; x++) {
				if (isInside(x, y)) continue;
				least = Math.min(least, (x - (p % WIDTH)) ** 2 + (y - Math.floor(p / WIDTH)) ** 2);
			}
		}
		return least;
	});
	const greatest = Math.sqrt(Math.max(...squared));
	const plateau = squared.flatMap((value, p) => (Math.sqrt(value) >= greatest - 0.5 ? [p] : []));
	return {
		x: mean(plateau.map((p) => p % WIDTH)),
		y: mean(plateau.map((p) => Math.floor(p / WIDTH))),
		radius: greatest - 0.5,
	};
}

function slowOpened(mask: Uint8Array): Uint8Array {
	const out = new Uint8Array(mask.length);
	for (let y = 1; y < HEIGHT - 1; y++) {
		for (let x = 1; x < WIDTH - 1; x++) {
			const square = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => (y + dy) * WIDTH + x + dx));
			if (square.every((p) => mask[p] === 1)) for (const p of square) out[p] = 1;
		}
	}
	return out;
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sum of squared deviations. */
function spread(values: readonly number[]): number {
	const centre = values.length === 0 ? 0 : mean(values);
	return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

test.run();
