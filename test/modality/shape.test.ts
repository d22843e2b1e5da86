/** The palm's shape: what changes it, and what must not. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findHand } from "../../modules/modality/palm-vein/hand/hand.js";
import { shapeInto } from "../../modules/modality/palm-vein/hand/shape.js";
import { HAND_SCRATCH, handMemory } from "../../modules/modality/palm-vein/hand/silhouette.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import * as P from "../../modules/modality/palm-vein/parameters.js";
import { shapeDistance } from "../../modules/pipeline/shape-gate.js";
import {
	BENT_LITTLE_FINGER,
	draw,
	LAMP,
	MIDDLE,
	OPEN_HAND,
	type Placement,
	type Stroke,
} from "./drawn-hand.js";

const memory = handMemory(new Int16Array(HAND_SCRATCH));
const FINGERS = P.FINGER_HEIGHTS.length;
const SIDES = P.THUMB_SIDE_DEPTHS.length + P.FAR_SIDE_DEPTHS.length;
const LAST_VALLEY = FINGERS + SIDES;

function shapeOf(strokes: readonly Stroke[], placement: Placement, width = 320): number[] {
	const hand = findHand(memory, draw(strokes, placement, LAMP, width));
	if (typeof hand === "string") throw new Error(`refused: ${hand}`);
	const shape = new Int8Array(P.SHAPE_USUAL.length).fill(77);
	shapeInto(shape, hand);
	return [...shape];
}

/** In the gate's own measure, 1/64. */
function distance(one: readonly number[], other: readonly number[]): number {
	const found = shapeDistance(Int8Array.from(one), Int8Array.from(other), palmVein.shape);
	if (found === undefined) throw new Error("too few lengths are known");
	return found;
}

test("turning, moving, mirroring and resizing a hand leave its shape as it is", () => {
	const upright = shapeOf(OPEN_HAND, MIDDLE);
	assert.ok(
		upright.every((value) => value > 0),
		"all lengths are known",
	);
	for (const thumb of [1, -1] as const) {
		for (const degrees of [-30, 12, 30]) {
			for (const zoom of [0.75, 1, 1.25]) {
				const placement = { ...MIDDLE, thumb, degrees, radius: MIDDLE.radius * zoom };
				const difference = distance(shapeOf(OPEN_HAND, placement), upright);
				assert.ok(
					difference <= P.SHAPE_DISTANCE_MAX,
					`thumb ${thumb}, ${degrees} degrees, zoom ${zoom}: ${difference}`,
				);
			}
		}
	}
	assert.ok(distance(shapeOf(OPEN_HAND, MIDDLE, 640), upright) < 64, "640x480");
});

test("a hand with a thicker middle finger, or a broader palm, has another shape", () => {
	const usual = shapeOf(OPEN_HAND, MIDDLE);
	const thick = OPEN_HAND.map((stroke) =>
		stroke === OPEN_HAND[4] ? ([...stroke.slice(0, 4), 0.26] as const) : stroke,
	);
	const thicker = shapeOf(thick.map(asStroke), MIDDLE);
	for (let i = 0; i < FINGERS - 1; i++) assert.ok(thicker[i] > usual[i] + 5, `finger width ${i}`);
	const broad = shapeOf([[-0.2, 0, -0.2, 0.3, 0.95], ...OPEN_HAND], MIDDLE);
	for (let i = LAST_VALLEY - 2; i < LAST_VALLEY; i++) {
		assert.ok(broad[i] > usual[i] + 10, `far side ${i}`);
	}
});

function asStroke(stroke: readonly number[]): Stroke {
	const [fromX, fromY, toX, toY, radius] = stroke;
	return [fromX, fromY, toX, toY, radius];
}

test("lengths whose edges are out of the frame, or that hang on a missing valley, are left out", () => {
	const cut = shapeOf(OPEN_HAND, { ...MIDDLE, y: 150 });
	assert.ok(cut.slice(0, FINGERS).includes(0), "a width above the frame's top");
	assert.ok(
		cut.slice(FINGERS, LAST_VALLEY).every((value) => value > 0),
		"the palm's sides are in it",
	);
	const bent = shapeOf(BENT_LITTLE_FINGER, MIDDLE);
	assert.equal(bent.slice(LAST_VALLEY, LAST_VALLEY + 2), [0, 0]);
	assert.ok(bent.slice(0, FINGERS).every((value) => value > 0));
});

test.run();
