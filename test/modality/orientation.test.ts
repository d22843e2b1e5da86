import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { BLEMISH, GOOD } from "../../modules/image/blemish.js";
import { meanResponse, orientationInto, softenInto } from "../../modules/modality/palm-vein/orientation.js";
import { FIELD_SIDE, PLANES, SOFT_MAX, SOFT_MEAN } from "../../modules/modality/palm-vein/parameters.js";
import { drawTexture, fieldOf, UPRIGHT } from "./palm-field.js";

const AREA = FIELD_SIDE * FIELD_SIDE;
const SIGMA = 1.5;
const DEGREES = [0, 60, 120];

const gauss = (x: number) => Math.exp(-(x * x) / (2 * SIGMA * SIGMA)) / (SIGMA * Math.sqrt(2 * Math.PI));
const first = (x: number) => (x / SIGMA) * gauss(x);
const second = (x: number) => ((x * x) / (SIGMA * SIGMA) - 1) * gauss(x);

/** A filter of eleven taps in units of 1/1024. */
function taps(f: (x: number) => number): number[] {
	return Array.from({ length: 11 }, (_, i) => Math.round(1024 * f(i - 5)));
}

/** Along rows, then along columns, ends replicated, rounded half up after each. */
function separable(
	pixels: Uint8Array,
	alongRow: readonly number[],
	alongColumn: readonly number[],
): number[] {
	const at = (i: number) => Math.min(Math.max(i, 0), FIELD_SIDE - 1);
	const cells = Array.from({ length: AREA }, (_, i) => i);
	const rows = cells.map((i) => {
		const start = i - (i % FIELD_SIDE);
		const sum = alongRow.reduce((s, t, k) => s + t * (pixels[start + at((i % FIELD_SIDE) + k - 5)] - 128), 0);
		return Math.floor((sum + 4) / 8);
	});
	return cells.map((i) => {
		const x = i % FIELD_SIDE;
		const y = (i - x) / FIELD_SIDE;
		const sum = alongColumn.reduce((s, t, k) => s + t * rows[at(y + k - 5) * FIELD_SIDE + x], 0);
		return Math.floor((sum + 512) / 1024);
	});
}

function orient(pixels: Uint8Array): Int16Array {
	const planes = new Int16Array(PLANES * AREA);
	orientationInto(planes, pixels);
	return planes;
}

function fields(): Uint8Array[] {
	const prng = createPrng(1, "fields");
	return [
		fieldOf(drawTexture(1), UPRIGHT),
		Uint8Array.from({ length: AREA }, () => prng.nextUint32()),
		Uint8Array.from({ length: AREA }, () => (prng.nextBelow(2) === 0 ? 0 : 255)),
		new Uint8Array(AREA).fill(255),
		Uint8Array.from({ length: AREA }, (_, i) => (i % 2 === 0 ? 0 : 255)),
	];
}

test("the planes are the three separable filters, combined for 0, 60 and 120 degrees", () => {
	for (const [n, pixels] of fields().entries()) {
		const xx = separable(pixels, taps(second), taps(gauss));
		const yy = separable(pixels, taps(gauss), taps(second));
		const xy = separable(pixels, taps(first), taps(first));
		const planes = orient(pixels);
		for (let i = 0; i < AREA; i++) {
			const across = Math.floor((xx[i] + 3 * yy[i]) / 4);
			const mixed = Math.floor((xy[i] * 222) / 256);
			assert.is(planes[i], xx[i], `field ${n}, R(0) at ${i}`);
			assert.is(planes[i + AREA], across + mixed, `field ${n}, R(60) at ${i}`);
			assert.is(planes[i + 2 * AREA], across - mixed, `field ${n}, R(120) at ${i}`);
		}
	}
});

/**
 * Dense convolution in floating point with the second derivative of a Gaussian along `degrees`, times 128.
 */
function dense(pixels: Uint8Array, degrees: number): Float64Array {
	const t = (degrees * Math.PI) / 180;
	const out = new Float64Array(AREA);
	const at = (i: number) => Math.min(Math.max(i, 0), FIELD_SIDE - 1);
	for (let y = 0; y < FIELD_SIDE; y++) {
		for (let x = 0; x < FIELD_SIDE; x++) {
			let sum = 0;
			for (let v = -5; v <= 5; v++) {
				for (let u = -5; u <= 5; u++) {
					const along = u * Math.cos(t) + v * Math.sin(t);
					const kernel = ((along * along) / (SIGMA * SIGMA) - 1) * gauss(u) * gauss(v);
					sum += kernel * (pixels[at(y + v) * FIELD_SIDE + at(x + u)] - 128);
				}
			}
			out[y * FIELD_SIDE + x] = 128 * sum;
		}
	}
	return out;
}

/** Root mean square. */
function size(values: readonly number[]): number {
	return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

test("each plane is the dense second derivative in its direction, to one per cent", () => {
	const pixels = fieldOf(drawTexture(2), UPRIGHT);
	const planes = orient(pixels);
	for (const [plane, degrees] of DEGREES.entries()) {
		const truth = dense(pixels, degrees);
		const errors = [...truth].map((value, i) => planes[plane * AREA + i] - value);
		assert.ok(size(errors) < 0.01 * size([...truth]), `${degrees} degrees: ${size(errors)}`);
	}
});

test("the three planes steer to the dense response in any direction", () => {
	const pixels = fieldOf(drawTexture(3), UPRIGHT);
	const planes = orient(pixels);
	for (const degrees of [3, 15, 30, 45, 90, 100, 177]) {
		const truth = dense(pixels, degrees);
		const weights = DEGREES.map((own) => (1 + 2 * Math.cos((2 * (degrees - own) * Math.PI) / 180)) / 3);
		const errors = [...truth].map((value, i) => {
			const steered = weights.reduce((sum, weight, plane) => sum + weight * planes[plane * AREA + i], 0);
			return steered - value;
		});
		assert.ok(size(errors) < 0.015 * size([...truth]), `${degrees} degrees: ${size(errors)}`);
	}
});

test("a dark line answers across itself, and an even field nowhere", () => {
	const line = new Uint8Array(AREA).fill(150);
	for (let y = 0; y < FIELD_SIDE; y++) line.fill(90, y * FIELD_SIDE + 47, y * FIELD_SIDE + 49);
	const planes = orient(line);
	const middle = 48 * FIELD_SIDE + 47;
	assert.ok(planes[middle] > 0, "across an upright line: direction 0");
	assert.ok(planes[middle] > 2 * planes[middle + AREA]);
	assert.ok(planes[middle] > 2 * planes[middle + 2 * AREA]);
	assert.ok(orient(new Uint8Array(AREA).fill(77)).every((value) => value === 0));
});

test("mean responses and soft values are those of their definition", () => {
	const prng = createPrng(4, "soften");
	const planes = orient(fieldOf(drawTexture(4), UPRIGHT));
	const mask = Uint8Array.from({ length: AREA }, () => (prng.nextBelow(4) === 0 ? BLEMISH : GOOD));
	const code = new Int8Array(PLANES * AREA).fill(99);
	for (let plane = 0; plane < PLANES; plane++) {
		const measured = [...planes.subarray(plane * AREA, (plane + 1) * AREA)].filter(
			(_, i) => mask[i] === GOOD,
		);
		const mean = Math.floor(measured.reduce((sum, value) => sum + Math.abs(value), 0) / measured.length);
		assert.is(meanResponse(planes, mask, plane), mean);
		softenInto(code, planes, mask, plane, mean);
		for (let i = 0; i < AREA; i++) {
			const value = planes[plane * AREA + i];
			const soft = code[plane * AREA + i];
			if (mask[i] !== GOOD) {
				assert.is(soft, 0);
				continue;
			}
			assert.is(soft < 0, value < 0);
			// Rounded down, from a scale rounded down: a tenth is lost at most.
			const exact = Math.min(SOFT_MAX, (SOFT_MEAN * Math.abs(value)) / mean + 1);
			assert.ok(Math.abs(soft) <= exact && Math.abs(soft) > exact - 1.1 && soft !== 0, `${value} -> ${soft}`);
		}
	}
});

test("a mask without any measured pixel has no response", () => {
	const planes = orient(fieldOf(drawTexture(5), UPRIGHT));
	assert.is(meanResponse(planes, new Uint8Array(AREA), 0), 0);
});

test.run();
