import type { Prng } from "../prng.js";
import { createPrng } from "../prng.js";
import type { Plane } from "../raster/plane.js";
import { drawPrincipalLines, drawWrinkles } from "./lines.js";
import { drawRelief } from "./relief.js";
import type { Hand } from "./surface-frame.js";
import { drawFrictionRidges, drawGrain, drawMottling, drawReflectance } from "./texture.js";
import { drawVeins } from "./veins.js";

/** What one palm is made of, each a plane of SURFACE_SIDE squared. */
export const PALM_LAYERS = [
	"shallowVeins",
	"deepVeins",
	"lines",
	"wrinkles",
	"reflectance",
	"mottling",
	"ridges",
	"relief",
	"grain",
] as const;
export type PalmLayer = (typeof PALM_LAYERS)[number];

/** One hand of one synthetic person: what does not change from day to day. About 1.8 MB. */
export interface Palm {
	readonly seed: number | string;
	readonly hand: Hand;
	readonly layers: Readonly<Record<PalmLayer, Plane>>;
}

/**
 * Draws a palm: the same `seed` and `hand` give the same palm, bit for bit, on every machine; the two hands
 * of one seed share nothing. Synthetic palms are for demonstrations and tests, never evidence of error rates.
 */
export function createPalm(seed: number | string, hand: Hand): Palm {
	const prng = palmPrng(seed, hand).split("identity");
	const { shallow, deep } = drawVeins(prng.split("veins"));
	const layers = {
		shallowVeins: shallow,
		deepVeins: deep,
		lines: drawPrincipalLines(prng.split("lines")),
		wrinkles: drawWrinkles(prng.split("wrinkles")),
		reflectance: drawReflectance(prng.split("reflectance")),
		mottling: drawMottling(prng.split("mottling")),
		ridges: drawFrictionRidges(prng.split("ridges")),
		relief: drawRelief(prng.split("relief")),
		grain: drawGrain(prng.split("grain")),
	};
	if (hand === "right") for (const name of PALM_LAYERS) mirror(layers[name]);
	return { seed, hand, layers };
}

/** All chance about one palm descends from here. */
export function palmPrng(seed: number | string, hand: Hand): Prng {
	return createPrng(seed, "palm", hand);
}

/**
 * Everything is drawn with the thumb at the left, as a camera sees a left palm; a right one is its mirror
 * image.
 */
function mirror({ width, data }: Plane): void {
	for (let start = 0; start < data.length; start += width) data.subarray(start, start + width).reverse();
}
