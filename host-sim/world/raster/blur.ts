import { exponential } from "../portable-math.js";
import type { Plane } from "./plane.js";
import { createPlane, sampleAt } from "./plane.js";

/**
 * Gaussian blur; the plane is mirrored at its borders. @param sigma pixels, > 0, less than a third of the
 * plane.
 */
export function gaussianBlur(plane: Plane, sigma: number): Plane {
	const kernel = gaussianKernel(sigma);
	return blurColumns(blurRows(plane, kernel), kernel);
}

/**
 * Mean along a line of `length` pixels in direction (cos, sin): what a moving hand does during the exposure.
 */
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

function blurRows({ width, height, data }: Plane, kernel: Float64Array): Plane {
	const radius = kernel.length >> 1;
	const out = createPlane(width, height);
	const line = new Float64Array(width + 2 * radius);
	for (let start = 0; start < data.length; start += width) {
		for (let i = 0; i < line.length; i++) line[i] = data[start + mirrored(i - radius, width)];
		for (let i = 0; i < width; i++) {
			let sum = 0;
			for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[i + k];
			out.data[start + i] = sum;
		}
	}
	return out;
}

/** Row by row, which is kinder to the cache than column by column. */
function blurColumns({ width, height, data }: Plane, kernel: Float64Array): Plane {
	const radius = kernel.length >> 1;
	const out = createPlane(width, height);
	const sums = new Float64Array(width);
	for (let y = 0; y < height; y++) {
		sums.fill(0);
		for (let k = 0; k < kernel.length; k++) {
			const start = width * mirrored(y + k - radius, height);
			for (let x = 0; x < width; x++) sums[x] += kernel[k] * data[start + x];
		}
		out.data.set(sums, y * width);
	}
	return out;
}

function mirrored(index: number, length: number): number {
	if (index < 0) return -index - 1;
	return index < length ? index : 2 * length - index - 1;
}
