import { BLEMISH, GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import * as P from "./parameters.js";

/** What covers an iris, in pixels of the unrolled ring. */
export interface Occlusion {
	/** Inside the frame. */
	readonly seen: number;
	/** Of these, behind lids and the lashes along them. */
	readonly lids: number;
	/** Of these, in a reflection. */
	readonly glare: number;
	/** What is left in the mask. */
	readonly measured: number;
	/** Mean brightness of both sides, where the iris lies open. */
	readonly mean: number;
}

/**
 * Strikes lids, lashes and reflections out of the mask. Both sides of an iris lie open; whatever differs from
 * their brightness at the same distance from the pupil by more than they scatter is no iris. A lid leaves
 * nothing beyond it: on every ray it begins where "iris before, something else after" fits best.
 */
export function maskOcclusion({ pixels, mask }: Region): Occlusion {
	const counts = new Int32Array(5);
	occlusionInto(counts, pixels, mask);
	const [seen, lids, glare, measured, mean] = counts;
	return { seen, lids, glare, measured, mean };
}

/** What a board brings of occlusion.c; it need not. */
declare const nativeKernels: { readonly occlusionInto: typeof occlusionPlainly } | undefined;

const occlusionInto: typeof occlusionPlainly =
	typeof nativeKernels === "undefined" ? occlusionPlainly : nativeKernels.occlusionInto;

/**
 * See `maskOcclusion`.
 * @param counts the values of `Occlusion` out, in their order
 */
export function occlusionPlainly(counts: Int32Array, pixels: Uint8Array, mask: Uint8Array): void {
	const means = new Uint8Array(P.ROWS);
	let sum = 0;
	for (let row = 0; row < P.ROWS; row++) {
		means[row] = meanOfSides(pixels, mask, row * P.COLUMNS);
		sum += means[row];
	}
	const scatter = scatterOfSides(pixels, mask, means);
	const limit = ((scatter * P.SCATTER_LIMIT) >> 8) + P.SCATTER_SLACK;
	const ends = new Uint8Array(P.COLUMNS);
	for (let column = 0; column < P.COLUMNS; column++)
		ends[column] = rayEnd(pixels, mask, column, means, limit);
	const near = new Uint8Array(NEAR);
	let seen = 0;
	let lids = 0;
	let glare = 0;
	let measured = 0;
	for (let column = 0; column < P.COLUMNS; column++) {
		const end = medianAround(near, ends, column) - P.LID_MARGIN;
		for (let row = 0, p = column; row < P.ROWS; row++, p += P.COLUMNS) {
			if (mask[p] !== GOOD) continue;
			const value = pixels[p];
			const away = value - means[row];
			const isGlare = value >= P.GLARE_LEVEL;
			seen++;
			if (isGlare) glare++;
			if (row >= end) lids++;
			if (row >= end || isGlare || away > limit || away < -limit) mask[p] = BLEMISH;
			else measured++;
		}
	}
	counts[0] = seen;
	counts[1] = lids;
	counts[2] = glare;
	counts[3] = measured;
	counts[4] = (sum / P.ROWS) | 0;
}

/** Mean over both sides of one row, taken again without what lies far from the first mean. */
function meanOfSides(pixels: Uint8Array, mask: Uint8Array, start: number): number {
	let mean = 128;
	for (let within = 256; within >= 32; within >>= 1) {
		let sum = 0;
		let count = 0;
		for (let side = 0; side < 2; side++) {
			const first = side === 0 ? P.RIGHT_FIRST : P.LEFT_FIRST;
			for (let k = 0; k < P.SIDE_COLUMNS; k++) {
				const p = start + ((first + k) & (P.COLUMNS - 1));
				const away = pixels[p] - mean;
				if (mask[p] !== GOOD || away > within || away < -within) continue;
				sum += pixels[p];
				count++;
			}
		}
		if (count > 0) mean = (sum / count) | 0;
	}
	return mean;
}

/** Mean distance from the rows' means over both sides, in 1/16 grey level; far ones count as 32. */
function scatterOfSides(pixels: Uint8Array, mask: Uint8Array, means: Uint8Array): number {
	let sum = 0;
	let count = 0;
	for (let row = 0; row < P.ROWS; row++) {
		for (let side = 0; side < 2; side++) {
			const first = side === 0 ? P.RIGHT_FIRST : P.LEFT_FIRST;
			for (let k = 0; k < P.SIDE_COLUMNS; k++) {
				const p = row * P.COLUMNS + ((first + k) & (P.COLUMNS - 1));
				if (mask[p] !== GOOD) continue;
				const away = pixels[p] - means[row];
				const size = away < 0 ? -away : away;
				sum += size < 32 ? size : 32;
				count++;
			}
		}
	}
	return count === 0 ? 0 : ((16 * sum) / count) | 0;
}

/** The row at which a ray leaves the iris; ROWS when it does not. */
function rayEnd(
	pixels: Uint8Array,
	mask: Uint8Array,
	column: number,
	means: Uint8Array,
	limit: number,
): number {
	let score = 0;
	let best = 0;
	let end = P.ROWS;
	for (let row = P.ROWS - 1; row >= 0; row--) {
		const p = row * P.COLUMNS + column;
		const away = pixels[p] - means[row];
		score += mask[p] !== GOOD || away > limit || away < -limit ? 1 : -1;
		if (score <= best) continue;
		best = score;
		end = row;
	}
	return end;
}

/** Rays of which a median is taken. */
const NEAR = 9;

/** @param near NEAR values, overwritten */
function medianAround(near: Uint8Array, ends: Uint8Array, column: number): number {
	for (let k = 0; k < NEAR; k++) {
		const end = ends[(column + k - (NEAR >> 1)) & (P.COLUMNS - 1)];
		let place = k;
		for (; place > 0 && near[place - 1] > end; place--) near[place] = near[place - 1];
		near[place] = end;
	}
	return near[NEAR >> 1];
}
