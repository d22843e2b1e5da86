import type { GrayImage } from "../../image/gray-image.js";
import type { Circle } from "./circle.js";
import { rimInto } from "./circle-search.js";
import { type Edges, lookAround, type Sector, stepsWithin } from "./edges.js";
import { EDGE_RAYS, EDGE_RINGS } from "./parameters.js";

/**
 * How a pupil's rim looks; it is round and sharp when the eye looks at the camera and the lens is in focus.
 */
export interface Rim {
	/** Ratio of its two axes, level and upright, the smaller over the larger; 1/1024. */
	readonly aspect: number;
	/**
	 * The same from its four sides one by one, at its mildest, so that a reflection on one side counts
	 * little.
	 */
	readonly squeeze: number;
	/**
	 * Its step over one ring as a share of its step over six, in the direction in which it is least; 1/1024.
	 */
	readonly steepness: number;
}

/**
 * @param edges overwritten
 * @param unit distance of two rings, 1/256 pixel
 */
export function judgeRim(edges: Edges, frame: GrayImage, pupil: Circle, unit: number): Rim {
	const rings = (pupil.radius / unit) | 0;
	const whole = { first: 0, last: EDGE_RAYS - 1, rings: Math.min(EDGE_RINGS, ((rings * 21) >> 4) + 1) };
	const found = new Int32Array(2);
	lookAround(edges, frame, pupil, unit, whole);
	stepsWithin(edges, whole, 3);
	const right = radiusOn(found, edges.steps, RIGHT, RIGHT, rings);
	const left = radiusOn(found, edges.steps, LEFT, LEFT, rings);
	const down = radiusOn(found, edges.steps, DOWN, DOWN, rings);
	const up = radiusOn(found, edges.steps, UP, UP, rings);
	const level = radiusOn(found, edges.steps, RIGHT, LEFT, rings);
	const upright = radiusOn(found, edges.steps, DOWN, UP, rings);
	const narrow = share(Math.max(right, left), Math.min(up, down));
	const flat = share(Math.max(up, down), Math.min(right, left));
	return {
		aspect: level < upright ? share(level, upright) : share(upright, level),
		squeeze: narrow < flat ? narrow : flat,
		steepness: leastSteepness(found, edges, whole, rings),
	};
}

/** Rays of a sector: its middle one. */
const RIGHT = 0;
const DOWN = EDGE_RAYS / 4;
const LEFT = EDGE_RAYS / 2;
const UP = (3 * EDGE_RAYS) / 4;

function leastSteepness(found: Int32Array, edges: Edges, whole: Sector, rings: number): number {
	const fine: number[] = [];
	stepsWithin(edges, whole, 1);
	for (let ray = 0; ray < LEFT; ray += LEFT / 4) fine.push(stepOn(found, edges.steps, ray, rings));
	stepsWithin(edges, whole, 6);
	let least = 1024;
	for (let i = 0; i < fine.length; i++) {
		const steepness = share(fine[i], stepOn(found, edges.steps, (i * LEFT) / 4, rings));
		if (steepness < least) least = steepness;
	}
	return least;
}

/** Twice the radius at which one or two sectors together have their largest step, in rings. */
function radiusOn(found: Int32Array, steps: Int8Array, one: number, other: number, rings: number): number {
	rimOn(found, steps, one, other, rings);
	return found[0];
}

/** The sum of the largest step of the sectors on both sides. */
function stepOn(found: Int32Array, steps: Int8Array, ray: number, rings: number): number {
	rimOn(found, steps, ray, ray + LEFT, rings);
	return found[1];
}

function rimOn(found: Int32Array, steps: Int8Array, one: number, other: number, rings: number): void {
	found[0] = 2 * rings + 1;
	found[1] = 0;
	rimInto(found, steps, one, other, (rings * 11) >> 4, (rings * 21) >> 4);
}

function share(part: number, whole: number): number {
	return whole <= 0 ? 0 : ((1024 * part) / whole) | 0;
}
