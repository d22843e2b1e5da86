import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import { FIELD_SIDE, REGION_SIDE } from "./parameters.js";

/**
 * How much of the palm's detail is fine, in 1/1024: the mean size of second differences between near pixels over
 * that between pixels farther apart, at two sizes, in the direction in which it is least. Blur takes the fine
 * first in all directions, motion in its own. All look at sums of 2 x 2 pixels, so that the sensor's noise does
 * not pass for detail.
 *
 * @param region its pixels continued where they were not measured
 * @returns 0 when nothing is there to judge
 */
export function sharpness(region: Region): number {
	let least = 1024;
	for (const direction of DIRECTIONS) {
		for (const { near, far, weight } of SIZES) {
			const coarse = detail(region, far * direction);
			const share = coarse === 0 ? 0 : ((weight * detail(region, near * direction)) / coarse) | 0;
			if (share < least) least = share;
		}
	}
	return least;
}

/** Steps in pixels; a sharp palm has twice the share at the larger size, which the weights make up for. */
const SIZES = [
	{ near: 1, far: 3, weight: 2048 },
	{ near: 2, far: 4, weight: 1024 },
] as const;
const REACH = 4;

/** Across, down and along both diagonals, as steps in the field. */
const DIRECTIONS = [1, FIELD_SIDE, FIELD_SIDE + 1, FIELD_SIDE - 1] as const;

/** The palm's own square, and room for the farthest reach. */
const FIRST = (FIELD_SIDE - REGION_SIDE) / 2 + REACH;
const LAST = FIELD_SIDE - FIRST - 1;

/** Sum of the sizes of the second differences between pixels `step` apart; below 2^24. */
function detail({ pixels, mask }: Region, step: number): number {
	let sum = 0;
	for (let y = FIRST; y < LAST; y++) {
		let p = y * FIELD_SIDE + FIRST;
		for (const end = y * FIELD_SIDE + LAST; p < end; p++) {
			if (mask[p] !== GOOD) continue;
			const difference = 2 * around(pixels, p) - around(pixels, p - step) - around(pixels, p + step);
			sum += difference < 0 ? -difference : difference;
		}
	}
	return sum;
}

/** Sum of the 2 x 2 pixels whose upper left is `p`. */
function around(pixels: Uint8Array, p: number): number {
	return pixels[p] + pixels[p + 1] + pixels[p + FIELD_SIDE] + pixels[p + FIELD_SIDE + 1];
}
