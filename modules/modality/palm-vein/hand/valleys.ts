import type { Disc } from "../../../image/inscribed-disc.js";
import * as P from "../parameters.js";
import { UNIT } from "./outline.js";

/**
 * The bottom of a gap between two fingers: where the outline comes nearest to the palm's centre. Small-
 * picture pixels.
 */
export interface Valley {
	readonly x: number;
	readonly y: number;
	/** Seen from the palm's centre: 0 is up, clockwise, radians. */
	readonly angle: number;
	/** How far the outline rises on the side where it rises less. */
	readonly depth: number;
}

/**
 * The valleys of an outline, from left to right as a hand with its fingers up is seen.
 * @param smooth VALLEY_SCRATCH values, overwritten
 */
export function findValleys(lengths: Int16Array, disc: Disc, smooth: Int16Array): Valley[] {
	const valleys: Valley[] = [];
	smoothInto(smooth, lengths);
	let lastRay = -P.RAYS;
	for (let ray = UP - SPAN; ray <= UP + SPAN; ray++) {
		if (!isLowest(smooth, ray) || lengths[(ray + P.RAYS - UP) % P.RAYS] < 0) continue;
		const depth = Math.min(rise(smooth, ray, -1), rise(smooth, ray, 1)) / (4 * UNIT);
		if (depth < P.VALLEY_DEPTH_MIN * disc.radius) continue;
		const isSame = ray - lastRay < APART;
		if (isSame && smooth[ray] >= smooth[lastRay]) continue;
		if (isSame) valleys.pop();
		valleys.push(makeValley(smooth, disc, ray, depth));
		lastRay = ray;
	}
	return valleys;
}

/**
 * Rays to either side of up that are looked at, 150 degrees: the thumb's valley lies within 120 of the
 * hand's axis.
 */
const SPAN = Math.round((150 * P.RAYS) / 360);
/** Minima nearer than 8 degrees are one valley. */
const APART = Math.round((8 * P.RAYS) / 360);
/** A valley is the lowest place within 6 degrees. */
const WINDOW = 4;
/** Its flanks reach 45 degrees at most. */
const FLANK = P.RAYS / 8;
/** Where the ray that points up stands among the smoothed lengths: flanks may go round beyond both ends. */
const UP = SPAN + FLANK;

/** Values that `findValleys` works in. */
export const VALLEY_SCRATCH = 2 * UP + 1;

/** Lengths from ray -UP to ray UP smoothed by 1 2 1: four times the outline's unit. */
function smoothInto(smooth: Int16Array, lengths: Int16Array): void {
	let ray = (2 * P.RAYS - UP - 1) % P.RAYS;
	let before = Math.abs(lengths[ray]);
	ray = (ray + 1) % P.RAYS;
	let here = Math.abs(lengths[ray]);
	for (let i = 0; i < VALLEY_SCRATCH; i++) {
		ray = ray + 1 < P.RAYS ? ray + 1 : 0;
		const length = lengths[ray];
		const after = length < 0 ? -length : length;
		smooth[i] = before + 2 * here + after;
		before = here;
		here = after;
	}
}

function isLowest(smooth: Int16Array, ray: number): boolean {
	const here = smooth[ray];
	// Nearly all rays end here.
	if (smooth[ray + 1] < here || smooth[ray - 1] < here) return false;
	for (let k = ray - WINDOW; k <= ray + WINDOW; k++) if (smooth[k] < here) return false;
	return true;
}

/** How far the outline rises towards one side before it falls below this ray's length again. */
function rise(smooth: Int16Array, ray: number, step: number): number {
	const here = smooth[ray];
	let highest = here;
	for (let k = 1; k < FLANK; k++) {
		const length = smooth[ray + k * step];
		if (length < here) break;
		if (length > highest) highest = length;
	}
	return highest - here;
}

/** The lowest place lies between rays: the vertex of the parabola through three. */
function makeValley(smooth: Int16Array, disc: Disc, ray: number, depth: number): Valley {
	const before = smooth[ray - 1];
	const here = smooth[ray];
	const after = smooth[ray + 1];
	const curvature = before - 2 * here + after;
	const offset = curvature > 0 ? (before - after) / (2 * curvature) : 0;
	const angle = (2 * Math.PI * (ray - UP + offset)) / P.RAYS;
	const length = here / (4 * UNIT);
	return { x: disc.x + length * Math.sin(angle), y: disc.y - length * Math.cos(angle), angle, depth };
}
