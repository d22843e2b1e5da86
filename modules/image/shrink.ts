import type { GrayImage } from "./gray-image.js";

/**
 * Averages blocks of `factor` x `factor` pixels: `out` is floor(width / factor) x floor(height / factor),
 * unpadded; it may be the image's own buffer.
 *
 * @param factor 1..16
 */
export function shrinkInto(out: Uint8Array, image: GrayImage, factor: number): void {
	shrinkBlocks(out, image.data, image.offset, image.stride, image.width, image.height, factor);
}

/** As `shrinkInto`, the image by its parts; shrink.c is its twin. */
export function shrinkPlainly(
	out: Uint8Array,
	data: Uint8Array,
	offset: number,
	stride: number,
	width: number,
	height: number,
	factor: number,
): void {
	const image = { data, offset, stride, width, height };
	if (factor % 2 === 0) shrinkByEven(out, image, factor);
	else shrinkByOdd(out, image, factor);
}

/** What a board brings of shrink.c; it need not. */
declare const nativeKernels: { readonly shrinkBlocks: typeof shrinkPlainly } | undefined;

const shrinkBlocks: typeof shrinkPlainly =
	typeof nativeKernels === "undefined" ? shrinkPlainly : nativeKernels.shrinkBlocks;

/** Four pixels at a time: in an interpreter a loop around one costs more than its read. */
function shrinkByEven(
	out: Uint8Array,
	{ data, offset, stride, width, height }: GrayImage,
	factor: number,
): void {
	const columns = (width / factor) | 0;
	const rows = (height / factor) | 0;
	const share = Math.round(65536 / (factor * factor));
	const lastLine = factor * stride;
	for (let row = 0, o = 0; row < rows; row++) {
		let block = offset + row * lastLine;
		for (const end = o + columns; o < end; o++, block += factor) {
			let sum = 0;
			for (let line = 0; line < lastLine; line += 2 * stride) {
				let p = block + line;
				for (const lineEnd = p + factor; p < lineEnd; p += 2) {
					sum += data[p] + data[p + 1] + data[p + stride] + data[p + stride + 1];
				}
			}
			out[o] = (sum * share + 0x8000) >> 16;
		}
	}
}

function shrinkByOdd(
	out: Uint8Array,
	{ data, offset, stride, width, height }: GrayImage,
	factor: number,
): void {
	const columns = (width / factor) | 0;
	const rows = (height / factor) | 0;
	const share = Math.round(65536 / (factor * factor));
	const lastLine = factor * stride;
	for (let row = 0, o = 0; row < rows; row++) {
		let block = offset + row * lastLine;
		for (const end = o + columns; o < end; o++, block += factor) {
			let sum = 0;
			for (let line = 0; line < lastLine; line += stride) {
				let p = block + line;
				for (const lineEnd = p + factor; p < lineEnd; p++) sum += data[p];
			}
			out[o] = (sum * share + 0x8000) >> 16;
		}
	}
}
