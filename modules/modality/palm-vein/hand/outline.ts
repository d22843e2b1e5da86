import type { Disc } from "../../../image/inscribed-disc.js";
import * as P from "../parameters.js";
import type { Silhouette } from "./silhouette.js";

/** Outline lengths are in 1/16 pixel. */
export const UNIT = 16;

/**
 * Follows RAYS rays from inside the palm outwards to where the hand ends; ray 0 points up, they go on
 * clockwise. The end is where the grey value falls below a share of the ray's own brightness inside the
 * palm: a gap between bright fingers may be lighter than the shaded edge of the hand, so no one level fits
 * both.
 *
 * @param lengths RAYS values out, 1/16 pixel; negative where the ray left the picture before the hand ended
 * @param scratch RAYS values, overwritten
 */
export function traceOutline(
	lengths: Int16Array,
	silhouette: Silhouette,
	disc: Disc,
	scratch: Int16Array,
): void {
	for (let ray = 0; ray < P.RAYS; ray++) scratch[ray] = palmBrightness(silhouette, disc, ray);
	for (let ray = 0; ray < P.RAYS; ray++) {
		const level = (meanAround(scratch, ray) * P.EDGE_LEVEL) >> 8;
		lengths[ray] = followRay(silhouette, disc, ray, level < P.SKIN_MIN ? P.SKIN_MIN : level);
	}
}

/** One pixel along a ray, to the right and (below) down, 16.16. */
function rayStepX(ray: number): number {
	return Math.round(Math.sin((2 * Math.PI * ray) / P.RAYS) * 65536);
}

function rayStepY(ray: number): number {
	return Math.round(-Math.cos((2 * Math.PI * ray) / P.RAYS) * 65536);
}

/** Mean grey value at half the disc's radius and three places further out, all inside the disc. */
function palmBrightness(silhouette: Silhouette, disc: Disc, ray: number): number {
	const { grey, width } = silhouette;
	const stepX = rayStepX(ray) * disc.radius;
	const stepY = rayStepY(ray) * disc.radius;
	let sum = 0;
	for (let tenths = 5; tenths <= 8; tenths++) {
		const x = Math.round(disc.x + (stepX * tenths) / 655360);
		const y = Math.round(disc.y + (stepY * tenths) / 655360);
		sum += grey[y * width + x];
	}
	return sum >> 2;
}

function meanAround(values: Int16Array, ray: number): number {
	let sum = 0;
	for (let k = -3; k <= 3; k++) sum += values[(ray + k + P.RAYS) % P.RAYS];
	return (sum / 7) | 0;
}

function followRay(silhouette: Silhouette, disc: Disc, ray: number, level: number): number {
	const centre = { x: Math.round(disc.x * 65536), y: Math.round(disc.y * 65536) };
	const reach = { from: (0.8 * disc.radius) | 0, to: (P.RAY_REACH * disc.radius) | 0 };
	return lengthToEdge(silhouette, centre, { x: rayStepX(ray), y: rayStepY(ray) }, reach, level);
}

interface Vector {
	readonly x: number;
	readonly y: number;
}

/**
 * Walks in steps of one pixel; between the last two the length is where the grey value crosses the level.
 *
 * @param start pixel of the silhouette's picture, 16.16
 * @param step one pixel's length, 16.16
 * @param reach lengths to look at, pixels
 * @returns 1/16 pixel; negative where the picture ends first, all of the reach when the level is not met
 */
export function lengthToEdge(
	silhouette: Silhouette,
	start: Vector,
	step: Vector,
	{ from, to }: { readonly from: number; readonly to: number },
	level: number,
): number {
	const { grey, width } = silhouette;
	const stepX = step.x;
	const stepY = step.y;
	const endX = (width - 2) << 16;
	const endY = (silhouette.height - 2) << 16;
	let x = start.x + from * stepX;
	let y = start.y + from * stepY;
	let last = level;
	for (let length = from; length < to; length++, x += stepX, y += stepY) {
		if (x < 65536 || y < 65536 || x >= endX || y >= endY) return -length * UNIT;
		const p = (y >> 16) * width + (x >> 16);
		const fx = (x >> 8) & 255;
		const upper = (grey[p] << 8) + (grey[p + 1] - grey[p]) * fx;
		const lower = (grey[p + width] << 8) + (grey[p + width + 1] - grey[p + width]) * fx;
		const value = ((upper << 8) + (lower - upper) * ((y >> 8) & 255)) >> 12;
		if (value < level * UNIT) {
			const fall = last - value;
			const over = last - level * UNIT;
			return over <= 0 ? length * UNIT : (length - 1) * UNIT + (((over * UNIT) / fall) | 0);
		}
		last = value;
	}
	return to * UNIT;
}
