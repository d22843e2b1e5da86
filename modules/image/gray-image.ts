/**
 * A view of 8-bit grey pixels, rows top-down; `stride` bytes lie between the starts of two rows. Crop by
 * view, never by copy.
 */
export interface GrayImage {
	readonly data: Uint8Array;
	/** Index of the top left pixel in `data`. */
	readonly offset: number;
	readonly width: number;
	readonly height: number;
	readonly stride: number;
}

/** The view of a whole, unpadded image. */
export function grayImage(data: Uint8Array, width: number, height: number): GrayImage {
	if (data.length < width * height)
		throw new RangeError(`grayImage: ${data.length} bytes for ${width}x${height}`);
	return { data, offset: 0, width, height, stride: width };
}
