import { exponential } from "../portable-math.js";
import type { Plane } from "./plane.js";
import { createPlane, sampleAt } from "./plane.js";

/** Gaussian blur; the plane is mirrored at its borders. @param sigma pixels, > 0, less than a third of the plane. */
export function gaussianBlur(plane: Plane, sigma: number): Plane {
	const { width, height } = plane;
	const kernel = gaussianKernel(sigma);
	const rows = createPlane(width, height);
	const out = createPlane(width, height);
	for (let y = 0; y < height; y++) blurLine(rows.data, plane.data, y * width, 1, width, kernel);
	for (let x = 0; x < width; x++) blurLine(out.data, rows.data, x, width, height, kernel);
	return out;
}

/** Mean along a line of `length` pixels in direction (cos, sin): what a moving hand does during the exposure. */
export function motionBlur(plane: Plane, length: number, cos: number, sin: number): Plane {
	const { width, height } = plane;
	const out = createPlane(width, height);
	const steps = Math.ceil(length);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			let sum = 0;
			for (let i = 0; i <= steps; i++) {
				const along = (i / steps - 0.5) * length;
				sum += sampleAt(plane, x + along * cos, y + along * sin);
			}
			out.data[y * width + x] = sum / (steps + 1);
		}
	return out;
}

function gaussianKernel(sigma: number): Float64Array {
	const radius = Math.ceil(3 * sigma);
	const kernel = new Float64Array(2 * radius + 1);
	let sum = 0;
	for (let i = -radius; i <= radius; i++) {
		kernel[i + radius] = exponential((-i * i) / (2 * sigma * sigma));
		sum += kernel[i + radius];
	}
	for (let i = 0; i < kernel.length; i++) kernel[i] /= sum;
	return kernel;
}

function blurLine(
	out: Float32Array,
	source: Float32Array,
	start: number,
	stride: number,
	length: number,
	kernel: Float64Array,
): void {
	const radius = kernel.length >> 1;
	const line = new Float64Array(length + 2 * radius);
	for (let i = 0; i < line.length; i++) line[i] = source[start + stride * mirrored(i - radius, length)];
	for (let i = 0; i < length; i++) {
		let sum = 0;
		for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
		out[start + stride * i] = sum;
	}
}

function mirrored(index: number, length: number): number {
	if (index < 0) return -index - 1;
	return index < length ? index : 2 * length - index - 1;
}
