import { exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { addScaled, createPlane, type Plane } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import type { PalmLook } from "./look.js";
import type { Palm } from "./palm.js";
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

export function captureChance(palm: Palm, { session, sample }: CaptureName): CaptureChance {
	const day = palmPrng(palm.seed, palm.hand).split(`session ${session}`);
	return { session: day.split("day"), sample: day.split(`sample ${sample}`) };
}

/**
 * Reflected share of the light, about 1 for bare skin, over the whole surface, as it looks in one capture.
 */
export function palmAppearance(palm: Palm, chance: CaptureChance, look: PalmLook): Plane {
	const skin = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	skin.data.fill(1);
	const day = chance.session.split("contrast");
	const picture = chance.sample.split("contrast");
	for (const name of PALM_LAYERS) {
		const { session, sample } = look.contrast;
		const contrast = exponential(session * day.nextNormal() + sample * picture.nextNormal());
		addScaled(skin, palm.layers[name], contrast * look.weights[name]);
	}
	addPassing(skin, chance, look);
	return skin;
}

/** Standard deviations of the passing texture's grains, surface pixels. */
const FINE_GRAIN = 1.6;
const COARSE_GRAIN = 4.5;

/** A day's moisture or cold is on all its pictures alike, as to its strength. */
function addPassing(skin: Plane, { session, sample }: CaptureChance, { passing }: PalmLook): void {
	const strength = exponential(
		passing.spread *
			(0.8 * session.split("passing").nextNormal() + 0.6 * sample.split("passing").nextNormal()),
	);
	const grain = (sigma: number, name: string): Plane =>
		smoothNoise(SURFACE_SIDE, SURFACE_SIDE, sigma, sample.split(name));
	addScaled(skin, grain(FINE_GRAIN, "passing, fine"), strength * passing.fine);
	addScaled(skin, grain(COARSE_GRAIN, "passing, coarse"), strength * passing.coarse);
}

/** Surface pixels over which the skin's stretch changes. */
const STRETCH_GRAIN = 18;

/** By how many surface pixels the skin is stretched along an axis, over `side` squared surface pixels. */
export function drawStretch(chance: CaptureChance, axis: "x" | "y", side: number, look: PalmLook): Plane {
	const stretch = createPlane(side, side);
	const grain = (prng: Prng) => smoothNoise(side, side, STRETCH_GRAIN, prng.split(`stretch ${axis}`));
	addScaled(stretch, grain(chance.session), look.stretch.session);
	addScaled(stretch, grain(chance.sample), look.stretch.sample);
	return stretch;
}
