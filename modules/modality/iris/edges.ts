import type { GrayImage } from "../../image/gray-image.js";
import { type Circle, COSINE, TURN } from "./circle.js";
import { EDGE_CLIP, EDGE_RAYS, EDGE_RINGS } from "./parameters.js";

/**
 * Brightness around a centre along EDGE_RAYS rays, and its steps seen outwards: how much brighter the picture
 * gets between ring r and r + 1, in grey levels, limited to +-EDGE_CLIP so that a lash or a reflection weighs
 * no more than an edge. Positive where it gets brighter.
 *
 *   rays    MARGIN samples | one sample a ring  | MARGIN samples     of each ray
 *   steps   BORDER zeros   | one step a ring    | BORDER zeros       of each ray
 */
export interface Edges {
	/** EDGE_RAYS x RAY_LENGTH */
	readonly rays: Uint8Array;
	/** EDGE_RAYS x STEPS_LENGTH */
	readonly steps: Int8Array;
}

/** Samples beyond both ends of a ray that a step looks at. */
const MARGIN = 8;
export const RAY_LENGTH = EDGE_RINGS + 2 * MARGIN;

/** A circle off the centre of the rays may leave the rings by as much. */
export const BORDER = 16;
export const STEPS_LENGTH = EDGE_RINGS + 2 * BORDER;

/** Which rays are looked at, `last` included, either may lie beyond a turn; and how many rings. */
export interface Sector {
	readonly first: number;
	readonly last: number;
	readonly rings: number;
}

/**
 * Looks along the rays of a sector.
 * @param centre its radius is not looked at
 * @param unit distance of two rings, 1/256 pixel
 */
export function lookAround(
	{ rays }: Edges,
	{ data, offset, stride, width, height }: GrayImage,
	{ x, y }: Circle,
	unit: number,
	{ first, last, rings }: Sector,
): void {
	raysInto(rays, data, offset, stride, width, height, COSINE, x, y, unit, first, last, rings);
}

/**
 * The steps along rays that were looked at.
 * @param reach rings on either side whose mean is compared, 1..MARGIN - 1
 */
export function stepsWithin({ rays, steps }: Edges, { first, last, rings }: Sector, reach: number): void {
	stepsInto(steps, rays, first, last, rings, reach);
}

/** What a board brings of edges.c; it need not. */
declare const nativeKernels:
	| { readonly raysInto: typeof raysPlainly; readonly stepsInto: typeof stepsPlainly }
	| undefined;

const raysInto: typeof raysPlainly =
	typeof nativeKernels === "undefined" ? raysPlainly : nativeKernels.raysInto;

const stepsInto: typeof stepsPlainly =
	typeof nativeKernels === "undefined" ? stepsPlainly : nativeKernels.stepsInto;

/** Bilinear samples at rings -MARGIN .. rings + MARGIN - 1; beyond the frame its last pixel goes on. */
export function raysPlainly(
	rays: Uint8Array,
	data: Uint8Array,
	offset: number,
	stride: number,
	width: number,
	height: number,
	cosines: Int16Array,
	centreX: number,
	centreY: number,
	unit: number,
	first: number,
	last: number,
	rings: number,
): void {
	const lastX = ((width - 1) << 16) - 1;
	const lastY = ((height - 1) << 16) - 1;
	for (let ray = first; ray <= last; ray++) {
		const angle = ((ray * TURN) / EDGE_RAYS) & (TURN - 1);
		const stepX = (cosines[angle] * unit) >> 6;
		const stepY = (cosines[(angle + QUARTER) & (TURN - 1)] * unit) >> 6;
		let x = (centreX << 8) - MARGIN * stepX;
		let y = (centreY << 8) - MARGIN * stepY;
		let o = (ray & (EDGE_RAYS - 1)) * RAY_LENGTH;
		for (const end = o + rings + 2 * MARGIN; o < end; o++, x += stepX, y += stepY) {
			const insideX = x < 0 ? 0 : x > lastX ? lastX : x;
			const insideY = y < 0 ? 0 : y > lastY ? lastY : y;
			const p = offset + (insideY >> 16) * stride + (insideX >> 16);
			const fx = (insideX >> 8) & 255;
			const left = data[p];
			const below = data[p + stride];
			const upper = (left << 8) + (data[p + 1] - left) * fx;
			const lower = (below << 8) + (data[p + stride + 1] - below) * fx;
			rays[o] = ((upper << 8) + (lower - upper) * ((insideY >> 8) & 255)) >> 16;
		}
	}
}

/** A sine is the cosine three quarters of a turn on. */
const QUARTER = (3 * TURN) / 4;

/** Difference of running means over `reach` samples before and after each step. */
export function stepsPlainly(
	steps: Int8Array,
	rays: Uint8Array,
	first: number,
	last: number,
	rings: number,
	reach: number,
): void {
	const share = (65536 / reach) | 0;
	for (let ray = first; ray <= last; ray++) {
		const row = ray & (EDGE_RAYS - 1);
		const start = row * STEPS_LENGTH;
		let i = row * RAY_LENGTH + MARGIN;
		let before = 0;
		let after = 0;
		for (let k = 0; k < reach; k++) {
			before += rays[i - k];
			after += rays[i + 1 + k];
		}
		steps.fill(0, start, start + BORDER);
		for (let o = start + BORDER, end = o + rings; o < end; o++, i++) {
			const step = ((after - before) * share) >> 16;
			steps[o] = step > EDGE_CLIP ? EDGE_CLIP : step < -EDGE_CLIP ? -EDGE_CLIP : step;
			const next = rays[i + 1];
			before += next - rays[i + 1 - reach];
			after += rays[i + 1 + reach] - next;
		}
		steps.fill(0, start + BORDER + rings, start + STEPS_LENGTH);
	}
}
