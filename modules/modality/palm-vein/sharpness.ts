import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import { FIELD_SIDE, REGION_SIDE } from "./parameters.js";

/**
 * How much of the palm's detail is fine: the mean size of a Laplacian that reaches one pixel over that of one
 * that reaches four, in 1/1024. Blur and motion take the fine first. Both look at sums of 2 x 2 pixels, so
 * that the sensor's noise does not pass for detail.
 *
 * @param region its pixels continued where they were not measured
 * @returns 0 when nothing is there to judge
 */
export function sharpness({ pixels, mask }: Region): number {
	let fine = 0;
	let coarse = 0;
	for (let y = FIRST; y < LAST; y++) {
		let p = y * FIELD_SIDE + FIRST;
		for (const end = y * FIELD_SIDE + LAST; p < end; p++) {
			if (mask[p] !== GOOD) continue;
			const here = 4 * around(pixels, p);
			const near = here - ring(pixels, p, FINE);
			const far = here - ring(pixels, p, COARSE);
			fine += near < 0 ? -near : near;
			coarse += far < 0 ? -far : far;
		}
	}
	return coarse === 0 ? 0 : ((1024 * fine) / coarse) | 0;
}

const FINE = 1;
const COARSE = 4;

/** The palm's own square, and room for the coarser reach. */
const FIRST = (FIELD_SIDE - REGION_SIDE) / 2 + COARSE;
const LAST = FIELD_SIDE - FIRST - 1;

function ring(pixels: Uint8Array, p: number, reach: number): number {
	const down = reach * FIELD_SIDE;
	const sides = around(pixels, p - reach) + around(pixels, p + reach);
	return sides + around(pixels, p - down) + around(pixels, p + down);
}

/** Sum of the 2 x 2 pixels whose upper left is `p`. */
function around(pixels: Uint8Array, p: number): number {
	return pixels[p] + pixels[p + 1] + pixels[p + FIELD_SIDE] + pixels[p + FIELD_SIDE + 1];
}
