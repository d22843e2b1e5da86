import { exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import type { Plane } from "../raster/plane.js";
import type { EyeBall } from "./paint.js";
import type { EyeView } from "./pose.js";
import { projectLid } from "./pose.js";

/**
 * Adds what mirrors the lamp: a small spot or two on the cornea, near the pupil; or patches of light on
 * glasses, which hide much of the iris.
 * @param bare share of each pixel in which the ball shows: lids do not mirror
 */
export function addReflections(
	scene: Plane,
	bare: Plane,
	view: EyeView,
	ball: EyeBall,
	glass: "none" | "glasses",
	prng: Prng,
): void {
	const spots = 1 + prng.nextBelow(2);
	// Half way between the ball's centre and the iris's: where a sphere mirrors a lamp beside the camera.
	const x = 0.55 * view.irisX + ball.pupilX + 0.08 * prng.nextNormal();
	const y = 0.55 * view.irisY + 0.1 + 0.06 * prng.nextNormal();
	for (let i = 0; i < spots; i++) {
		const place = projectLid(view, x + 0.16 * i, y + 0.05 * i);
		addSpot(scene, bare, { ...place, wide: 0.045 * view.scale, high: 0.06 * view.scale, strength: 330 });
	}
	if (glass === "none") return;
	for (let i = 0; i < GLASS_PATCHES; i++) {
		const patchX = view.irisX + prng.nextBetween(-0.6, 0.6);
		const place = projectLid(view, patchX, view.irisY + prng.nextBetween(-0.5, 0.5));
		const wide = prng.nextBetween(0.3, 0.5) * view.scale;
		const high = prng.nextBetween(0.2, 0.35) * view.scale;
		addSpot(scene, undefined, { ...place, wide, high, strength: 420 });
	}
}

const GLASS_PATCHES = 3;

interface Spot {
	readonly x: number;
	readonly y: number;
	readonly wide: number;
	readonly high: number;
	readonly strength: number;
}

function addSpot(scene: Plane, cover: Plane | undefined, { x, y, wide, high, strength }: Spot): void {
	const { width, height, data } = scene;
	const left = Math.max(0, Math.floor(x - 3 * wide));
	const right = Math.min(width - 1, Math.ceil(x + 3 * wide));
	const top = Math.max(0, Math.floor(y - 3 * high));
	const bottom = Math.min(height - 1, Math.ceil(y + 3 * high));
	for (let v = top; v <= bottom; v++)
		for (let u = left; u <= right; u++) {
			const square = ((u - x) / wide) ** 2 + ((v - y) / high) ** 2;
			const shown = cover === undefined ? 1 : cover.data[v * width + u];
			data[v * width + u] += shown * strength * exponential(-square);
		}
}
