import { assert } from "../bytes/assert.js";

/*
 * Connected components of a mask by row runs: a hand has a few runs a row, so after one look at each pixel
 * all work is on some hundred runs instead of thousands of pixels.
 *
 *   runs:  start end parent whole | start end parent whole | ...
 *
 * in raster order; start and end (exclusive) are pixel indices of one row, parent the number of an earlier
 * run of the same component, or its own; what `whole` says of the component stands at its first run.
 */

/** Values that a run takes. */
export const RUN = 4;
const END = 1;
const PARENT = 2;
const WHOLE = 3;

/** What a board brings of components.c; it need not. */
declare const nativeKernels:
	| { readonly keepLargest: typeof keepLargestPlainly; readonly fillHoles: typeof fillHolesPlainly }
	| undefined;

/** As `keepLargestPlainly`, in machine code where the board has it. */
export const keepLargest: typeof keepLargestPlainly =
	typeof nativeKernels === "undefined" ? keepLargestPlainly : nativeKernels.keepLargest;

/** As `fillHolesPlainly`, in machine code where the board has it. */
export const fillHoles: typeof fillHolesPlainly =
	typeof nativeKernels === "undefined" ? fillHolesPlainly : nativeKernels.fillHoles;

/**
 * Keeps the largest 4-connected component of ones and clears the others, in place.
 *
 * @param mask width x height <= 32,767 pixels, 0 or 1
 * @param runs working memory, RUN values for each run of ones; a mask with more runs than fit is refused
 * @returns the component's area in pixels; 0 if there is none, or too many runs
 */
export function keepLargestPlainly(
	mask: Uint8Array,
	width: number,
	height: number,
	runs: Int16Array,
): number {
	const count = findRuns(runs, mask, width, height, 1);
	let largest = -1;
	let largestArea = 0;
	for (let i = 0; i < count; i++) {
		const root = rootOf(runs, i);
		const area = runs[root * RUN + WHOLE] + runs[i * RUN + END] - runs[i * RUN];
		runs[root * RUN + WHOLE] = area;
		if (area <= largestArea) continue;
		largest = root;
		largestArea = area;
	}
	for (let i = 0; i < count; i++) {
		if (rootOf(runs, i) !== largest) mask.fill(0, runs[i * RUN], runs[i * RUN + END]);
	}
	return largestArea;
}

/**
 * Sets every background component that does not touch the image's border, in place; parameters as for
 * `keepLargest`. Where the runs do not fit nothing is filled.
 */
export function fillHolesPlainly(mask: Uint8Array, width: number, height: number, runs: Int16Array): void {
	const count = findRuns(runs, mask, width, height, 0);
	const lastRow = (height - 1) * width;
	for (let i = 0; i < count; i++) {
		const start = runs[i * RUN];
		const end = runs[i * RUN + END];
		const isAtBorder = start < width || start >= lastRow || start % width === 0 || end % width === 0;
		if (isAtBorder) runs[rootOf(runs, i) * RUN + WHOLE] = 1;
	}
	for (let i = 0; i < count; i++) {
		if (runs[rootOf(runs, i) * RUN + WHOLE] === 0) mask.fill(1, runs[i * RUN], runs[i * RUN + END]);
	}
}

/** @returns the number of runs of `value`, linked to those above that they touch; 0 if they do not fit */
function findRuns(runs: Int16Array, mask: Uint8Array, width: number, height: number, value: number): number {
	assert(width * height <= 32767, "pixel indices fit 16 bits");
	const capacity = (runs.length / RUN) | 0;
	let count = 0;
	let above = 0;
	for (let row = 0; row < width * height; row += width) {
		const aboveEnd = count;
		const end = row + width;
		for (let p = row; p < end; ) {
			while (p < end && mask[p] !== value) p++;
			if (p === end) break;
			if (count === capacity) return 0;
			runs[count * RUN] = p;
			while (p < end && mask[p] === value) p++;
			runs[count * RUN + END] = p;
			runs[count * RUN + PARENT] = count;
			runs[count * RUN + WHOLE] = 0;
			above = linkAbove(runs, count, above, aboveEnd, width);
			count++;
		}
		above = aboveEnd;
	}
	return count;
}

/**
 * Joins run `i` with those of the row above that it touches. @returns the first that the row's next run
 * may touch
 */
function linkAbove(runs: Int16Array, i: number, first: number, end: number, width: number): number {
	const left = runs[i * RUN] - width;
	const right = runs[i * RUN + END] - width;
	let a = first;
	while (a < end && runs[a * RUN + END] <= left) a++;
	for (let k = a; k < end && runs[k * RUN] < right; k++) {
		const one = rootOf(runs, k);
		const other = rootOf(runs, i);
		runs[(one > other ? one : other) * RUN + PARENT] = one > other ? other : one;
	}
	return a;
}

function rootOf(runs: Int16Array, i: number): number {
	let root = i;
	while (runs[root * RUN + PARENT] !== root) {
		runs[root * RUN + PARENT] = runs[runs[root * RUN + PARENT] * RUN + PARENT];
		root = runs[root * RUN + PARENT];
	}
	return root;
}
