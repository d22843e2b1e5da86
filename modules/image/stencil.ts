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
	let rowX = (at.centreX - half * stepX + half * stepY + 0x8000) | 0;
	let rowY = (at.centreY - half * stepY - half * stepX + 0x8000) | 0;
	for (let row = 0, o = 0; row < side; row++, rowX -= stepY, rowY += stepX) {
		let x = rowX;
		let y = rowY;
		for (const end = o + side; o < end; o++, x += stepX, y += stepY) {
			if (mask[o] === GOOD && stencil[(y >> 16) * width + (x >> 16)] === 0) mask[o] = BLEMISH;
		}
	}
}
