import { cosine, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import type { Plane } from "./plane.js";

/** A point of a path, with the direction of travel in radians. */
export interface PathPoint {
	readonly x: number;
	readonly y: number;
	readonly heading: number;
}

/** How a path wanders: a correlated random walk of its curvature. */
export interface Wander {
	/** Pixels between points. */
	readonly step: number;
	/** Standard deviation of the first curvature, radians a step. */
	readonly curvature: number;
	/** Standard deviation by which the curvature changes at each step. */
	readonly jitter: number;
}

/** `steps + 1` points from `start` on. */
export function wanderingPath(start: PathPoint, steps: number, wander: Wander, prng: Prng): PathPoint[] {
	const path = [start];
	let { x, y, heading } = start;
	let curvature = wander.curvature * prng.nextNormal();
	for (let i = 0; i < steps; i++) {
		curvature = 0.85 * curvature + wander.jitter * prng.nextNormal();
		heading += curvature;
		x += wander.step * cosine(heading);
		y += wander.step * sine(heading);
		path.push({ x, y, heading });
	}
	return path;
}

/**
 * Draws a path of round strokes with soft edges. Where strokes overlap the stronger one stays.
 * @param width pixels at the path's start and end.
 * @param strength the value at the stroke's core, at the path's start and end.
 */
export function drawPath(
	plane: Plane,
	path: readonly PathPoint[],
	width: readonly [number, number],
	strength: readonly [number, number],
): void {
	for (let i = 0; i + 1 < path.length; i++) {
		const along = i / (path.length - 1);
		const radius = (width[0] + (width[1] - width[0]) * along) / 2;
		drawSegment(plane, path[i], path[i + 1], radius, strength[0] + (strength[1] - strength[0]) * along);
	}
}

function drawSegment(plane: Plane, from: PathPoint, to: PathPoint, radius: number, strength: number): void {
	const { width, height, data } = plane;
	const reach = radius + 0.5;
	const left = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reach));
	const right = Math.min(width - 1, Math.floor(Math.max(from.x, to.x) + reach));
	const top = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reach));
	const bottom = Math.min(height - 1, Math.floor(Math.max(from.y, to.y) + reach));
	const dx = to.x - from.x;
	const dy = to.y - from.y;
	const lengthSquared = dx * dx + dy * dy || 1;
	for (let y = top; y <= bottom; y++)
		for (let x = left; x <= right; x++) {
			const projected = ((x - from.x) * dx + (y - from.y) * dy) / lengthSquared;
			const t = projected < 0 ? 0 : projected > 1 ? 1 : projected;
			const ex = x - from.x - t * dx;
			const ey = y - from.y - t * dy;
			const covered = reach - Math.sqrt(ex * ex + ey * ey);
			if (covered <= 0) continue;
			// A stroke thinner than a pixel covers no more of it than its width.
			const value = strength * Math.min(covered, 1, 2 * radius);
			const at = y * width + x;
			if (value > data[at]) data[at] = value;
		}
}
