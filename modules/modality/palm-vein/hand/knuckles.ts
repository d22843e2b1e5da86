import type { Disc } from "../../../image/inscribed-disc.js";
import type { Valley } from "./valleys.js";

/** The valleys between the four fingers, in the order in which the outline shows them, left to right. */
export type Knuckles = readonly [Valley, Valley, Valley] | readonly [Valley, Valley];

/**
 * Picks from all valleys those between the fingers: the three most like a hand's, else the two. All
 * measures are in radii of the palm's disc; the ranges hold for hands from narrow to broad, with fingers
 * closed to spread.
 *
 * @returns undefined when no two valleys are where a hand could have them
 */
export function chooseKnuckles(valleys: readonly Valley[], disc: Disc): Knuckles | undefined {
	const upper = valleys.filter((valley) => Math.abs(valley.angle) < ANGLE_MAX);
	return bestTriple(upper, disc) ?? bestPair(upper, disc);
}

/** Finger valleys lie within 80 degrees of the hand's axis, and the hand within 30 of upright. */
const ANGLE_MAX = (110 * Math.PI) / 180;

/** A triple less like a hand than this is not believed; a pair is then safer. */
const COST_MAX = 0.5;
/** Distance between neighbouring valleys. */
const GAP = { min: 0.32, max: 0.95 };
/** Distance between the outer two of three. */
const CHORD = { min: 0.75, max: 1.7 };
/** How far the middle one lies beyond the chord of the outer two. */
const BULGE = { min: -0.12, max: 0.35 };
/** Distance of the chord from the palm's centre, for three and for two. */
const TRIPLE_HEIGHT = { min: 0.6, max: 1.6 };
const PAIR_HEIGHT = { min: 0.7, max: 1.7 };

function bestTriple(valleys: readonly Valley[], disc: Disc): Knuckles | undefined {
	let best: Knuckles | undefined;
	let bestCost = COST_MAX;
	for (let i = 0; i < valleys.length; i++) {
		for (let j = i + 1; j < valleys.length; j++) {
			for (let k = j + 1; k < valleys.length; k++) {
				const triple = [valleys[i], valleys[j], valleys[k]] as const;
				const cost = tripleCost(triple, disc);
				if (cost >= bestCost) continue;
				best = triple;
				bestCost = cost;
			}
		}
	}
	return best;
}

function bestPair(valleys: readonly Valley[], disc: Disc): Knuckles | undefined {
	let best: Knuckles | undefined;
	let bestCost = Number.POSITIVE_INFINITY;
	for (let i = 0; i < valleys.length; i++) {
		for (let j = i + 1; j < valleys.length; j++) {
			const cost = pairCost(valleys[i], valleys[j], disc);
			if (cost >= bestCost) continue;
			best = [valleys[i], valleys[j]];
			bestCost = cost;
		}
	}
	return best;
}

/** How unlike a hand's three valleys are: uneven gaps, a flat or odd bow, off the palm's axis, shallow. */
function tripleCost([left, middle, right]: readonly [Valley, Valley, Valley], disc: Disc): number {
	const chord = chordOf(left, right, disc);
	const gapLeft = distance(left, middle) / disc.radius;
	const gapRight = distance(middle, right) / disc.radius;
	const bulge = ((middle.x - left.x) * chord.upX + (middle.y - left.y) * chord.upY) / disc.radius;
	const isHandLike =
		isWithin(gapLeft, GAP) &&
		isWithin(gapRight, GAP) &&
		isWithin(chord.length, CHORD) &&
		isWithin(bulge, BULGE) &&
		isWithin(chord.height, TRIPLE_HEIGHT);
	if (!isHandLike) return Number.POSITIVE_INFINITY;
	const shallowest = Math.min(left.depth, middle.depth, right.depth) / disc.radius;
	const shape = Math.abs(gapLeft - gapRight) + 0.6 * Math.abs(chord.length - 1.1) + Math.abs(bulge - 0.1);
	return shape + 0.8 * chord.offset - 0.3 * shallowest;
}

function pairCost(left: Valley, right: Valley, disc: Disc): number {
	const chord = chordOf(left, right, disc);
	if (!isWithin(chord.length, GAP) || !isWithin(chord.height, PAIR_HEIGHT)) return Number.POSITIVE_INFINITY;
	return chord.offset + Math.abs(chord.length - 0.55);
}

interface Chord {
	readonly length: number;
	/**
	 * Distance of its line from the palm's centre, and of its middle from the foot of the perpendicular.
	 */
	readonly height: number;
	readonly offset: number;
	/** Unit vector square to it, towards the fingers. */
	readonly upX: number;
	readonly upY: number;
}

function chordOf(left: Valley, right: Valley, disc: Disc): Chord {
	const length = distance(left, right);
	const alongX = (right.x - left.x) / length;
	const alongY = (right.y - left.y) / length;
	const x = (left.x + right.x) / 2 - disc.x;
	const y = (left.y + right.y) / 2 - disc.y;
	return {
		length: length / disc.radius,
		height: (x * alongY - y * alongX) / disc.radius,
		offset: Math.abs(x * alongX + y * alongY) / disc.radius,
		upX: alongY,
		upY: -alongX,
	};
}

function isWithin(value: number, range: { readonly min: number; readonly max: number }): boolean {
	return value > range.min && value < range.max;
}

export function distance(a: Valley, b: Valley): number {
	return Math.hypot(a.x - b.x, a.y - b.y);
}
