import { PALM_RADIUS } from "../palms/surface-frame.js";
import type { Plane } from "../raster/plane.js";
import { distanceAt } from "./distance.js";
import type { Finger, HandOutline } from "./hand-shape.js";
import type { HandPose, Point, Projection } from "./pose.js";
import { project } from "./pose.js";

/**
 * Where the hand really is in a frame; frame pixels, pixel centres at whole numbers. May lie outside the
 * frame.
 */
export interface HandTruth {
	readonly pose: HandPose;
	readonly palmCentre: Point;
	/**
	 * Of the palm's surface, whose region is 128 / 85 of it wide. The largest circle in the drawn palm is as
	 * large to 8 % and lies about a fifth of the radius nearer the wrist.
	 */
	readonly palmRadius: number;
	/** Degrees clockwise; 0: fingers up. */
	readonly rotation: number;
	readonly thumbSide: "left" | "right";
	readonly valleys: Valleys;
}

/** The outline's deepest points between two fingers. */
export interface Valleys {
	readonly thumbIndex: Point;
	readonly indexMiddle: Point;
	readonly middleRing: Point;
	readonly ringLittle: Point;
}

export function truthOf(
	outline: HandOutline,
	distance: Plane,
	pose: HandPose,
	projection: Projection,
): HandTruth {
	const [thumb, index, middle, ring, little] = outline.fingers;
	const valley = (one: Finger, other: Finger): Point => project(projection, findValley(distance, one, other));
	return {
		pose,
		palmCentre: project(projection, { x: 0, y: 0 }),
		palmRadius: PALM_RADIUS * projection.scale,
		rotation: pose.rotation,
		thumbSide: thumb.rods[0].fromX < 0 ? "left" : "right",
		valleys: {
			thumbIndex: valley(thumb, index),
			indexMiddle: valley(index, middle),
			middleRing: valley(middle, ring),
			ringLittle: valley(ring, little),
		},
	};
}

/** Rays between two fingers' middles, the step along them and their end in surface pixels. */
const RAYS = 60;
const STEP = 0.25;
const FARTHEST = 4 * PALM_RADIUS;

/** The background nearest to the palm's centre between the directions of two fingers; surface pixels. */
function findValley(distance: Plane, one: Finger, other: Finger): Point {
	let nearest = { x: 0, y: 0 };
	let shortest = FARTHEST;
	for (let i = 0; i <= RAYS; i++) {
		const x = one.rods[0].toX + (i / RAYS) * (other.rods[0].toX - one.rods[0].toX);
		const y = one.rods[0].toY + (i / RAYS) * (other.rods[0].toY - one.rods[0].toY);
		const length = Math.sqrt(x * x + y * y);
		let along = PALM_RADIUS / 2;
		const isInside = (reach: number): boolean =>
			distanceAt(distance, (reach / length) * x, (reach / length) * y) < 0;
		while (along < shortest && isInside(along)) along += STEP;
		if (along >= shortest) continue;
		shortest = along;
		nearest = { x: (along / length) * x, y: (along / length) * y };
	}
	return nearest;
}
