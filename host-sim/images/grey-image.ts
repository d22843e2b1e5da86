/** 8-bit grey picture, rows top-down, one byte a pixel, no padding: `data.length === width * height`. */
export interface GreyImage {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
}

export interface ImageSize {
	readonly width: number;
	readonly height: number;
}

/** Outcome of decoding bytes; `reason` is one sentence without the file's name. */
export type DecodedImage =
	| { readonly kind: "image"; readonly image: GreyImage }
	| { readonly kind: "refused"; readonly reason: string };

/** Outcome of reading a header only: what the file promises, before its pixels are unpacked. */
export type InspectedImage =
	| ({ readonly kind: "header" } & ImageSize)
	| { readonly kind: "refused"; readonly reason: string };

/** The largest frame that the unit's camera door can carry (hal FrameInfo). */
const LARGEST_FRAME: ImageSize = { width: 640, height: 480 };

export function refuse(reason: string): { readonly kind: "refused"; readonly reason: string } {
	return { kind: "refused", reason };
}

/** @returns why an image of this size cannot be a camera frame, or undefined when it can. */
export function sizeFault(size: ImageSize, expected: ImageSize | undefined): string | undefined {
	const pixels = `${size.width}x${size.height} pixels`;
	if (size.width < 1 || size.height < 1) return `${pixels}; an image has at least one pixel`;
	if (expected !== undefined && (size.width !== expected.width || size.height !== expected.height))
		return `${pixels}; ${expected.width}x${expected.height} was expected`;
	if (size.width > LARGEST_FRAME.width || size.height > LARGEST_FRAME.height)
		return `${pixels}; the unit's camera gives at most ${LARGEST_FRAME.width}x${LARGEST_FRAME.height}`;
	return undefined;
}
