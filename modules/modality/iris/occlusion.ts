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
export function maskOcclusion(region: Region): Occlusion {
	const { pixels, mask } = region;
	const means = new Array<number>(P.ROWS).fill(0);
	for (let row = 0; row < P.ROWS; row++) means[row] = meanOfSides(pixels, mask, row * P.COLUMNS);
	const scatter = scatterOfSides(pixels, mask, means);
	const limit = ((scatter * P.SCATTER_LIMIT) >> 8) + P.SCATTER_SLACK;
	const ends = new Array<number>(P.COLUMNS).fill(P.ROWS);
	for (let column = 0; column < P.COLUMNS; column++)
		ends[column] = rayEnd(pixels, mask, column, means, limit);
	let seen = 0;
	let lids = 0;
	let glare = 0;
	for (let column = 0; column < P.COLUMNS; column++) {
		const end = medianAround(ends, column) - P.LID_MARGIN;
		for (let row = 0, p = column; row < P.ROWS; row++, p += P.COLUMNS) {
			if (mask[p] !== GOOD) continue;
			seen++;
			const away = pixels[p] - means[row];
			const isGlare = pixels[p] >= P.GLARE_LEVEL;
			if (isGlare) glare++;
			if (row >= end) lids++;
			if (row >= end || isGlare || away > limit || away < -limit) mask[p] = BLEMISH;
		}
	}
	let sum = 0;
	for (let row = 0; row < P.ROWS; row++) sum += means[row];
	let measured = 0;
	for (let p = 0; p < mask.length; p++) if (mask[p] === GOOD) measured++;
	return { seen, lids, glare, measured, mean: (sum / P.ROWS) | 0 };
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
function scatterOfSides(pixels: Uint8Array, mask: Uint8Array, means: readonly number[]): number {
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
	means: readonly number[],
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

/** Median of nine rays. */
function medianAround(ends: readonly number[], column: number): number {
	const near: number[] = [];
	for (let k = -4; k <= 4; k++) near.push(ends[(column + k) & (P.COLUMNS - 1)]);
	near.sort((a, b) => a - b);
	return near[4];
}
