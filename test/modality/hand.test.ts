import { test } from "uvu";
import * as assert from "uvu/assert";
import { GOOD } from "../../modules/image/blemish.js";
import type { GrayImage } from "../../modules/image/gray-image.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { resampleInto, type Similarity } from "../../modules/image/resample.js";
import { subtractAmbient } from "../../modules/image/subtract.js";
import { findHand, type Hand } from "../../modules/modality/palm-vein/hand/hand.js";
import { palmSquare } from "../../modules/modality/palm-vein/hand/palm-square.js";
import { HAND_SCRATCH, handMemory } from "../../modules/modality/palm-vein/hand/silhouette.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import * as P from "../../modules/modality/palm-vein/parameters.js";
import {
	BENT_LITTLE_FINGER,
	draw,
	FIST,
	LAMP,
	MIDDLE,
	OPEN_HAND,
	type Placement,
	THUMBLESS_HAND,
} from "./drawn-hand.js";
import { regionOf } from "./region.js";

const memory = handMemory(new Int16Array(HAND_SCRATCH));

test("the region follows the hand through turns, distances and sides", () => {
	const upright = squareOf(MIDDLE, 320);
	for (const thumb of [1, -1] as const) {
		for (const degrees of [-30, -17, 0, 9, 30]) {
			for (const zoom of [0.75, 1, 1.25]) {
				const placement = { ...MIDDLE, thumb, degrees, radius: MIDDLE.radius * zoom };
				const found = squareOf(placement, 320);
				const expected = carry(upright, placement);
				const what = `thumb ${thumb}, ${degrees} degrees, zoom ${zoom}`;
				const off = Math.hypot(found.x - expected.x, found.y - expected.y) / expected.side;
				assert.ok(off < 0.03, `${what}: ${off} of the side aside`);
				assert.ok(Math.abs(found.degrees - expected.degrees) < 2.5, `${what}: ${found.degrees}`);
				assert.ok(Math.abs(found.side / expected.side - 1) < 0.04, `${what}: ${found.side / expected.side}`);
			}
		}
	}
});

test("a left hand is told from a right one", () => {
	assert.is(handOf(draw(OPEN_HAND, MIDDLE, LAMP, 320)).thumb, 1);
	assert.is(handOf(draw(OPEN_HAND, { ...MIDDLE, thumb: -1 }, LAMP, 320)).thumb, -1);
});

test("640x480 and 320x240 give the same region within a pixel", () => {
	for (const degrees of [-20, 0, 25]) {
		const large = squareOf({ ...MIDDLE, degrees }, 640);
		const small = squareOf({ ...MIDDLE, degrees }, 320);
		assert.ok(Math.hypot(large.x - small.x, large.y - small.y) < 2, "centre, pixels of 640x480");
		assert.ok(Math.abs(large.side - small.side) < 2, "side");
		assert.ok(Math.abs(large.degrees - small.degrees) < 1, "angle");
	}
});

test("three valleys are found, or two when the little finger is bent away, for the same region", () => {
	const whole = handOf(draw(OPEN_HAND, MIDDLE, LAMP, 320));
	const pair = handOf(draw(BENT_LITTLE_FINGER, MIDDLE, LAMP, 320));
	assert.is(whole.knuckles.length, 3);
	assert.is(pair.knuckles.length, 2);
	assert.ok(isNear(palmSquare(pair), palmSquare(whole)));
});

test("room light is taken away before the hand is sought", () => {
	const lit = draw(OPEN_HAND, MIDDLE, { hand: 180, background: 116 }, 320);
	subtractAmbient(lit, draw(OPEN_HAND, MIDDLE, { hand: 60, background: 110 }, 320));
	const dark = draw(OPEN_HAND, MIDDLE, LAMP, 320);
	assert.ok(isNear(palmSquare(handOf(lit)), palmSquare(handOf(dark))));
});

test("each frame that shows no usable hand is refused by what to do about it", () => {
	const cases: readonly [string, GrayImage][] = [
		["no-hand", draw([], MIDDLE, LAMP, 320)],
		["no-hand", draw(OPEN_HAND, { ...MIDDLE, radius: 20, y: 400 }, LAMP, 320)],
		["too-dark", draw(OPEN_HAND, MIDDLE, { hand: 20, background: 3 }, 320)],
		["too-far", draw(OPEN_HAND, { ...MIDDLE, radius: 65 }, LAMP, 320)],
		["too-close", draw(OPEN_HAND, { ...MIDDLE, y: 240, radius: 260 }, LAMP, 320)],
		["too-close", draw(OPEN_HAND, { ...MIDDLE, y: 75 }, LAMP, 320)],
		["not-flat", draw(FIST, MIDDLE, LAMP, 320)],
		["not-flat", draw(THUMBLESS_HAND, MIDDLE, LAMP, 320)],
	];
	for (const [reason, frame] of cases) assert.is(findHand(memory, frame), reason);
});

test("every refusal and every hand needs no more than the working memory it asks for", () => {
	const guard = 0x5a5a;
	const scratch = new Int16Array(HAND_SCRATCH + 1).fill(guard);
	findHand(handMemory(scratch.subarray(0, HAND_SCRATCH)), draw(OPEN_HAND, MIDDLE, LAMP, 640));
	assert.is(scratch[HAND_SCRATCH], guard);
	assert.ok(palmVein.scratchLength >= HAND_SCRATCH);
});

test("noise without any shape is refused, not chased", () => {
	const frame = grayImage(new Uint8Array(640 * 480), 640, 480);
	let state = 1;
	for (let i = 0; i < frame.data.length; i++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		frame.data[i] = (state >>> 24) % 200;
	}
	assert.type(findHand(memory, frame), "string");
});

test("what lies outside the hand is struck out of the region, what lies inside is measured", () => {
	const { region, refusal } = locate(draw(OPEN_HAND, MIDDLE, LAMP, 640));
	assert.is(refusal, undefined);
	let measured = 0;
	for (let i = 0; i < palmVein.regionLength; i++) {
		if (region.mask[i] !== GOOD) continue;
		measured++;
		assert.ok(region.pixels[i] > LAMP.background + 2, "no background among the measured pixels");
	}
	assert.ok(measured > 0.8 * palmVein.regionLength && measured < palmVein.regionLength);
});

test("a square frame shows the palm itself: the region is its central square", () => {
	const frame = grayImage(
		Uint8Array.from({ length: 128 * 128 }, (_, i) => (i * 7) & 255),
		128,
		128,
	);
	const { region, refusal } = locate(frame);
	assert.is(refusal, undefined);
	const pixels = new Uint8Array(palmVein.regionLength);
	const mask = new Uint8Array(palmVein.regionLength);
	const centre = 63.5 * 65536;
	const at = { centreX: centre, centreY: centre, stepX: 2 * 65536, stepY: 0 };
	resampleInto(pixels, mask, frame, P.FIELD_SIDE, at);
	assert.is(region.pixels.join(), pixels.join());
	assert.is(region.mask.join(), mask.join());
});

function locate(frame: GrayImage) {
	const region = regionOf(palmVein);
	return { region, refusal: palmVein.locateInto(region, frame, new Int16Array(palmVein.scratchLength)) };
}

function handOf(frame: GrayImage): Hand {
	const hand = findHand(memory, frame);
	if (typeof hand === "string") throw new Error(`refused: ${hand}`);
	return hand;
}

/** Within a pixel of the small picture. */
function isNear(one: Similarity, other: Similarity): boolean {
	return Math.hypot(one.centreX - other.centreX, one.centreY - other.centreY) < 65536;
}

interface Square {
	readonly x: number;
	readonly y: number;
	readonly side: number;
	readonly degrees: number;
}

/** The region in pixels of the 640x480 frame, whatever the frame's size. */
function squareOf(placement: Placement, width: number): Square {
	const { centreX, centreY, stepX, stepY } = palmSquare(handOf(draw(OPEN_HAND, placement, LAMP, width)));
	return {
		x: (centreX / 65536 + 0.5) * 4 - 0.5,
		y: (centreY / 65536 + 0.5) * 4 - 0.5,
		side: (Math.hypot(stepX, stepY) / 65536) * 4 * P.REGION_SIDE,
		degrees: (Math.atan2(stepY, stepX) * 180) / Math.PI,
	};
}

/** Where the region of the hand at MIDDLE goes when the hand is held as `to` says. */
function carry(square: Square, to: Placement): Square {
	const zoom = to.radius / MIDDLE.radius;
	const angle = (to.degrees * Math.PI) / 180;
	const x = to.thumb * (square.x - MIDDLE.x) * zoom;
	const y = (square.y - MIDDLE.y) * zoom;
	return {
		x: to.x + Math.cos(angle) * x - Math.sin(angle) * y,
		y: to.y + Math.sin(angle) * x + Math.cos(angle) * y,
		side: square.side * zoom,
		degrees: to.thumb * square.degrees + to.degrees,
	};
}

test.run();
