import type { Prng } from "../prng.js";
import { gaussianBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { createPlane } from "../raster/plane.js";
import type { PathPoint, Wander } from "../raster/strokes.js";
import { drawPath, wanderingPath } from "../raster/strokes.js";
import { SURFACE_SIDE } from "./surface-frame.js";

/** Absorption 0..1 of veins under thin and under thick tissue, which scatters their edges. */
export interface Veins {
	readonly shallow: Plane;
	readonly deep: Plane;
}

/** Blur by the tissue above, in surface pixels. */
const SHALLOW_SCATTER = 1.6;
const DEEP_SCATTER = 3;
const WANDER: Wander = { step: 3, curvature: 0.02, jitter: 0.035 };
const TRUNK_STEPS = 100;
/** Branches of branches, and no further. */
const GENERATIONS = 2;

interface Branch {
	readonly start: PathPoint;
	readonly width: number;
	readonly strength: number;
	readonly generation: number;
}

/** Five to nine trunks that enter from the fingers or from one side, each branching twice. */
export function drawVeins(prng: Prng): Veins {
	const layers = [createPlane(SURFACE_SIDE, SURFACE_SIDE), createPlane(SURFACE_SIDE, SURFACE_SIDE)];
	const trunks = 5 + prng.nextBelow(5);
	for (let i = 0; i < trunks; i++) {
		const trunk = {
			start: trunkStart(prng),
			width: prng.nextBetween(2.6, 5.5),
			strength: prng.nextBetween(0.4, 1),
			generation: 0,
		};
		drawBranch(layers[prng.nextBelow(2)], trunk, prng);
	}
	return { shallow: gaussianBlur(layers[0], SHALLOW_SCATTER), deep: gaussianBlur(layers[1], DEEP_SCATTER) };
}

function trunkStart(prng: Prng): PathPoint {
	if (prng.nextBelow(10) < 7)
		return {
			x: prng.nextBetween(10, SURFACE_SIDE - 10),
			y: -5,
			heading: Math.PI / 2 + 0.75 * prng.nextNormal(),
		};
	return { x: -5, y: prng.nextBetween(0, SURFACE_SIDE), heading: 0.6 * prng.nextNormal() };
}

function drawBranch(layer: Plane, { start, width, strength, generation }: Branch, prng: Prng): void {
	const steps = generation === 0 ? TRUNK_STEPS : 22 + prng.nextBelow(26);
	const path = wanderingPath(start, steps, WANDER, prng);
	drawPath(layer, path, [width, 0.8 * width], [strength, 0.85 * strength]);
	if (generation === GENERATIONS) return;
	const branches = 1 + prng.nextBelow(generation === 0 ? 4 : 3);
	for (let i = 0; i < branches; i++) {
		const fork = path[4 + prng.nextBelow(path.length - 8)];
		const turn = prng.nextBetween(0.35, 1) * (prng.nextBelow(2) === 0 ? -1 : 1);
		const branch = {
			start: { ...fork, heading: fork.heading + turn },
			width: Math.max(1.4, width * prng.nextBetween(0.55, 0.85)),
			strength: strength * prng.nextBetween(0.6, 1),
			generation: generation + 1,
		};
		drawBranch(layer, branch, prng);
	}
}
