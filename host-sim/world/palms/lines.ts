import type { Prng } from "../prng.js";
import { gaussianBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { addScaled, createPlane } from "../raster/plane.js";
import type { PathPoint, Wander } from "../raster/strokes.js";
import { drawPath, wanderingPath } from "../raster/strokes.js";
import { PALM_RADIUS, SURFACE_SIDE } from "./surface-frame.js";

/**
 * Start, control point and end of a quadratic Bezier curve in palm radii from the palm's centre, thumb at
 * the left.
 */
type Curve = readonly (readonly [number, number])[];

/** The population's mean shape of the three principal lines. */
const PRINCIPAL_LINES: readonly Curve[] = [
	// Heart: from the little finger's side up to between index and middle finger.
	[
		[1.1, -0.3],
		[0.1, -0.15],
		[-0.4, -0.95],
	],
	// Head: from between thumb and index finger across the palm.
	[
		[-1.1, -0.35],
		[0.05, -0.3],
		[0.85, 0.4],
	],
	// Life: about the ball of the thumb down to the wrist.
	[
		[-1.1, -0.4],
		[0.15, -0.1],
		[-0.2, 1.35],
	],
];

/** Standard deviation of each control point between persons, in surface pixels. */
const PERSONAL_SPREAD = 9;
const CURVE_POINTS = 48;

/** Depth 0..1 of the three principal lines: a sharp fold with a soft shadow beside it. */
export function drawPrincipalLines(prng: Prng): Plane {
	const folds = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	for (const curve of PRINCIPAL_LINES) {
		const width = prng.nextBetween(1.1, 2.4);
		const depth = prng.nextBetween(0.5, 1);
		const fade = prng.nextBetween(0.3, 1);
		drawPath(folds, personalCurve(curve, prng), [width, width * fade], [depth, depth * fade]);
	}
	const lines = gaussianBlur(folds, 0.8);
	addScaled(lines, gaussianBlur(folds, 3.5), 0.6);
	return lines;
}

/**
 * Depth 0..1 of fine wrinkles: bundles of nearly parallel ones, as skin folds when the hand closes, and
 * single ones.
 */
export function drawWrinkles(prng: Prng): Plane {
	const wrinkles = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	const bundles = 12 + prng.nextBelow(10);
	for (let i = 0; i < bundles; i++) {
		const centre = anywhere(prng);
		const reach = prng.nextBetween(10, 32);
		const count = 6 + prng.nextBelow(18);
		for (let k = 0; k < count; k++) {
			const x = centre.x + reach * prng.nextNormal();
			const y = centre.y + reach * prng.nextNormal();
			drawWrinkle(wrinkles, { x, y, heading: centre.heading + 0.14 * prng.nextNormal() }, prng);
		}
	}
	const singles = 50 + prng.nextBelow(80);
	for (let i = 0; i < singles; i++) drawWrinkle(wrinkles, anywhere(prng), prng);
	return wrinkles;
}

/** Radians, thumb at the left. */
const WRINKLE_HEADINGS = [0.5, -0.9, 1.6];

function anywhere(prng: Prng): PathPoint {
	return {
		x: prng.nextBetween(0, SURFACE_SIDE),
		y: prng.nextBetween(0, SURFACE_SIDE),
		heading: WRINKLE_HEADINGS[prng.nextBelow(WRINKLE_HEADINGS.length)] + 0.35 * prng.nextNormal(),
	};
}

/** Deepest in its middle, running out at both ends. */
function drawWrinkle(wrinkles: Plane, start: PathPoint, prng: Prng): void {
	const path = wanderingPath(start, 6 + prng.nextBelow(26), WRINKLE_WANDER, prng);
	const middle = path.length >> 1;
	const width = prng.nextBetween(0.7, 1.4);
	const depth = prng.nextBetween(0.2, 1);
	for (const half of [path.slice(0, middle + 1).reverse(), path.slice(middle)])
		drawPath(wrinkles, half, [width, 0.5 * width], [depth, 0.1 * depth]);
}

const WRINKLE_WANDER: Wander = { step: 2.5, curvature: 0.006, jitter: 0.014 };

function personalCurve(curve: Curve, prng: Prng): PathPoint[] {
	const [start, control, end] = curve.map(([x, y]) => ({
		x: SURFACE_SIDE / 2 + PALM_RADIUS * x + PERSONAL_SPREAD * prng.nextNormal(),
		y: SURFACE_SIDE / 2 + PALM_RADIUS * y + PERSONAL_SPREAD * prng.nextNormal(),
	}));
	const path: PathPoint[] = [];
	let driftX = 0;
	let driftY = 0;
	for (let i = 0; i < CURVE_POINTS; i++) {
		const t = i / (CURVE_POINTS - 1);
		const s = 1 - t;
		driftX += 0.5 * prng.nextNormal();
		driftY += 0.5 * prng.nextNormal();
		const x = s * s * start.x + 2 * s * t * control.x + t * t * end.x + driftX;
		const y = s * s * start.y + 2 * s * t * control.y + t * t * end.y + driftY;
		path.push({ x, y, heading: 0 });
	}
	return path;
}
