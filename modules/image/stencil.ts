import { BLEMISH, GOOD } from "./blemish.js";
import type { Similarity } from "./resample.js";

/**
 * Carries a stencil over to a resampled square: every good pixel whose place in the image the stencil does
 * not show becomes a blemish, so that its surroundings are distrusted too.
 *
 * @param mask side x side, as `resampleInto` leaves it for the same square
 * @param stencil pixels of the image, `width` a row; 0 is what to leave out
 */
export function blemishOutside(
	mask: Uint8Array,
	side: number,
	stencil: Uint8Array,
	width: number,
	at: Similarity,
): void {
	const { stepX, stepY } = at;
	const half = (side - 1) / 2;
	const x = (at.centreX - half * stepX + half * stepY + 0x8000) | 0;
	const y = (at.centreY - half * stepY - half * stepX + 0x8000) | 0;
	blemishFrom(mask, side, stencil, width, x, y, stepX, stepY);
}

/** What a board brings of stencil.c; it need not. */
declare const nativeKernels: { readonly blemishFrom: typeof blemishPlainly } | undefined;

const blemishFrom: typeof blemishPlainly =
	typeof nativeKernels === "undefined" ? blemishPlainly : nativeKernels.blemishFrom;

/**
 * As `blemishOutside`, the square by its first pixel; stencil.c is its twin.
 * @param firstX, firstY, stepX, stepY 16.16, the first two half a pixel further
 */
export function blemishPlainly(
	mask: Uint8Array,
	side: number,
	stencil: Uint8Array,
	width: number,
	firstX: number,
	firstY: number,
	stepX: number,
	stepY: number,
): void {
	let rowX = firstX;
	let rowY = firstY;
	for (let row = 0, o = 0; row < side; row++, rowX -= stepY, rowY += stepX) {
		let x = rowX;
		let y = rowY;
		for (const end = o + side; o < end; o++, x += stepX, y += stepY) {
			if (mask[o] === GOOD && stencil[(y >> 16) * width + (x >> 16)] === 0) mask[o] = BLEMISH;
		}
	}
}
