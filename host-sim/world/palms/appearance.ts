import { exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { addScaled, createPlane, type Plane } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import type { Palm, PalmLayer } from "./palm.js";
import { PALM_LAYERS, palmPrng } from "./palm.js";
import { SURFACE_SIDE } from "./surface-frame.js";

/** Which of a palm's captures: a session is a day, a sample one picture on that day. */
export interface CaptureName {
	readonly session: number;
	readonly sample: number;
}

/** The two generators of a capture: what all pictures of a day share, and what this one has of its own. */
export interface CaptureChance {
	readonly session: Prng;
	readonly sample: Prng;
}

/** How much light each layer takes away (negative) or adds at contrast 1. */
const LAYER_WEIGHT: Readonly<Record<PalmLayer, number>> = {
	shallowVeins: -0.15,
	deepVeins: -0.18,
	lines: -0.2,
	wrinkles: -0.1,
	reflectance: 0.035,
	mottling: 0.022,
	ridges: 0.03,
};

/** Standard deviation of the logarithm of a layer's contrast from day to day and from picture to picture. */
const SESSION_CONTRAST = 0.18;
const SAMPLE_CONTRAST = 0.08;

export function captureChance(palm: Palm, { session, sample }: CaptureName): CaptureChance {
	const day = palmPrng(palm.seed, palm.hand).split(`session ${session}`);
	return { session: day.split("day"), sample: day.split(`sample ${sample}`) };
}

/**
 * Reflected share of the light, about 1 for bare skin, over the whole surface, as it looks in one capture.
 */
export function palmAppearance(palm: Palm, chance: CaptureChance): Plane {
	const skin = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	skin.data.fill(1);
	const day = chance.session.split("contrast");
	const picture = chance.sample.split("contrast");
	for (const name of PALM_LAYERS) {
		const contrast = exponential(
			SESSION_CONTRAST * day.nextNormal() + SAMPLE_CONTRAST * picture.nextNormal(),
		);
		addScaled(skin, palm.layers[name], contrast * LAYER_WEIGHT[name]);
	}
	return skin;
}

/** Surface pixels over which the skin's stretch changes, and its standard deviation by day and by picture. */
const STRETCH_GRAIN = 18;
const SESSION_STRETCH = 1;
const SAMPLE_STRETCH = 1;

/** By how many surface pixels the skin is stretched along an axis, over `side` squared surface pixels. */
export function drawStretch(chance: CaptureChance, axis: "x" | "y", side: number): Plane {
	const stretch = createPlane(side, side);
	const grain = (prng: Prng) => smoothNoise(side, side, STRETCH_GRAIN, prng.split(`stretch ${axis}`));
	addScaled(stretch, grain(chance.session), SESSION_STRETCH);
	addScaled(stretch, grain(chance.sample), SAMPLE_STRETCH);
	return stretch;
}
