import type { Disc } from "../../../image/inscribed-disc.js";
import type { CaptureRefusal } from "../../modality.js";
import * as P from "../parameters.js";
import type { Knuckles } from "./knuckles.js";
import type { Valley } from "./valleys.js";

/** The side of the frame on which the thumb lies: -1 left, 1 right. */
export type ThumbSide = -1 | 1;

/**
 * Tells a left hand from a right one: the deepest valley beside the fingers is that between thumb and index
 * finger.
 *
 * @param outline of `traceOutline`
 * @returns "not-flat" when neither side has a valley: the thumb lies against the palm; "too-close" when it may
 *   be outside the frame
 */
export function findThumb(
	outline: Int16Array,
	palm: Disc,
	valleys: readonly Valley[],
	knuckles: Knuckles,
): ThumbSide | CaptureRefusal {
	const axis = knuckles.reduce((sum, valley) => sum + valley.angle, 0) / knuckles.length;
	const left = deepestBeside(valleys, axis, -1);
	const right = deepestBeside(valleys, axis, 1);
	const side = right > left ? 1 : -1;
	const depth = Math.max(left, right);
	if (depth < P.THUMB_DEPTH_SURE * palm.radius && isCutOff(outline, axis, -side)) return "too-close";
	return depth === 0 ? "not-flat" : side;
}

/** The thumb's valley, from the hand's axis: finger valleys lie nearer, the wrist's corners further. Degrees. */
const ASIDE_MIN = 60;
const ASIDE_MAX = 120;
const DEGREE = Math.PI / 180;

function deepestBeside(valleys: readonly Valley[], axis: number, side: number): number {
	let deepest = 0;
	for (const { angle, depth } of valleys) {
		const aside = (side * (angle - axis)) / DEGREE;
		if (aside > ASIDE_MIN && aside < ASIDE_MAX && depth > deepest) deepest = depth;
	}
	return deepest;
}

/** Do a quarter of the rays to this side leave the picture? */
function isCutOff(outline: Int16Array, axis: number, side: number): boolean {
	let left = 0;
	let count = 0;
	for (let aside = ASIDE_MIN; aside <= ASIDE_MAX; aside += 3, count++) {
		const ray = Math.round(((axis + side * aside * DEGREE) * P.RAYS) / (2 * Math.PI));
		if (outline[(ray + 2 * P.RAYS) % P.RAYS] < 0) left++;
	}
	return 4 * left > count;
}
