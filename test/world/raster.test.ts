import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { gaussianBlur, motionBlur } from "../../host-sim/world/raster/blur.js";
import type { Plane } from "../../host-sim/world/raster/plane.js";
import { createPlane, expose, sampleAt } from "../../host-sim/world/raster/plane.js";
import { smoothNoise } from "../../host-sim/world/raster/smooth-noise.js";
import { drawPath } from "../../host-sim/world/raster/strokes.js";

function spread(plane: Plane): { mean: number; deviation: number } {
	let sum = 0;
	let squares = 0;
	for (const value of plane.data) {
		sum += value;
		squares += value * value;
	}
	const mean = sum / plane.data.length;
	return { mean, deviation: Math.sqrt(squares / plane.data.length - mean * mean) };
}

test("a blurred point is a Gaussian of the asked width, and no light is lost", () => {
	const plane = createPlane(41, 41);
	plane.data[20 * 41 + 20] = 1;
	const { data } = gaussianBlur(plane, 2.5);
	let sum = 0;
	let variance = 0;
	for (let i = 0; i < data.length; i++) {
		sum += data[i];
		variance += data[i] * ((i % 41) - 20) ** 2;
	}
	assert.ok(Math.abs(sum - 1) < 1e-6);
	assert.ok(Math.abs(Math.sqrt(variance) - 2.5) < 0.05, `sigma ${Math.sqrt(variance)}`);
});

test("a plane of one level keeps it to the very border when blurred or smeared", () => {
	const plane = createPlane(20, 12);
	plane.data.fill(7);
	for (const blurred of [gaussianBlur(plane, 1.7), motionBlur(plane, 6, 0.6, 0.8)])
		for (const value of blurred.data) assert.ok(Math.abs(value - 7) < 1e-5);
});

test("motion smears along its direction only", () => {
	const plane = createPlane(31, 31);
	plane.data[15 * 31 + 15] = 1;
	const { data } = motionBlur(plane, 8, 1, 0);
	assert.ok(data[15 * 31 + 12] > 0.05 && data[15 * 31 + 18] > 0.05);
	assert.is(data[12 * 31 + 15], 0);
});

test("smooth noise has mean 0, deviation 1 and the correlation of its width", () => {
	const noise = smoothNoise(200, 200, 3, createPrng(5, "noise"));
	const { mean, deviation } = spread(noise);
	assert.ok(Math.abs(mean) < 0.1 && Math.abs(deviation - 1) < 0.1, `${mean} ${deviation}`);
	const correlation = (shift: number): number => {
		let sum = 0;
		for (let y = 0; y < 200; y++)
			for (let x = 0; x + shift < 200; x++) sum += noise.data[200 * y + x] * noise.data[200 * y + x + shift];
		return sum / (200 * (200 - shift));
	};
	// White noise blurred by sigma is correlated by exp(-shift^2 / (4 sigma^2)).
	for (const shift of [2, 4, 10])
		assert.ok(
			Math.abs(correlation(shift) - Math.exp(-(shift ** 2) / 36)) < 0.12,
			`${shift} ${correlation(shift)}`,
		);
});

test("values between pixels are bilinear, beyond the border the border's", () => {
	const plane = { width: 2, height: 2, data: Float32Array.of(0, 10, 20, 30) };
	assert.is(sampleAt(plane, 0.5, 0.5), 15);
	assert.is(sampleAt(plane, 1, 1), 30);
	assert.is(sampleAt(plane, -9, 0.25), 5);
	assert.is(sampleAt(plane, 9, 9), 30);
});

test("a stroke is as wide as asked and fades from start to end", () => {
	const plane = createPlane(60, 20);
	const path = Array.from({ length: 11 }, (_, i) => ({ x: 5 + 5 * i, y: 10, heading: 0 }));
	drawPath(plane, path, [4, 4], [1, 0.5]);
	const column = (x: number): number => {
		let sum = 0;
		for (let y = 0; y < 20; y++) sum += plane.data[60 * y + x];
		return sum;
	};
	assert.ok(Math.abs(column(7) - 4) < 0.3, `width ${column(7)}`);
	assert.ok(Math.abs(plane.data[60 * 10 + 53] - 0.55) < 1e-6);
});

test("exposure rounds, clips and adds noise that grows with the light", () => {
	const level = (grey: number): Plane => {
		const plane = createPlane(100, 100);
		plane.data.fill(grey);
		return plane;
	};
	const deviation = (grey: number): number => {
		const { width, height, data } = expose(level(grey), 2, createPrng(1, "noise"));
		return spread({ width, height, data: Float32Array.from(data) }).deviation;
	};
	assert.ok(Math.abs(deviation(128) - 2.03) < 0.15, String(deviation(128)));
	assert.ok(deviation(32) < 0.6 * deviation(128));
	assert.is(expose(level(400), 1, createPrng(1, "noise")).data[0], 255);
	assert.is(expose(level(-50), 0, createPrng(1, "noise")).data[0], 0);
});

test.run();
