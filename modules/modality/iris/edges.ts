import type { GrayImage } from "../../image/gray-image.js";
import { type Circle, COSINE, SINE, TURN } from "./circle.js";
import { EDGE_CLIP, EDGE_RAYS, EDGE_RINGS } from "./parameters.js";

/**
 * Brightness steps around a centre, seen outwards along EDGE_RAYS rays: `steps[ray * EDGE_RINGS + r]` is how
 * much brighter the picture gets between radius r and r + 1, in grey levels, limited to +-EDGE_CLIP so that
 * a lash or a reflection weighs no more than an edge. Positive where it gets brighter.
 *
 * @param steps EDGE_RAYS x EDGE_RINGS
 * @param centre its radius is not looked at
 * @param unit distance of two rings, 1/256 pixel
 * @param reach rings on either side whose mean is compared, 1..8
 */
export function edgesInto(
	steps: Int8Array,
	frame: GrayImage,
	centre: Circle,
	unit: number,
	reach: number,
): void {
	const line = new Array<number>(EDGE_RINGS + 2 * MARGIN).fill(0);
	for (let ray = 0; ray < EDGE_RAYS; ray++) {
		readRay(line, frame, centre, (ray * TURN) / EDGE_RAYS, unit);
		stepsAlong(steps, ray * EDGE_RINGS, line, reach);
	}
}

/** How well a circle fits, from the steps along the rays; larger is better. */
export type CircleScore = (x: number, y: number, radius: number) => number;

/** Where to look for a circle, in rings around the centre of the steps. */
export interface CircleSearch {
	readonly x: number;
	readonly y: number;
	readonly radiusMin: number;
	readonly radiusMax: number;
	/**
	 * Largest distance of its centre from (x, y) along each axis, and the distance between two that are
	 * tried.
	 */
	readonly reachX: number;
	readonly reachY: number;
	readonly stride: number;
}

/** A circle in rings around the centre of the steps. */
export interface FoundCircle {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
	readonly score: number;
}

/** Tries every centre and radius of a search. */
export function bestCircle(score: CircleScore, search: CircleSearch): FoundCircle {
	const { reachX, reachY, stride, radiusMin, radiusMax } = search;
	let best: FoundCircle = { x: search.x, y: search.y, radius: radiusMin, score: -1e9 };
	for (let y = search.y - reachY; y <= search.y + reachY; y += stride) {
		for (let x = search.x - reachX; x <= search.x + reachX; x += stride) {
			for (let radius = radiusMin; radius <= radiusMax; radius++) {
				const found = score(x, y, radius);
				if (found > best.score) best = { x, y, radius, score: found };
			}
		}
	}
	return best;
}

/**
 * Sum of the steps that a circle off the centre of the rays meets on rays `first` to `last`. To first order
 * of the displacement such a circle lies at r = radius + x cos + y sin.
 */
export function sumOnArc(
	steps: Int8Array,
	first: number,
	last: number,
	x: number,
	y: number,
	radius: number,
): number {
	let sum = 0;
	for (let ray = first; ray <= last; ray++) {
		const angle = ((ray * TURN) / EDGE_RAYS) & (TURN - 1);
		const r = radius + ((x * COSINE[angle] + y * SINE[angle] + 8192) >> 14);
		if (r >= 0 && r < EDGE_RINGS) sum += steps[(ray & (EDGE_RAYS - 1)) * EDGE_RINGS + r];
	}
	return sum;
}

/** Samples beyond both ends of a ray that a step looks at. */
const MARGIN = 8;

/** Bilinear samples at radius -MARGIN .. EDGE_RINGS + MARGIN - 1; beyond the frame its last pixel goes on. */
function readRay(line: number[], frame: GrayImage, centre: Circle, angle: number, unit: number): void {
	const { data, offset, stride, width, height } = frame;
	const stepX = (COSINE[angle] * unit) >> 6;
	const stepY = (SINE[angle] * unit) >> 6;
	const lastX = ((width - 1) << 16) - 1;
	const lastY = ((height - 1) << 16) - 1;
	let x = (centre.x << 8) - MARGIN * stepX;
	let y = (centre.y << 8) - MARGIN * stepY;
	for (let i = 0; i < line.length; i++, x += stepX, y += stepY) {
		const insideX = x < 0 ? 0 : x > lastX ? lastX : x;
		const insideY = y < 0 ? 0 : y > lastY ? lastY : y;
		const p = offset + (insideY >> 16) * stride + (insideX >> 16);
		const fx = (insideX >> 8) & 255;
		const left = data[p];
		const below = data[p + stride];
		const upper = (left << 8) + (data[p + 1] - left) * fx;
		const lower = (below << 8) + (data[p + stride + 1] - below) * fx;
		line[i] = ((upper << 8) + (lower - upper) * ((insideY >> 8) & 255)) >> 16;
	}
}

/** Difference of running means over `reach` samples before and after each step. */
function stepsAlong(steps: Int8Array, start: number, line: readonly number[], reach: number): void {
	let before = 0;
	let after = 0;
	for (let k = 0; k < reach; k++) {
		before += line[MARGIN - k];
		after += line[MARGIN + 1 + k];
	}
	const share = (65536 / reach) | 0;
	for (let r = 0, i = MARGIN; r < EDGE_RINGS; r++, i++) {
		const step = ((after - before) * share) >> 16;
		steps[start + r] = step > EDGE_CLIP ? EDGE_CLIP : step < -EDGE_CLIP ? -EDGE_CLIP : step;
		before += line[i + 1] - line[i + 1 - reach];
		after += line[i + 1 + reach] - line[i + 1];
	}
}
