import type { Hand } from "../palms/surface-frame.js";
import { PALM_RADIUS } from "../palms/surface-frame.js";
import { cosine, degrees, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";

/**
 * The outline of a hand laid flat, fingers up, origin at the palm's centre, y downwards, in surface pixels:
 *
 *                 n n n            each finger is two tapered rods that meet at its middle joint,
 *               n | | |            thumb likewise; the palm is a polygon with rounded corners that
 *               | | | | n          runs on below as the forearm
 *               +-+-+-+ |
 *        thumb \|   .   |
 *                \_____/
 *                 |   |
 */
export interface Rod {
	readonly fromX: number;
	readonly fromY: number;
	readonly toX: number;
	readonly toY: number;
	readonly fromRadius: number;
	readonly toRadius: number;
}

export interface Finger {
	/** From the knuckle on. */
	readonly rods: readonly [Rod, Rod];
	/** Direction of the first rod: 0 is up, positive clockwise; radians. */
	readonly heading: number;
}

export interface HandOutline {
	/** Thumb, index, middle, ring, little. */
	readonly fingers: readonly [Finger, Finger, Finger, Finger, Finger];
	/** x, y of the palm's corners before rounding. */
	readonly palm: readonly (readonly [number, number])[];
	/** Radius of the palm's corners. */
	readonly rounding: number;
}

/** One person's proportions: factors about 1, in the order of `FINGERS`. */
export interface HandBuild {
	readonly hand: Hand;
	readonly lengths: readonly number[];
	readonly widths: readonly number[];
	/** Of the palm, across and along. */
	readonly breadth: number;
	readonly height: number;
}

/**
 * How the fingers are held: degrees by which each heads further (positive: clockwise on a left hand), and
 * its bend.
 */
export interface Posture {
	readonly turns: readonly number[];
	readonly bends: readonly number[];
	/** The share of the fingers' length that the camera sees: 1 laid flat, less when they curl towards it. */
	readonly reach: number;
}

export function drawBuild(hand: Hand, prng: Prng): HandBuild {
	return {
		hand,
		lengths: FINGERS.map(() => 1 + 0.05 * prng.nextNormal()),
		widths: FINGERS.map(() => 1 + 0.04 * prng.nextNormal()),
		breadth: 1 + 0.03 * prng.nextNormal(),
		height: 1 + 0.04 * prng.nextNormal(),
	};
}

/** Of a hand laid flat. @param spread 0 fingers together .. 1 as far apart as they go */
export function drawPosture(spread: number, prng: Prng): Posture {
	return {
		turns: FINGERS.map(({ fan }) => (spread - 0.4) * fan + 1.5 * prng.nextNormal()),
		bends: FINGERS.map(() => 3 * prng.nextNormal()),
		reach: 1,
	};
}

export function outlineOf(build: HandBuild, posture: Posture): HandOutline {
	const [thumb, index, middle, ring, little] = FINGERS.map((_, i) => placeFinger(build, posture, i));
	const side = sideOf(build.hand);
	const corner = ([x, y]: readonly [number, number]) =>
		[side * x * build.breadth * PALM_RADIUS, y * build.height * PALM_RADIUS] as const;
	return {
		fingers: [thumb, index, middle, ring, little],
		palm: PALM.map(corner),
		rounding: ROUNDING * PALM_RADIUS,
	};
}

interface FingerPlan {
	/** Of the knuckle, in palm radii, thumb at the left. */
	readonly base: readonly [number, number];
	/** Degrees from straight up in a relaxed hand, and what spreading from 0 to 1 adds. */
	readonly heading: number;
	readonly fan: number;
	/** In palm radii; radii at knuckle, middle joint and tip. */
	readonly length: number;
	readonly radii: readonly [number, number, number];
	/** Degrees by which the outer half turns from the inner. */
	readonly bend: number;
}

/** Mean proportions of an adult hand, left, as the camera sees it. */
const FINGERS: readonly FingerPlan[] = [
	{ base: [-0.62, 0.5], heading: -46, fan: -16, length: 1.75, radii: [0.34, 0.26, 0.19], bend: 14 },
	{ base: [-0.72, -0.78], heading: -8, fan: -16, length: 1.78, radii: [0.205, 0.215, 0.17], bend: 2 },
	{ base: [-0.21, -0.86], heading: -1, fan: -4, length: 1.98, radii: [0.205, 0.22, 0.175], bend: 1 },
	{ base: [0.3, -0.8], heading: 6, fan: 7, length: 1.86, radii: [0.195, 0.21, 0.165], bend: -1 },
	{ base: [0.78, -0.58], heading: 15, fan: 20, length: 1.46, radii: [0.175, 0.18, 0.145], bend: -3 },
];

/** The palm, with the beginning of the forearm; corners are rounded outwards by ROUNDING. */
const PALM: readonly (readonly [number, number])[] = [
	[-0.82, -0.86],
	[-0.2, -0.96],
	[0.3, -0.91],
	[0.85, -0.68],
	[0.97, -0.1],
	[0.95, 0.5],
	[0.82, 1.0],
	[0.58, 1.5],
	[0.54, 4],
	[-0.54, 4],
	[-0.56, 1.5],
	[-0.78, 1.1],
	[-0.97, 0.6],
	[-0.97, 0],
	[-0.9, -0.4],
];
const ROUNDING = 0.12;

function placeFinger(build: HandBuild, posture: Posture, i: number): Finger {
	const plan = FINGERS[i];
	const side = sideOf(build.hand);
	const length = posture.reach * plan.length * build.lengths[i] * PALM_RADIUS;
	const [knuckle, joint, tip] = plan.radii.map((radius) => radius * build.widths[i] * PALM_RADIUS);
	const inner = side * degrees(plan.heading + posture.turns[i]);
	const outer = inner + side * degrees(plan.bend + posture.bends[i]);
	const fromX = side * plan.base[0] * build.breadth * PALM_RADIUS;
	const fromY = plan.base[1] * build.height * PALM_RADIUS;
	const midX = fromX + 0.5 * length * sine(inner);
	const midY = fromY - 0.5 * length * cosine(inner);
	// The last point is the centre of the fingertip's round end.
	const toX = midX + (0.5 * length - tip) * sine(outer);
	const toY = midY - (0.5 * length - tip) * cosine(outer);
	const first = { fromX, fromY, toX: midX, toY: midY, fromRadius: knuckle, toRadius: joint };
	const second = { fromX: midX, fromY: midY, toX, toY, fromRadius: joint, toRadius: tip };
	return { rods: [first, second], heading: inner };
}

function sideOf(hand: Hand): number {
	return hand === "left" ? 1 : -1;
}
