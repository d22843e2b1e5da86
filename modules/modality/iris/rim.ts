import type { GrayImage } from "../../image/gray-image.js";
import type { Circle } from "./circle.js";
import { edgesInto, sumOnArc } from "./edges.js";
import { EDGE_RAYS } from "./parameters.js";

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
 * @param steps EDGE_RAYS x EDGE_RINGS, overwritten
 * @param unit distance of two rings, 1/256 pixel
 */
export function judgeRim(steps: Int8Array, frame: GrayImage, pupil: Circle, unit: number): Rim {
	const rings = (pupil.radius / unit) | 0;
	edgesInto(steps, frame, pupil, unit, 3);
	const right = rimOn(steps, [RIGHT], rings).radius;
	const left = rimOn(steps, [LEFT], rings).radius;
	const down = rimOn(steps, [DOWN], rings).radius;
	const up = rimOn(steps, [UP], rings).radius;
	const level = rimOn(steps, [RIGHT, LEFT], rings).radius;
	const upright = rimOn(steps, [DOWN, UP], rings).radius;
	const narrow = share(Math.max(right, left), Math.min(up, down));
	const flat = share(Math.max(up, down), Math.min(right, left));
	return {
		aspect: level < upright ? share(level, upright) : share(upright, level),
		squeeze: narrow < flat ? narrow : flat,
		steepness: leastSteepness(steps, frame, pupil, unit, rings),
	};
}

/** Rays of a sector: its middle one. */
const RIGHT = 0;
const DOWN = EDGE_RAYS / 4;
const LEFT = EDGE_RAYS / 2;
const UP = (3 * EDGE_RAYS) / 4;
/** Rays on either side of the middle one. */
const SECTOR = 6;

function leastSteepness(
	steps: Int8Array,
	frame: GrayImage,
	pupil: Circle,
	unit: number,
	rings: number,
): number {
	const fine: number[] = [];
	edgesInto(steps, frame, pupil, unit, 1);
	for (let ray = 0; ray < LEFT; ray += LEFT / 4) fine.push(rimOn(steps, [ray, ray + LEFT], rings).step);
	edgesInto(steps, frame, pupil, unit, 6);
	let least = 1024;
	for (let i = 0; i < fine.length; i++) {
		const ray = (i * LEFT) / 4;
		const steepness = share(fine[i], rimOn(steps, [ray, ray + LEFT], rings).step);
		if (steepness < least) least = steepness;
	}
	return least;
}

/**
 * Where the rim's step is largest in some sectors together: twice the radius in rings, and the step's sum.
 */
function rimOn(
	steps: Int8Array,
	middles: readonly number[],
	rings: number,
): { radius: number; step: number } {
	const last = (rings * 21) >> 4;
	let best = 0;
	let radius = rings;
	for (let r = (rings * 11) >> 4; r <= last; r++) {
		let sum = 0;
		for (const middle of middles) sum += sumOnArc(steps, middle - SECTOR, middle + SECTOR, 0, 0, r);
		if (sum <= best) continue;
		best = sum;
		radius = r;
	}
	return { radius: 2 * radius + 1, step: best };
}

function share(part: number, whole: number): number {
	return whole <= 0 ? 0 : ((1024 * part) / whole) | 0;
}
