import { assert } from "../../../bytes/assert.js";
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
 * @param smooth at least VALLEY_SCRATCH values, overwritten
 */
export function findValleys(lengths: Int16Array, disc: Disc, smooth: Int16Array): Valley[] {
	assert(smooth.length >= VALLEY_SCRATCH, "findValleys: scratch");
	const valleys: Valley[] = [];
	const count = lowestInto(smooth, lengths, P.RAYS, SPAN, FLANK, WINDOW);
	let lastRay = -P.RAYS;
	for (let i = 0, at = SMOOTHED; i < count; i++, at += 2) {
		const ray = smooth[at];
		const depth = smooth[at + 1] / (4 * UNIT);
		if (depth < P.VALLEY_DEPTH_MIN * disc.radius) continue;
		const isSame = ray - lastRay < APART;
		if (isSame && smooth[ray] >= smooth[lastRay]) continue;
		if (isSame) valleys.pop();
		valleys.push(makeValley(smooth, disc, ray, depth));
		lastRay = ray;
	}
	return valleys;
}

/** What a board brings of valleys.c; it need not. */
declare const nativeKernels: { readonly lowestInto: typeof lowestPlainly } | undefined;

const lowestInto: typeof lowestPlainly =
	typeof nativeKernels === "undefined" ? lowestPlainly : nativeKernels.lowestInto;

/**
 * Lengths from ray -(span + flank) to ray span + flank smoothed by 1 2 1, four times the outline's unit;
 * behind them, for each ray within `span` that met the outline and is the lowest within `window`, its place
 * among them and how far the outline rises on the side where it rises less, within `flank`.
 *
 * @param smooth room for that, two values for each of 2 span + 1 rays
 * @param lengths `rays` of them, ray 0 first
 * @returns how many such rays there are
 */
export function lowestPlainly(
	smooth: Int16Array,
	lengths: Int16Array,
	rays: number,
	span: number,
	flank: number,
	window: number,
): number {
	const up = span + flank;
	const smoothed = 2 * up + 1;
	smoothInto(smooth, lengths, rays, up);
	let count = 0;
	for (let ray = flank; ray <= up + span; ray++) {
		if (!isLowest(smooth, ray, window) || lengths[(ray + 2 * rays - up) % rays] < 0) continue;
		const left = rise(smooth, ray, -1, flank);
		const right = rise(smooth, ray, 1, flank);
		smooth[smoothed + 2 * count] = ray;
		smooth[smoothed + 2 * count + 1] = left < right ? left : right;
		count++;
	}
	return count;
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

const SMOOTHED = 2 * UP + 1;

/** Values that `findValleys` works in. */
const VALLEY_SCRATCH = SMOOTHED + 2 * (2 * SPAN + 1);

function smoothInto(smooth: Int16Array, lengths: Int16Array, rays: number, up: number): void {
	let ray = (2 * rays - up - 1) % rays;
	let before = Math.abs(lengths[ray]);
	ray = (ray + 1) % rays;
	let here = Math.abs(lengths[ray]);
	for (let i = 0; i <= 2 * up; i++) {
		ray = ray + 1 < rays ? ray + 1 : 0;
		const length = lengths[ray];
		const after = length < 0 ? -length : length;
		smooth[i] = before + 2 * here + after;
		before = here;
		here = after;
	}
}

function isLowest(smooth: Int16Array, ray: number, window: number): boolean {
	const here = smooth[ray];
	// Nearly all rays end here.
	if (smooth[ray + 1] < here || smooth[ray - 1] < here) return false;
	for (let k = ray - window; k <= ray + window; k++) if (smooth[k] < here) return false;
	return true;
}

/** How far the outline rises towards one side before it falls below this ray's length again. */
function rise(smooth: Int16Array, ray: number, step: number, flank: number): number {
	const here = smooth[ray];
	let highest = here;
	for (let k = 1; k < flank; k++) {
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
