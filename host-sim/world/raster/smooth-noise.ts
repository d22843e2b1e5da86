import type { Prng } from "../prng.js";
import type { Plane } from "./plane.js";
import { createPlane } from "./plane.js";

/** Standard deviation of the cubic B-spline in grid steps, and the mean of its squared weights' sum. */
const SPLINE_SIGMA = Math.sqrt(1 / 3);
const SPLINE_ENERGY = 0.4794;

/**
 * Random field of mean 0 and standard deviation about 1, like white noise blurred by a Gaussian of `sigma`
 * pixels: normal values on a coarse grid, joined by cubic B-splines.
 * @param sigma pixels, > 0.6.
 */
export function smoothNoise(width: number, height: number, sigma: number, prng: Prng): Plane {
	const step = sigma / SPLINE_SIGMA;
	const columns = Math.ceil(width / step) + 4;
	const rows = Math.ceil(height / step) + 4;
	const grid = new Float64Array(columns * rows);
	for (let i = 0; i < grid.length; i++) grid[i] = prng.nextNormal() / SPLINE_ENERGY;
	// One grid row at a time is stretched to the full width; then the rows are joined.
	const stretched = createPlane(width, rows);
	const horizontal = splineWeights(width, step);
	for (let y = 0; y < rows; y++)
		for (let x = 0; x < width; x++) {
			const at = y * columns + Math.floor(x / step);
			let sum = 0;
			for (let k = 0; k < 4; k++) sum += horizontal[4 * x + k] * grid[at + k];
			stretched.data[y * width + x] = sum;
		}
	const out = createPlane(width, height);
	const vertical = splineWeights(height, step);
	for (let y = 0; y < height; y++)
		for (let k = 0; k < 4; k++) {
			const weight = vertical[4 * y + k];
			const from = (Math.floor(y / step) + k) * width;
			for (let x = 0; x < width; x++) out.data[y * width + x] += weight * stretched.data[from + x];
		}
	return out;
}

/**
 * Four weights for each of `length` pixels: the uniform cubic B-spline at the pixel's place within its grid
 * cell.
 */
function splineWeights(length: number, step: number): Float64Array {
	const weights = new Float64Array(4 * length);
	for (let i = 0; i < length; i++) {
		const t = i / step - Math.floor(i / step);
		const s = 1 - t;
		weights[4 * i] = (s * s * s) / 6;
		weights[4 * i + 1] = (3 * t * t * t - 6 * t * t + 4) / 6;
		weights[4 * i + 2] = (3 * s * s * s - 6 * s * s + 4) / 6;
		weights[4 * i + 3] = (t * t * t) / 6;
	}
	return weights;
}
