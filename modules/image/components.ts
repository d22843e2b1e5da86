import { assert } from "../bytes/assert.js";

/*
 * Connected components of a mask by row runs: a hand has a few runs a row, so after one look at each pixel
 * all work is on some hundred runs instead of thousands of pixels.
 *
 *   runs:  start end parent | start end parent | ...
 *
 * in raster order; start and end (exclusive) are pixel indices of one row, parent the number of an earlier
 * run of the same component, or its own.
 */
const RUN = 3;

/**
 * Keeps the largest 4-connected component of ones and clears the others, in place.
 *
 * @param mask width x height <= 32,767 pixels, 0 or 1
 * @param runs working memory, three values for each run of ones; a mask with more runs than fit is refused
 * @returns the component's area in pixels; 0 if there is none, or too many runs
 */
export function keepLargest(mask: Uint8Array, width: number, height: number, runs: Int16Array): number {
	const count = findRuns(runs, mask, width, height, 1);
	const areas = new Map<number, number>();
	let largest = -1;
	let largestArea = 0;
	for (let i = 0; i < count; i++) {
		const root = rootOf(runs, i);
		const area = (areas.get(root) ?? 0) + runs[i * RUN + 1] - runs[i * RUN];
		areas.set(root, area);
		if (area <= largestArea) continue;
		largest = root;
		largestArea = area;
	}
	for (let i = 0; i < count; i++) {
		if (rootOf(runs, i) !== largest) mask.fill(0, runs[i * RUN], runs[i * RUN + 1]);
	}
	return largestArea;
}

/**
 * Sets every background component that does not touch the image's border, in place; parameters as for
 * `keepLargest`. Where the runs do not fit nothing is filled.
 */
export function fillHoles(mask: Uint8Array, width: number, height: number, runs: Int16Array): void {
	const count = findRuns(runs, mask, width, height, 0);
	const open = new Set<number>();
	const lastRow = (height - 1) * width;
	for (let i = 0; i < count; i++) {
		const start = runs[i * RUN];
		const end = runs[i * RUN + 1];
		const isAtBorder = start < width || start >= lastRow || start % width === 0 || end % width === 0;
		if (isAtBorder) open.add(rootOf(runs, i));
	}
	for (let i = 0; i < count; i++) {
		if (!open.has(rootOf(runs, i))) mask.fill(1, runs[i * RUN], runs[i * RUN + 1]);
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
			runs[count * RUN + 1] = p;
			runs[count * RUN + 2] = count;
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
	const right = runs[i * RUN + 1] - width;
	let a = first;
	while (a < end && runs[a * RUN + 1] <= left) a++;
	for (let k = a; k < end && runs[k * RUN] < right; k++) {
		const one = rootOf(runs, k);
		const other = rootOf(runs, i);
		runs[(one > other ? one : other) * RUN + 2] = one > other ? other : one;
	}
	return a;
}

function rootOf(runs: Int16Array, i: number): number {
	let root = i;
	while (runs[root * RUN + 2] !== root) {
		runs[root * RUN + 2] = runs[runs[root * RUN + 2] * RUN + 2];
		root = runs[root * RUN + 2];
	}
	return root;
}
