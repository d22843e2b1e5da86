import { PALM_RADIUS } from "../palms/surface-frame.js";
import { gaussianBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { createPlane, sampleAt } from "../raster/plane.js";
import type { HandOutline, Rod } from "./hand-shape.js";

/** The plane that a whole hand is drawn on: surface pixels from the palm's centre to its borders. */
export const HAND_LEFT = 240;
export const HAND_TOP = 290;
export const HAND_WIDTH = 480;
export const HAND_HEIGHT = 462;

/** Distances are drawn at half the resolution; they vary slowly. */
const STEP = 2;
/** Width of the skin webs between palm and fingers, and between palm and thumb. */
const WEB = 0.13 * PALM_RADIUS;
const THUMB_WEB = 0.3 * PALM_RADIUS;

/** Blur that takes the corners off the palm, in samples. */
const PALM_SOFTNESS = 5;

/**
 * Signed distance from the hand's outline in surface pixels, negative inside; near the outline within a
 * tenth of the true one. One sample every two surface pixels; read it with `distanceAt`.
 */
export function drawDistance(outline: HandOutline): Plane {
	const { palm, rounding } = outline;
	const corners = sampled((x, y) => polygonDistance(palm, x, y) - rounding);
	const { data, width } = gaussianBlur(corners, PALM_SOFTNESS);
	return sampled((x, y) => {
		const at = ((y + HAND_TOP) / STEP) * width + (x + HAND_LEFT) / STEP;
		return joined(outline, data[at], x, y);
	});
}

function sampled(distance: (x: number, y: number) => number): Plane {
	const plane = createPlane(HAND_WIDTH / STEP, HAND_HEIGHT / STEP);
	for (let row = 0; row < plane.height; row++)
		for (let column = 0; column < plane.width; column++)
			plane.data[row * plane.width + column] = distance(column * STEP - HAND_LEFT, row * STEP - HAND_TOP);
	return plane;
}

/** Distance at (x, y) from the palm's centre; below the plane the forearm runs on. */
export function distanceAt(distance: Plane, x: number, y: number): number {
	return sampleAt(distance, (x + HAND_LEFT) / STEP, (y + HAND_TOP) / STEP);
}

/** Palm, fingers and thumb grown together by the webs between them. */
function joined({ fingers }: HandOutline, palm: number, x: number, y: number): number {
	const [thumb, ...others] = fingers;
	let nearest = Number.POSITIVE_INFINITY;
	for (const { rods } of others)
		nearest = Math.min(nearest, rodDistance(rods[0], x, y), rodDistance(rods[1], x, y));
	const thumbDistance = Math.min(rodDistance(thumb.rods[0], x, y), rodDistance(thumb.rods[1], x, y));
	return smoothMinimum(smoothMinimum(palm, nearest, WEB), thumbDistance, THUMB_WEB);
}

/** Distance to a rod whose radius changes along it (to first order in the taper). */
function rodDistance(rod: Rod, x: number, y: number): number {
	const dx = rod.toX - rod.fromX;
	const dy = rod.toY - rod.fromY;
	const along = ((x - rod.fromX) * dx + (y - rod.fromY) * dy) / (dx * dx + dy * dy);
	const t = along < 0 ? 0 : along > 1 ? 1 : along;
	const ex = x - rod.fromX - t * dx;
	const ey = y - rod.fromY - t * dy;
	return Math.sqrt(ex * ex + ey * ey) - (rod.fromRadius + t * (rod.toRadius - rod.fromRadius));
}

/** Negative inside; corners in order, either way round. */
function polygonDistance(corners: readonly (readonly [number, number])[], x: number, y: number): number {
	let square = Number.POSITIVE_INFINITY;
	let inside = false;
	let [ax, ay] = corners[corners.length - 1];
	for (let i = 0; i < corners.length; i++) {
		const bx = corners[i][0];
		const by = corners[i][1];
		const dx = bx - ax;
		const dy = by - ay;
		const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
		const t = along < 0 ? 0 : along > 1 ? 1 : along;
		const ex = x - ax - t * dx;
		const ey = y - ay - t * dy;
		square = Math.min(square, ex * ex + ey * ey);
		if (ay > y !== by > y && x < ax + ((y - ay) / dy) * dx) inside = !inside;
		ax = bx;
		ay = by;
	}
	return inside ? -Math.sqrt(square) : Math.sqrt(square);
}

/** The smaller of two distances, with the corner between them filled over a width of `web`. */
function smoothMinimum(a: number, b: number, web: number): number {
	const h = Math.max(0, web - Math.abs(a - b)) / web;
	return Math.min(a, b) - (h * h * web) / 4;
}
