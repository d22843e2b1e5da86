import { GOOD } from "./blemish.js";

/** What a board brings of continue.c; it need not. */
declare const nativeKernels: { readonly continueOutside: typeof continuePlainly } | undefined;

/** As `continuePlainly`, in machine code where the board has it. */
export const continueOutside: typeof continuePlainly =
	typeof nativeKernels === "undefined" ? continuePlainly : nativeKernels.continueOutside;

/**
 * Replaces invalid pixels of a square by a smooth continuation of the valid ones, so that a filter sees no
 * edge where the image ends: each invalid pixel takes the value of the nearest valid one in its row (of
 * two, the right one's), rows without any that of the row above them, or below when there is none. Filters
 * near the border of validity are still to be distrusted: erode the mask by their radius.
 *
 * @param pixels side x side, changed in place
 * @param mask side x side; GOOD (see blemish.ts) where the pixel is measured
 */
export function continuePlainly(pixels: Uint8Array, mask: Uint8Array, side: number): void {
	let firstRow = -1;
	let lastRow = -1;
	for (let row = 0; row < side; row++) {
		if (!continueRow(pixels, mask, row * side, side)) continue;
		if (firstRow < 0) firstRow = row;
		else copyRowDown(pixels, lastRow, row, side);
		lastRow = row;
	}
	if (firstRow < 0) return;
	for (let row = 0; row < firstRow; row++) copyRow(pixels, firstRow, row, side);
	for (let row = lastRow + 1; row < side; row++) copyRow(pixels, lastRow, row, side);
}

function continueRow(pixels: Uint8Array, mask: Uint8Array, start: number, side: number): boolean {
	let left = -1;
	for (let x = 0; x < side; x++) {
		if (mask[start + x] !== GOOD) continue;
		const value = pixels[start + x];
		if (left < 0) {
			for (let k = 0; k < x; k++) pixels[start + k] = value;
		} else {
			const middle = (left + x + 1) >> 1;
			for (let k = left + 1; k < middle; k++) pixels[start + k] = pixels[start + left];
			for (let k = middle; k < x; k++) pixels[start + k] = value;
		}
		left = x;
	}
	if (left < 0) return false;
	for (let k = left + 1; k < side; k++) pixels[start + k] = pixels[start + left];
	return true;
}

/** Rows between two measured ones take the upper one's pixels; a gap of rows inside a region is rare. */
function copyRowDown(pixels: Uint8Array, from: number, to: number, side: number): void {
	for (let row = from + 1; row < to; row++) copyRow(pixels, from, row, side);
}

function copyRow(pixels: Uint8Array, from: number, to: number, side: number): void {
	pixels.copyWithin(to * side, from * side, from * side + side);
}
