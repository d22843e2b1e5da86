import { PALM_RADIUS, SURFACE_SIDE } from "../palms/surface-frame.js";
import type { Prng } from "../prng.js";
import { gaussianBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { addScaled, createPlane, sampleAt } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import { drawPath } from "../raster/strokes.js";
import { distanceAt, HAND_HEIGHT, HAND_LEFT, HAND_TOP, HAND_WIDTH } from "./distance.js";
import type { Finger, HandOutline } from "./hand-shape.js";

/** What the light meets on a hand besides its palm; the person's own. */
export interface HandSkin {
	/** Mottling of fingers and wrist; HAND_WIDTH x HAND_HEIGHT, mean 0, deviation about 1. */
	readonly mottling: Plane;
	/** Where each finger folds, as shares of its length, and how deep (0..1). */
	readonly folds: readonly (readonly Fold[])[];
}

interface Fold {
	readonly at: number;
	readonly depth: number;
}

export function drawHandSkin(prng: Prng): HandSkin {
	const mottling = smoothNoise(HAND_WIDTH, HAND_HEIGHT, 3, prng.split("fine"));
	addScaled(mottling, smoothNoise(HAND_WIDTH, HAND_HEIGHT, 18, prng.split("coarse")), 1.5);
	const fold = (at: number): Fold => ({
		at: at + 0.015 * prng.nextNormal(),
		depth: prng.nextBetween(0.4, 1),
	});
	const folds = FINGER_FOLDS.map((places) => places.map(fold));
	return { mottling, folds };
}

/** Thumb, index, middle, ring, little: knuckle, joint and second joint; double folds lie close together. */
const FINGER_FOLDS = [
	[0.52, 0.55, 0.76],
	[0.2, 0.5, 0.53, 0.76],
	[0.19, 0.49, 0.52, 0.75],
	[0.19, 0.49, 0.52, 0.75],
	[0.21, 0.5, 0.54, 0.76],
];

const MOTTLING_WEIGHT = 0.012;
const FOLD_WEIGHT = -0.3;
/**
 * Depth below the outline at which skin faces the camera, and the share of light that reaches its very edge.
 */
const ROUNDNESS = 0.24 * PALM_RADIUS;
const EDGE_LIGHT = 0.5;

/**
 * Reflected share of the light over the whole hand: the palm's surface in the middle, fingers and wrist
 * around it, all of it darker where it curves away at the outline. HAND_WIDTH x HAND_HEIGHT, about 1 for
 * skin that faces the camera.
 * @param surface the palm's appearance, SURFACE_SIDE squared
 */
export function paintHand(skin: HandSkin, outline: HandOutline, distance: Plane, surface: Plane): Plane {
	const hand = createPlane(HAND_WIDTH, HAND_HEIGHT);
	const folds = createPlane(HAND_WIDTH, HAND_HEIGHT);
	for (const [i, finger] of outline.fingers.entries())
		for (const { at, depth } of skin.folds[i]) drawFold(folds, finger, at, depth);
	drawWrist(folds);
	const soft = gaussianBlur(folds, 1.2);
	for (let row = 0; row < HAND_HEIGHT; row++)
		for (let column = 0; column < HAND_WIDTH; column++) {
			const at = row * HAND_WIDTH + column;
			const x = column - HAND_LEFT;
			const y = row - HAND_TOP;
			const inside = -distanceAt(distance, x, y);
			if (inside < -EDGE_MARGIN) continue;
			const bare = 1 + MOTTLING_WEIGHT * skin.mottling.data[at] + FOLD_WEIGHT * soft.data[at];
			const share = palmShare(x, y);
			const palm = share === 0 ? bare : sampleAt(surface, x + SURFACE_SIDE / 2, y + SURFACE_SIDE / 2);
			hand.data[at] = (bare + share * (palm - bare)) * relief(inside);
		}
	return hand;
}

/** Skin is painted a little beyond the outline, so that its edge can be blended later. */
const EDGE_MARGIN = 4;

/** 1 on the palm, falling to 0 towards fingers, wrist and the surface's border. */
function palmShare(x: number, y: number): number {
	const border = (SURFACE_SIDE / 2 - 4 - Math.max(Math.abs(x), Math.abs(y))) / 20;
	const fingers = (y + 1.2 * PALM_RADIUS) / (0.25 * PALM_RADIUS);
	return Math.max(0, Math.min(1, border, fingers));
}

/** A quarter circle from the outline inwards. */
function relief(inside: number): number {
	const t = inside <= 0 ? 0 : inside >= ROUNDNESS ? 1 : inside / ROUNDNESS;
	return EDGE_LIGHT + (1 - EDGE_LIGHT) * Math.sqrt(1 - (1 - t) * (1 - t));
}

/** A crease across a finger, slightly bowed. */
function drawFold(folds: Plane, { rods }: Finger, at: number, depth: number): void {
	const [rod, along] = at < 0.5 ? [rods[0], 2 * at] : [rods[1], 2 * at - 1];
	const dx = rod.toX - rod.fromX;
	const dy = rod.toY - rod.fromY;
	const length = Math.sqrt(dx * dx + dy * dy);
	const radius = 0.95 * (rod.fromRadius + along * (rod.toRadius - rod.fromRadius));
	const path = [-1, -0.6, -0.2, 0.2, 0.6, 1].map((across) => ({
		x: rod.fromX + along * dx + HAND_LEFT + (radius * across * -dy + 2 * (1 - across * across) * dx) / length,
		y: rod.fromY + along * dy + HAND_TOP + (radius * across * dx + 2 * (1 - across * across) * dy) / length,
		heading: 0,
	}));
	drawPath(folds, path, [1.8, 1.8], [depth, 0.8 * depth]);
}

/** Two creases where the hand bends. */
function drawWrist(folds: Plane): void {
	for (const y of WRIST_FOLDS) {
		const path = [-0.5, -0.25, 0, 0.25, 0.5].map((x) => ({
			x: x * PALM_RADIUS + HAND_LEFT,
			y: (y - 0.25 * x * x) * PALM_RADIUS + HAND_TOP,
			heading: 0,
		}));
		drawPath(folds, path, [1.6, 1.6], [0.5, 0.4]);
	}
}

const WRIST_FOLDS = [1.52, 1.63];
