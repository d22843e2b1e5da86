import type { GreyImage } from "../../host-sim/images/grey-image.js";
import type { Plane } from "../../host-sim/world/raster/plane.js";
import { createPlane } from "../../host-sim/world/raster/plane.js";

/** Mean grey level. */
export function meanLevel({ data }: GreyImage): number {
	return data.reduce((sum, level) => sum + level, 0) / data.length;
}

/** Share of pixels that have exactly this level. */
export function shareOf({ data }: GreyImage, level: number): number {
	return data.filter((value) => value === level).length / data.length;
}

/** Means of blocks of `side` pixels squared: takes the sensor's noise away, and the finest skin. */
function reduced({ width, height, data }: GreyImage, side: number): Plane {
	const out = createPlane(width / side, height / side);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			out.data[Math.floor(y / side) * out.width + Math.floor(x / side)] += data[y * width + x] / side ** 2;
	return out;
}

/**
 * Differences from the mean of the 7x7 around: what is left of lines and veins when light and level are gone.
 */
function detail({ width, height, data }: Plane): Float64Array {
	const out = new Float64Array((width - 6) * (height - 6));
	for (let y = 3; y < height - 3; y++)
		for (let x = 3; x < width - 3; x++) {
			let sum = 0;
			for (let dy = -3; dy <= 3; dy++)
				for (let dx = -3; dx <= 3; dx++) sum += data[(y + dy) * width + x + dx];
			out[(y - 3) * (width - 6) + x - 3] = data[y * width + x] - sum / 49;
		}
	return out;
}

/** Normalised correlation of two captures' details, -1..1. */
export function likeness(one: GreyImage, other: GreyImage): number {
	const a = detail(reduced(one, 4));
	const b = detail(reduced(other, 4));
	let ab = 0;
	let aa = 0;
	let bb = 0;
	for (let i = 0; i < a.length; i++) {
		ab += a[i] * b[i];
		aa += a[i] * a[i];
		bb += b[i] * b[i];
	}
	return ab / Math.sqrt(aa * bb);
}

/** Mean square of the Laplacian over the mean level's square: falls when the picture is out of focus. */
export function focus(image: GreyImage): number {
	const { width, height, data } = reduced(image, 2);
	let sum = 0;
	for (let y = 1; y < height - 1; y++)
		for (let x = 1; x < width - 1; x++) {
			const at = y * width + x;
			sum += (4 * data[at] - data[at - 1] - data[at + 1] - data[at - width] - data[at + width]) ** 2;
		}
	return sum / (width * height) / meanLevel(image) ** 2;
}
