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
	{ grey, width, height }: Silhouette,
	disc: Disc,
	scratch: Int16Array,
): void {
	const x = Math.round(disc.x * 65536);
	const y = Math.round(disc.y * 65536);
	brightnessInto(scratch, grey, width, x, y, Math.round(disc.radius * 65536), SINES);
	levelsInto(lengths, scratch, P.RAYS, P.EDGE_LEVEL, P.SKIN_MIN);
	const from = (0.8 * disc.radius) | 0;
	const to = (P.RAY_REACH * disc.radius) | 0;
	followRays(lengths, grey, width, height, x, y, from, to, SINES);
}

/** 65536 sin of each ray's angle: one pixel along a ray to the right; down, that of a quarter before. */
const SINES: Int32Array = Int32Array.from({ length: P.RAYS }, (_, ray) =>
	Math.round(Math.sin((2 * Math.PI * ray) / P.RAYS) * 65536),
);

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
	{ grey, width, height }: Silhouette,
	start: Vector,
	step: Vector,
	{ from, to }: { readonly from: number; readonly to: number },
	level: number,
): number {
	return edgeAlong(grey, width, height, start.x, start.y, step.x, step.y, from, to, level);
}

/** What a board brings of outline.c; it need not. */
declare const nativeKernels:
	| {
			readonly brightnessInto: typeof brightnessPlainly;
			readonly levelsInto: typeof levelsPlainly;
			readonly followRays: typeof followRaysPlainly;
			readonly edgeAlong: typeof edgePlainly;
	  }
	| undefined;

const { brightnessInto, levelsInto, followRays, edgeAlong } =
	typeof nativeKernels === "undefined"
		? {
				brightnessInto: brightnessPlainly,
				levelsInto: levelsPlainly,
				followRays: followRaysPlainly,
				edgeAlong: edgePlainly,
			}
		: nativeKernels;

/**
 * For each ray the mean grey value at half the radius of a disc and three places further out, all inside it.
 * @param x, y, radius of the disc, 16.16
 * @param sines 65536 sin of the angle of each ray
 */
export function brightnessPlainly(
	means: Int16Array,
	grey: Uint8Array,
	width: number,
	x: number,
	y: number,
	radius: number,
	sines: Int32Array,
): void {
	const rays = sines.length;
	for (let ray = 0; ray < rays; ray++) {
		const stepX = sines[ray];
		const stepY = sines[(ray + ((3 * rays) >> 2)) % rays];
		let sum = 0;
		for (let tenths = 5; tenths <= 8; tenths++) {
			const length = ((radius * tenths) / 10) | 0;
			// Beyond 2^31, but below 2^53: exact.
			const column = (x + Math.floor((stepX * length) / 65536) + 0x8000) >> 16;
			const row = (y + Math.floor((stepY * length) / 65536) + 0x8000) >> 16;
			sum += grey[row * width + column];
		}
		means[ray] = sum >> 2;
	}
}

/** Of each ray `share` / 256 of the mean brightness of it and three to either side, at least `least`. */
export function levelsPlainly(
	levels: Int16Array,
	brightness: Int16Array,
	rays: number,
	share: number,
	least: number,
): void {
	let sum = 0;
	for (let k = -3; k <= 3; k++) sum += brightness[(k + rays) % rays];
	for (let ray = 0; ray < rays; ray++) {
		const level = (((sum / 7) | 0) * share) >> 8;
		levels[ray] = level < least ? least : level;
		sum += brightness[(ray + 4) % rays] - brightness[(ray + rays - 3) % rays];
	}
}

/**
 * Follows all rays from (x, y), 16.16, from `from` pixels on to at most `to`.
 * @param lengths of each ray the level in, what `lengthToEdge` returns out
 */
export function followRaysPlainly(
	lengths: Int16Array,
	grey: Uint8Array,
	width: number,
	height: number,
	x: number,
	y: number,
	from: number,
	to: number,
	sines: Int32Array,
): void {
	const rays = sines.length;
	for (let ray = 0; ray < rays; ray++) {
		const stepY = sines[(ray + ((3 * rays) >> 2)) % rays];
		lengths[ray] = edgePlainly(grey, width, height, x, y, sines[ray], stepY, from, to, lengths[ray]);
	}
}

/** As `lengthToEdge`, all by its parts. */
export function edgePlainly(
	grey: Uint8Array,
	width: number,
	height: number,
	startX: number,
	startY: number,
	stepX: number,
	stepY: number,
	from: number,
	to: number,
	level: number,
): number {
	const endX = (width - 2) << 16;
	const endY = (height - 2) << 16;
	let x = startX + from * stepX;
	let y = startY + from * stepY;
	let last = level;
	for (let length = from; length < to; length++, x += stepX, y += stepY) {
		if (x < 65536 || y < 65536 || x >= endX || y >= endY) return -length * UNIT;
		const p = (y >> 16) * width + (x >> 16);
		const fx = (x >> 8) & 255;
		const left = grey[p];
		const below = grey[p + width];
		const upper = (left << 8) + (grey[p + 1] - left) * fx;
		const lower = (below << 8) + (grey[p + width + 1] - below) * fx;
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
