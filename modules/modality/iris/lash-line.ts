/**
 * Does a picture show a closed eye: a dark line, unbroken over `LENGTH_MIN` of its width? Every column has
 * its darkest row; the line is where neighbouring columns have theirs side by side.
 *
 * @param grey width x height
 */
export function hasLashLine(grey: Uint8Array, width: number, height: number): boolean {
	let length = 0;
	let gap = 0;
	let last = 0;
	for (let x = 0; x < width; x++) {
		const row = darkestRow(grey, x, width, height);
		const step = row - last;
		const follows = row >= 0 && (length === 0 || (step <= STEP_MAX && step >= -STEP_MAX));
		if (!follows && ++gap <= GAP_MAX && length > 0) continue;
		length = follows ? length + 1 + gap : row >= 0 ? 1 : 0;
		gap = 0;
		last = row;
		if (length * 256 >= width * LENGTH_MIN) return true;
	}
	return false;
}

/** Least length of the line, in 1/256 of the width: an eye that is open and far has a shorter one. */
const LENGTH_MIN = 128;
/** Rows that the line may rise or fall from one column to the next. */
const STEP_MAX = 3;
/** Columns that it may leave out. */
const GAP_MAX = 2;
/** How much darker than its column a line is, in 1/256 of the column's brightness. */
const DEPTH_MIN = 64;

/** @returns -1 where nothing in the column is dark enough, or too much */
function darkestRow(grey: Uint8Array, x: number, width: number, height: number): number {
	let sum = 0;
	let least = 255;
	let row = -1;
	for (let y = 0, p = x; y < height; y++, p += width) {
		sum += grey[p];
		if (grey[p] >= least) continue;
		least = grey[p];
		row = y;
	}
	return (sum - least * height) * 256 >= DEPTH_MIN * sum ? row : -1;
}
