import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import * as P from "./parameters.js";

/**
 * Does the palm lack fine detail? Blur takes it first in all directions, motion in its own.
 *
 * @param region its pixels continued where they were not measured
 * @param fours FIELD_SIDE^2 samples of working memory
 */
export function isBlurred({ pixels, mask, place }: Region, fours: Int16Array): boolean {
	foursInto(fours, pixels, P.FIELD_SIDE, FIRST - REACH, LAST + REACH);
	if (fineDetail(fours, mask, 2, 4) < P.SHARPNESS_MIN) return true;
	// The field of a whole hand is taken from a small picture: what is one pixel large there is the sampling's.
	const isFrame = place[2] === 0 && place[3] === 0;
	return isFrame && fineDetail(fours, mask, 1, 3) < P.FRAME_SHARPNESS_MIN;
}

/**
 * The mean size of second differences over `near` pixels over that over `far`, in 1/1024, in the direction in
 * which it is least. Both look at sums of 2 x 2 pixels, so that the sensor's noise does not pass for detail.
 *
 * @param far at most REACH
 * @returns 0 when nothing is there to judge
 */
function fineDetail(fours: Int16Array, mask: Uint8Array, near: number, far: number): number {
	let least = 1024;
	for (const direction of DIRECTIONS) {
		const coarse = detail(fours, mask, P.FIELD_SIDE, FIRST, LAST, far * direction);
		const fine = detail(fours, mask, P.FIELD_SIDE, FIRST, LAST, near * direction);
		const share = coarse === 0 ? 0 : ((1024 * fine) / coarse) | 0;
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

/** What a board brings of sharpness.c; it need not. */
declare const nativeKernels:
	| { readonly foursInto: typeof foursPlainly; readonly secondDifferences: typeof detailPlainly }
	| undefined;

const foursInto: typeof foursPlainly =
	typeof nativeKernels === "undefined" ? foursPlainly : nativeKernels.foursInto;

const detail: typeof detailPlainly =
	typeof nativeKernels === "undefined" ? detailPlainly : nativeKernels.secondDifferences;

/** Sums of the 2 x 2 pixels whose upper left lies in rows and columns `first` to `last` - 1 of a square. */
export function foursPlainly(
	fours: Int16Array,
	pixels: Uint8Array,
	side: number,
	first: number,
	last: number,
): void {
	for (let y = first; y < last; y++) {
		let p = y * side + first;
		let left = pixels[p] + pixels[p + side];
		for (const end = y * side + last; p < end; p++) {
			const right = pixels[p + 1] + pixels[p + 1 + side];
			fours[p] = left + right;
			left = right;
		}
	}
}

/**
 * Sum of the sizes of the second differences between sums `step` apart, in rows and columns `first` to
 * `last` - 1 of a square where its mask is GOOD; below 2^24.
 */
export function detailPlainly(
	fours: Int16Array,
	mask: Uint8Array,
	side: number,
	first: number,
	last: number,
	step: number,
): number {
	let sum = 0;
	for (let y = first; y < last; y++) {
		let p = y * side + first;
		for (const end = y * side + last; p < end; p++) {
			if (mask[p] !== GOOD) continue;
			const difference = 2 * fours[p] - fours[p - step] - fours[p + step];
			sum += difference < 0 ? -difference : difference;
		}
	}
	return sum;
}
