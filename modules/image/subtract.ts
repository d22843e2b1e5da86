import { assert } from "../bytes/assert.js";
import type { GrayImage } from "./gray-image.js";

/**
 * Takes the frame seen without our light away from the lit one, in place: what remains is our light's
 * reflection. Saturated pixels stay as they are: what they would have shown is not known, and must not pass
 * for a measurement.
 */
export function subtractAmbient(image: GrayImage, ambient: GrayImage): void {
	assert(image.width === ambient.width && image.height === ambient.height, "frames of one size");
	const { data, stride, width, height } = image;
	const dark = ambient.data;
	for (let row = 0; row < height; row++) {
		let q = ambient.offset + row * ambient.stride;
		let p = image.offset + row * stride;
		for (const end = p + width; p < end; p++, q++) {
			if (data[p] >= SATURATED) continue;
			const value = data[p] - dark[q];
			data[p] = value < 0 ? 0 : value;
		}
	}
}

/** From this level on a pixel counts as clipped; noise may take one level off. */
const SATURATED = 254;
