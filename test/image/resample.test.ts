import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { GOOD, OUTSIDE } from "../../modules/image/blemish.js";
import { type GrayImage, grayImage } from "../../modules/image/gray-image.js";
import { resampleInto, type Similarity } from "../../modules/image/resample.js";

const ONE = 65536;

function pixel({ data, offset, stride }: GrayImage, x: number, y: number): number {
	return data[offset + y * stride + x];
}

/** Bilinear interpolation in floating point, at positions rounded down to `steps` parts of a pixel. */
function resampleSlowly(image: GrayImage, side: number, at: Similarity, steps: number) {
	const out = new Float64Array(side * side);
	const mask = new Uint8Array(side * side);
	const half = (side - 1) / 2;
	for (let row = 0; row < side; row++) {
		for (let column = 0; column < side; column++) {
			const u = column - half;
			const v = row - half;
			const x =
				(Math.trunc(at.centreX - half * (at.stepX - at.stepY)) + column * at.stepX - row * at.stepY) / ONE;
			const y =
				(Math.trunc(at.centreY - half * (at.stepX + at.stepY)) + column * at.stepY + row * at.stepX) / ONE;
			// The same place by the definition of the similarity, up to the start's half unit of 2^-16.
			assert.ok(Math.abs(x - (at.centreX + u * at.stepX - v * at.stepY) / ONE) <= 1 / ONE);
			assert.ok(Math.abs(y - (at.centreY + u * at.stepY + v * at.stepX) / ONE) <= 1 / ONE);
			const left = Math.floor(x);
			const top = Math.floor(y);
			const i = row * side + column;
			if (left < 0 || top < 0 || left + 1 >= image.width || top + 1 >= image.height) {
				mask[i] = OUTSIDE;
				continue;
			}
			mask[i] = GOOD;
			const fx = Math.floor((x - left) * steps) / steps;
			const fy = Math.floor((y - top) * steps) / steps;
			out[i] =
				(1 - fy) * ((1 - fx) * pixel(image, left, top) + fx * pixel(image, left + 1, top)) +
				fy * ((1 - fx) * pixel(image, left, top + 1) + fx * pixel(image, left + 1, top + 1));
		}
	}
	return { out, mask };
}

/** A random image as a view into larger memory. */
function drawView(prng: Prng, width: number, height: number): GrayImage {
	const stride = width + prng.nextBelow(9);
	const offset = prng.nextBelow(50);
	const data = Uint8Array.from({ length: offset + stride * height + 20 }, () => prng.nextUint32());
	return { data, offset, width, height, stride };
}

function drawSimilarity(prng: Prng, { width, height }: GrayImage): Similarity {
	const scale = prng.nextBetween(0.1, 3) * ONE;
	const angle = prng.nextBetween(0, 2 * Math.PI);
	return {
		centreX: Math.round(prng.nextBetween(-0.2, 1.2) * width * ONE),
		centreY: Math.round(prng.nextBetween(-0.2, 1.2) * height * ONE),
		stepX: Math.round(scale * Math.cos(angle)),
		stepY: Math.round(scale * Math.sin(angle)),
	};
}

const SIZES = [
	[1, 1],
	[2, 2],
	[2, 9],
	[31, 17],
	[128, 128],
	[640, 480],
] as const;

test("resampling is bilinear interpolation at 1/256 of a pixel, rounded", () => {
	const prng = createPrng(1, "resample");
	for (const [width, height] of SIZES) {
		for (const side of [1, 2, 7, 32]) {
			for (let trial = 0; trial < 8; trial++) {
				const image = drawView(prng, width, height);
				const at = drawSimilarity(prng, image);
				const pixels = new Uint8Array(side * side).fill(99);
				const mask = new Uint8Array(side * side).fill(99);
				resampleInto(pixels, mask, image, side, at);
				const slow = resampleSlowly(image, side, at, 256);
				assert.equal(mask, slow.mask);
				assert.equal(
					pixels,
					Uint8Array.from(slow.out, (value) => Math.floor(value + 0.5)),
				);
			}
		}
	}
});

test("at most two grey levels are lost against exact positions", () => {
	const prng = createPrng(2, "resample");
	for (let trial = 0; trial < 40; trial++) {
		const image = drawView(prng, 60, 50);
		const at = drawSimilarity(prng, image);
		const pixels = new Uint8Array(32 * 32);
		resampleInto(pixels, new Uint8Array(32 * 32), image, 32, at);
		const { out } = resampleSlowly(image, 32, at, ONE);
		const worst = pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - out[i])), 0);
		assert.ok(worst <= 2.5, `${worst}`);
	}
});

test("step one about the centre copies all that has neighbours to the right and below", () => {
	const prng = createPrng(3, "resample");
	const image = drawView(prng, 33, 33);
	const pixels = new Uint8Array(33 * 33);
	const mask = new Uint8Array(33 * 33);
	resampleInto(pixels, mask, image, 33, { centreX: 16 * ONE, centreY: 16 * ONE, stepX: ONE, stepY: 0 });
	for (let y = 0; y < 33; y++) {
		for (let x = 0; x < 33; x++) {
			const isInside = x < 32 && y < 32;
			assert.is(mask[y * 33 + x], isInside ? GOOD : OUTSIDE);
			assert.is(pixels[y * 33 + x], isInside ? pixel(image, x, y) : 0);
		}
	}
});

test("the largest field and step of the stated range stay within integers", () => {
	const image = grayImage(new Uint8Array(640 * 480).fill(200), 640, 480);
	const side = 128;
	const pixels = new Uint8Array(side * side);
	const mask = new Uint8Array(side * side);
	const at = { centreX: 320 * ONE, centreY: 240 * ONE, stepX: 45 * ONE, stepY: 44 * ONE };
	resampleInto(pixels, mask, image, side, at);
	const slow = resampleSlowly(image, side, at, 256);
	assert.equal(mask, slow.mask);
	assert.ok(mask.includes(GOOD) && mask.includes(OUTSIDE));
});

test("an image whose memory is too short for its size is a programmer's error", () => {
	assert.throws(() => grayImage(new Uint8Array(11), 4, 3), /11 bytes for 4x3/);
	assert.equal(grayImage(new Uint8Array(12), 4, 3).stride, 4);
});

test.run();
