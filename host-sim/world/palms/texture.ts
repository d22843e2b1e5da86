import { cosine, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import type { Plane } from "../raster/plane.js";
import { addScaled, createPlane } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import { SURFACE_SIDE } from "./surface-frame.js";

/** Broad light and dark patches of the skin; mean 0, standard deviation about 1. */
export function drawReflectance(prng: Prng): Plane {
	return smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 14, prng);
}

/** Mottling of the tissue below the skin, at two grains; mean 0, standard deviation about 1. */
export function drawMottling(prng: Prng): Plane {
	const mottling = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	addScaled(mottling, smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 3, prng), 0.8);
	addScaled(mottling, smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 6.5, prng), 0.6);
	return mottling;
}

/** Pores and the net of finest folds; mean 0, standard deviation about 1. */
export function drawGrain(prng: Prng): Plane {
	return smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 1.2, prng);
}

/** Pixels between friction ridges, and how far (radians of phase) their spacing wanders. */
const RIDGE_PERIOD = 2.9;
const RIDGE_WANDER = 7;

/**
 * Friction ridges where the light grazes the skin: a bent grating that shows in patches only; within -1..1.
 */
export function drawFrictionRidges(prng: Prng): Plane {
	const ridges = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	const patches = smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 16, prng);
	const bend = smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 22, prng);
	const grain = smoothNoise(SURFACE_SIDE, SURFACE_SIDE, 0.8, prng);
	const heading = prng.nextBetween(0, Math.PI);
	const alongX = (2 * Math.PI * cosine(heading)) / RIDGE_PERIOD;
	const alongY = (2 * Math.PI * sine(heading)) / RIDGE_PERIOD;
	for (let y = 0; y < SURFACE_SIDE; y++)
		for (let x = 0; x < SURFACE_SIDE; x++) {
			const at = y * SURFACE_SIDE + x;
			const visible = Math.min(1, Math.max(0, patches.data[at] - 0.2));
			const wave = sine(alongX * x + alongY * y + RIDGE_WANDER * bend.data[at]);
			ridges.data[at] = 0.6 * visible * wave + 0.25 * grain.data[at];
		}
	return ridges;
}
