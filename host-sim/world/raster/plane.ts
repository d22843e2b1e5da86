import type { GreyImage } from "../../images/grey-image.js";
import type { Prng } from "../prng.js";

/** A picture of real numbers, rows top-down; what they mean is its owner's business. */
export interface Plane {
	readonly width: number;
	readonly height: number;
	readonly data: Float32Array;
}

export function createPlane(width: number, height: number): Plane {
	return { width, height, data: new Float32Array(width * height) };
}

/** out += weight * plane, pixel by pixel; equal sizes. */
export function addScaled(out: Plane, plane: Plane, weight: number): void {
	const target = out.data;
	const source = plane.data;
	for (let i = 0; i < target.length; i++) target[i] += weight * source[i];
}

/** Bilinear value at (x, y), pixel centres at whole numbers; beyond the border the border's value. */
export function sampleAt(plane: Plane, x: number, y: number): number {
	const { width, height, data } = plane;
	const u = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
	const v = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
	const left = u >= width - 1 ? width - 2 : Math.floor(u);
	const top = v >= height - 1 ? height - 2 : Math.floor(v);
	const a = u - left;
	const b = v - top;
	const at = top * width + left;
	const upper = data[at] + a * (data[at + 1] - data[at]);
	const lower = data[at + width] + a * (data[at + width + 1] - data[at + width]);
	return upper + b * (lower - upper);
}

/**
 * What the sensor makes of the light that falls on it: shot noise that grows with the square root of the
 * light, rounding, and clipping at 0 and 255.
 * @param light in grey levels.
 * @param noise standard deviation in grey levels at mid-grey (128).
 */
export function expose(light: Plane, noise: number, prng: Prng): GreyImage {
	const data = new Uint8Array(light.data.length);
	for (let i = 0; i < data.length; i++) {
		const level = light.data[i] > 0 ? light.data[i] : 0;
		const noisy = Math.round(level + noise * Math.sqrt((level + 2) / 128) * prng.nextNormal());
		data[i] = noisy < 0 ? 0 : noisy > 255 ? 255 : noisy;
	}
	return { width: light.width, height: light.height, data };
}
