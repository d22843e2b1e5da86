import type { Knuckles } from "./knuckles.js";
import type { Valley } from "./valleys.js";

/** The side of the frame on which the thumb lies: -1 left, 1 right. */
export type ThumbSide = -1 | 1;

/**
 * Tells a left hand from a right one: the deepest valley beside the fingers is that between thumb and
 * index finger.
 * @returns undefined when there is none on either side: the thumb lies against the palm or outside the
 *   frame
 */
export function findThumb(valleys: readonly Valley[], knuckles: Knuckles): ThumbSide | undefined {
	const axis = knuckles.reduce((sum, valley) => sum + valley.angle, 0) / knuckles.length;
	let left = 0;
	let right = 0;
	for (const { angle, depth } of valleys) {
		const aside = angle - axis;
		if (aside > ASIDE_MIN && aside < ASIDE_MAX) right = Math.max(right, depth);
		if (-aside > ASIDE_MIN && -aside < ASIDE_MAX) left = Math.max(left, depth);
	}
	return left === right ? undefined : right > left ? 1 : -1;
}

/**
 * The thumb's valley, from the hand's axis: 60 to 120 degrees; finger valleys lie nearer, the wrist's
 * corners further.
 */
const ASIDE_MIN = Math.PI / 3;
const ASIDE_MAX = (2 * Math.PI) / 3;
