import { COSINE, TURN } from "./circle.js";
import { BORDER, STEPS_LENGTH } from "./edges.js";
import { AWAY_COST_X, AWAY_COST_Y, EDGE_RAYS } from "./parameters.js";

/** Where to look for a circle, in rings around the centre of the steps. */
export interface CircleSearch {
	readonly radiusMin: number;
	readonly radiusMax: number;
	/** Largest distance of its centre along each axis, and the distance between two that are tried. */
	readonly reachX: number;
	readonly reachY: number;
	readonly stride: number;
}

/** A circle in rings around the centre of the steps. */
export interface FoundCircle {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
	/** How well it fits; larger is better. */
	readonly score: number;
}

/** Rings beyond the largest radius of a search that it looks at: its centres lie within 11 rings. */
export const RINGS_BEYOND = 12;

/** The circle with the greatest sum of steps all around. */
export function findPupil(steps: Int8Array, search: CircleSearch): FoundCircle {
	const { reachX, reachY, stride, radiusMin, radiusMax } = search;
	const found = new Int32Array(4);
	pupilInto(found, steps, COSINE, reachX, reachY, stride, radiusMin, radiusMax);
	return { x: found[0], y: found[1], radius: found[2], score: found[3] };
}

/**
 * The circle with the greatest sum of steps on the arcs at both sides, the weaker one counting four times
 * more; what lies off the pupil counts less.
 * @param centreX, centreY of the steps, from the pupil's centre
 */
export function findLimbus(
	steps: Int8Array,
	search: CircleSearch,
	centreX: number,
	centreY: number,
): FoundCircle {
	const { reachX, reachY, stride, radiusMin, radiusMax } = search;
	const found = new Int32Array(4);
	limbusInto(found, steps, COSINE, reachX, reachY, stride, radiusMin, radiusMax, centreX, centreY);
	return { x: found[0], y: found[1], radius: found[2], score: found[3] };
}

/** Arcs at both sides, from 20 degrees above the level to 40 below, in rays. */
export const RIGHT_FIRST = -7;
export const LEFT_FIRST = EDGE_RAYS / 2 - 14;
export const ARC_RAYS = 22;

/** What a board brings of circle-search.c; it need not. */
declare const nativeKernels:
	| {
			readonly pupilInto: typeof pupilPlainly;
			readonly limbusInto: typeof limbusPlainly;
			readonly rimInto: typeof rimPlainly;
	  }
	| undefined;

const pupilInto: typeof pupilPlainly =
	typeof nativeKernels === "undefined" ? pupilPlainly : nativeKernels.pupilInto;

const limbusInto: typeof limbusPlainly =
	typeof nativeKernels === "undefined" ? limbusPlainly : nativeKernels.limbusInto;

/** As `rimPlainly`, in machine code where the board has it. */
export const rimInto: typeof rimPlainly =
	typeof nativeKernels === "undefined" ? rimPlainly : nativeKernels.rimInto;

/**
 * Tries every centre and radius of a search.
 * @param found x, y, radius and score of the best out
 */
export function pupilPlainly(
	found: Int32Array,
	steps: Int8Array,
	cosines: Int16Array,
	reachX: number,
	reachY: number,
	stride: number,
	radiusMin: number,
	radiusMax: number,
): void {
	const places = new Int16Array(EDGE_RAYS);
	clear(found, radiusMin);
	for (let y = -reachY; y <= reachY; y += stride) {
		for (let x = -reachX; x <= reachX; x += stride) {
			placesInto(places, 0, 0, EDGE_RAYS, cosines, x, y);
			for (let radius = radiusMin; radius <= radiusMax; radius++) {
				let sum = 0;
				for (let i = 0; i < EDGE_RAYS; i++) sum += steps[places[i] + radius];
				offer(found, x, y, radius, sum);
			}
		}
	}
}

/** The same for the limbus, see `findLimbus`. */
export function limbusPlainly(
	found: Int32Array,
	steps: Int8Array,
	cosines: Int16Array,
	reachX: number,
	reachY: number,
	stride: number,
	radiusMin: number,
	radiusMax: number,
	centreX: number,
	centreY: number,
): void {
	const places = new Int16Array(2 * ARC_RAYS);
	clear(found, radiusMin);
	for (let y = -reachY; y <= reachY; y += stride) {
		for (let x = -reachX; x <= reachX; x += stride) {
			const awayX = centreX + x;
			const awayY = centreY + y;
			const away = AWAY_COST_X * awayX * awayX + AWAY_COST_Y * awayY * awayY;
			placesInto(places, 0, RIGHT_FIRST, ARC_RAYS, cosines, x, y);
			placesInto(places, ARC_RAYS, LEFT_FIRST, ARC_RAYS, cosines, x, y);
			for (let radius = radiusMin; radius <= radiusMax; radius++) {
				let right = 0;
				let left = 0;
				for (let i = 0; i < ARC_RAYS; i++) {
					right += steps[places[i] + radius];
					left += steps[places[i + ARC_RAYS] + radius];
				}
				const sum = 4 * (left < right ? left : right) + left + right;
				const square = radius * radius;
				const near = 64 * square - away;
				// Below 2^53, so exact; a whole quotient is hit, any other is further off than rounding reaches.
				offer(found, x, y, radius, near <= 0 ? 0 : ((sum * near) / square) >> 6);
			}
		}
	}
}

/**
 * Where the step is largest on rays within SECTOR of one or of two rays together, around the centre itself.
 * @param found twice the radius, in rings, and the steps' sum out; as they are where nothing is above 0
 * @param other the same as `one` where there is no second
 */
export function rimPlainly(
	found: Int32Array,
	steps: Int8Array,
	one: number,
	other: number,
	radiusMin: number,
	radiusMax: number,
): void {
	let best = 0;
	for (let radius = radiusMin; radius <= radiusMax; radius++) {
		let sum = 0;
		for (let k = -SECTOR; k <= SECTOR; k++) {
			sum += steps[placeOf(one + k) + radius];
			if (other !== one) sum += steps[placeOf(other + k) + radius];
		}
		if (sum <= best) continue;
		best = sum;
		found[0] = 2 * radius + 1;
		found[1] = sum;
	}
}

/** Rays on either side of the middle one. */
const SECTOR = 6;

function placeOf(ray: number): number {
	return (ray & (EDGE_RAYS - 1)) * STEPS_LENGTH + BORDER;
}

/**
 * Where on each ray a circle of radius 0 around (x, y) lies, as an index of steps. To first order of the
 * displacement a circle off the centre of the rays lies at r = radius + x cos + y sin.
 */
function placesInto(
	places: Int16Array,
	at: number,
	first: number,
	count: number,
	cosines: Int16Array,
	x: number,
	y: number,
): void {
	for (let i = 0; i < count; i++) {
		const angle = (((first + i) * TURN) / EDGE_RAYS) & (TURN - 1);
		const along = x * cosines[angle] + y * cosines[(angle + (3 * TURN) / 4) & (TURN - 1)];
		places[at + i] = placeOf(first + i) + ((along + 8192) >> 14);
	}
}

function clear(found: Int32Array, radius: number): void {
	found[0] = 0;
	found[1] = 0;
	found[2] = radius;
	found[3] = -1e9;
}

function offer(found: Int32Array, x: number, y: number, radius: number, score: number): void {
	if (score <= found[3]) return;
	found[0] = x;
	found[1] = y;
	found[2] = radius;
	found[3] = score;
}
