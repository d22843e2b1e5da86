import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import * as P from "./parameters.js";

/**
 * Does the palm lack fine detail? Blur takes it first in all directions, motion in its own.
 *
 * @param region its pixels continued where they were not measured
 */
export function isBlurred(region: Region): boolean {
	if (fineDetail(region, 2, 4) < P.SHARPNESS_MIN) return true;
	// The field of a whole hand is taken from a small picture: what is one pixel large there is the sampling's.
	const isFrame = region.place[2] === 0 && region.place[3] === 0;
	return isFrame && fineDetail(region, 1, 3) < P.FRAME_SHARPNESS_MIN;
}

/**
 * The mean size of second differences over `near` pixels over that over `far`, in 1/1024, in the direction in
 * which it is least. Both look at sums of 2 x 2 pixels, so that the sensor's noise does not pass for detail.
 *
 * @param far at most REACH
 * @returns 0 when nothing is there to judge
 */
export function fineDetail(region: Region, near: number, far: number): number {
	let least = 1024;
	for (const direction of DIRECTIONS) {
		const coarse = detail(region, far * direction);
		const share = coarse === 0 ? 0 : ((1024 * detail(region, near * direction)) / coarse) | 0;
		if (share < least) least = share;
	}
	return least;
}

const REACH = 4;

/** Across, down and along both diagonals, as steps in the field. */
const DIRECTIONS = [1, P.FIELD_SIDE, P.FIELD_SIDE + 1, P.FIELD_SIDE - 1] as const;

/** The palm's own square, and room for the farthest reach. */
const FIRST = (P.FIELD_SIDE - P.REGION_SIDE) / 2 + REACH;
const LAST = P.FIELD_SIDE - FIRST - 1;

/** Sum of the sizes of the second differences between pixels `step` apart; below 2^24. */
function detail({ pixels, mask }: Region, step: number): number {
	let sum = 0;
	for (let y = FIRST; y < LAST; y++) {
		let p = y * P.FIELD_SIDE + FIRST;
		for (const end = y * P.FIELD_SIDE + LAST; p < end; p++) {
			if (mask[p] !== GOOD) continue;
			const difference = 2 * around(pixels, p) - around(pixels, p - step) - around(pixels, p + step);
			sum += difference < 0 ? -difference : difference;
		}
	}
	return sum;
}

/** Sum of the 2 x 2 pixels whose upper left is `p`. */
function around(pixels: Uint8Array, p: number): number {
	return pixels[p] + pixels[p + 1] + pixels[p + P.FIELD_SIDE] + pixels[p + P.FIELD_SIDE + 1];
}
