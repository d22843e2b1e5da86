import type { GrayImage } from "./gray-image.js";

/**
 * Averages blocks of `factor` x `factor` pixels: `out` is floor(width / factor) x floor(height / factor),
 * unpadded; it may be the image's own buffer.
 *
 * @param factor 1..16
 */
export function shrinkInto(out: Uint8Array, image: GrayImage, factor: number): void {
	const { data, offset, stride } = image;
	const width = (image.width / factor) | 0;
	const height = (image.height / factor) | 0;
	const share = Math.round(65536 / (factor * factor));
	const toNextRow = stride - factor;
	for (let row = 0, o = 0; row < height; row++) {
		let block = offset + row * factor * stride;
		for (const end = o + width; o < end; o++, block += factor) {
			let sum = 0;
			let p = block;
			for (let line = 0; line < factor; line++, p += toNextRow) {
				for (const lineEnd = p + factor; p < lineEnd; p++) sum += data[p];
			}
			out[o] = (sum * share + 0x8000) >> 16;
		}
	}
}
