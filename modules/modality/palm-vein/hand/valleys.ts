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

/** The valleys of an outline, from left to right as a hand with its fingers up is seen. */
export function findValleys(lengths: Int16Array, disc: Disc): Valley[] {
	const valleys: Valley[] = [];
	let lastRay = -P.RAYS;
	for (let ray = -SPAN; ray <= SPAN; ray++) {
		if (at(lengths, ray) < 0 || !isLowest(lengths, ray)) continue;
		const depth = Math.min(rise(lengths, ray, -1), rise(lengths, ray, 1)) / (4 * UNIT);
		if (depth < P.VALLEY_DEPTH_MIN * disc.radius) continue;
		const isSame = ray - lastRay < APART;
		if (isSame && smooth(lengths, ray) >= smooth(lengths, lastRay)) continue;
		if (isSame) valleys.pop();
		valleys.push(makeValley(lengths, disc, ray, depth));
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

function at(lengths: Int16Array, ray: number): number {
	return lengths[(ray + P.RAYS) % P.RAYS];
}

/** Length smoothed by 1 2 1: four times the outline's unit. */
function smooth(lengths: Int16Array, ray: number): number {
	const sides = Math.abs(at(lengths, ray - 1)) + Math.abs(at(lengths, ray + 1));
	return sides + 2 * Math.abs(at(lengths, ray));
}

function isLowest(lengths: Int16Array, ray: number): boolean {
	const here = smooth(lengths, ray);
	for (let k = -WINDOW; k <= WINDOW; k++) if (smooth(lengths, ray + k) < here) return false;
	return true;
}

/** How far the outline rises towards one side before it falls below this ray's length again. */
function rise(lengths: Int16Array, ray: number, step: number): number {
	const here = smooth(lengths, ray);
	let highest = here;
	for (let k = 1; k < FLANK; k++) {
		const length = smooth(lengths, ray + k * step);
		if (length < here) break;
		if (length > highest) highest = length;
	}
	return highest - here;
}

/** The lowest place lies between rays: the vertex of the parabola through three. */
function makeValley(lengths: Int16Array, disc: Disc, ray: number, depth: number): Valley {
	const before = smooth(lengths, ray - 1);
	const here = smooth(lengths, ray);
	const after = smooth(lengths, ray + 1);
	const curvature = before - 2 * here + after;
	const offset = curvature > 0 ? (before - after) / (2 * curvature) : 0;
	const angle = (2 * Math.PI * (ray + offset)) / P.RAYS;
	const length = here / (4 * UNIT);
	return { x: disc.x + length * Math.sin(angle), y: disc.y - length * Math.cos(angle), angle, depth };
}
