import { GOOD, OUTSIDE } from "./blemish.js";
import type { GrayImage } from "./gray-image.js";

/**
 * Where a square of an image lies: centre, and the image-space step that one output pixel to the right
 * makes; one output pixel down is that step turned by a quarter. All in 16.16 fixed point, in pixels of
 * the image.
 */
export interface Similarity {
	readonly centreX: number;
	readonly centreY: number;
	readonly stepX: number;
	readonly stepY: number;
}

/**
 * Resamples a `side` x `side` square into `out` by bilinear interpolation; a pixel whose four neighbours do
 * not all lie inside the image gets 0 and OUTSIDE in the mask, every other GOOD.
 *
 * Steps longer than two image pixels alias: shrink the image first (shrink.ts).
 * Ranges: `side` <= 128, |step| < 64 px, image <= 640x480, so that every product stays below 2^31.
 */
export function resampleInto(
	out: Uint8Array,
	mask: Uint8Array,
	image: GrayImage,
	side: number,
	at: Similarity,
): void {
	const { data, offset, stride, width, height } = image;
	const { stepX, stepY } = at;
	const half = (side - 1) / 2;
	// Pixel centres are at integers, so the first output pixel lies (side - 1) / 2 steps up and to the
	// left.
	const x = (at.centreX - half * stepX + half * stepY) | 0;
	const y = (at.centreY - half * stepY - half * stepX) | 0;
	resampleFrom(out, mask, data, offset, stride, width, height, side, x, y, stepX, stepY);
}

/** What a board brings of resample.c; it need not. */
declare const nativeKernels: { readonly resampleFrom: typeof resamplePlainly } | undefined;

const resampleFrom: typeof resamplePlainly =
	typeof nativeKernels === "undefined" ? resamplePlainly : nativeKernels.resampleFrom;

/**
 * As `resampleInto`, the image by its parts and the square by its first pixel; resample.c is its twin.
 * @param firstX, firstY, stepX, stepY 16.16
 */
export function resamplePlainly(
	out: Uint8Array,
	mask: Uint8Array,
	data: Uint8Array,
	offset: number,
	stride: number,
	width: number,
	height: number,
	side: number,
	firstX: number,
	firstY: number,
	stepX: number,
	stepY: number,
): void {
	const lastX = width - 1;
	const lastY = height - 1;
	let rowX = firstX;
	let rowY = firstY;
	for (let row = 0, o = 0; row < side; row++, rowX -= stepY, rowY += stepX) {
		let x = rowX;
		let y = rowY;
		for (const end = o + side; o < end; o++, x += stepX, y += stepY) {
			const column = x >> 16;
			const line = y >> 16;
			if (column < 0 || line < 0 || column >= lastX || line >= lastY) {
				out[o] = 0;
				mask[o] = OUTSIDE;
				continue;
			}
			const p = offset + line * stride + column;
			const fx = (x >> 8) & 255;
			const left = data[p];
			const below = data[p + stride];
			const upper = (left << 8) + (data[p + 1] - left) * fx;
			const lower = (below << 8) + (data[p + stride + 1] - below) * fx;
			out[o] = ((upper << 8) + (lower - upper) * ((y >> 8) & 255) + 0x8000) >> 16;
			mask[o] = GOOD;
		}
	}
}
