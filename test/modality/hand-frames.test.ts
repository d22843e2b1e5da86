import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openImageFolder } from "../../host-sim/images/folder.js";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { captureHand, type HandCondition, type HandFrame } from "../../host-sim/world/hands/capture.js";
import { type PoseRange, USUAL_POSES, WIDE_POSES } from "../../host-sim/world/hands/pose.js";
import { createWholeHand, poseOf } from "../../host-sim/world/hands/whole-hand.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { grayImage } from "../../modules/image/gray-image.js";
import type { CaptureRefusal } from "../../modules/modality/modality.js";
import { findHand, type Hand } from "../../modules/modality/palm-vein/hand/hand.js";
import { palmSquare } from "../../modules/modality/palm-vein/hand/palm-square.js";
import { HAND_SCRATCH, handMemory } from "../../modules/modality/palm-vein/hand/silhouette.js";
import { REGION_SIDE } from "../../modules/modality/palm-vein/parameters.js";

/** Sets of whole-hand frames, and which of their palms are left ones, by eye. */
const FRAMES: readonly (readonly [set: string, leftHands: readonly string[]])[] = [
	["nirpalm30_raw", []],
	["nirpalm6_raw", ["565"]],
];

const memory = handMemory(new Int16Array(HAND_SCRATCH));
const hands = (["left", "right"] as const).map((side) => createWholeHand(createPalm("held every way", side)));

test("synthetic hands held every way are found on the right side, and their region lies still on the skin", () => {
	for (const hand of [0, 1]) {
		const places = Array.from({ length: 8 }, (_, sample) => {
			const { image, truth } = capture(hand, sample, "good", WIDE_POSES);
			const found = handIn(image);
			assert.ok(truth !== undefined);
			assert.is(found.thumb, truth.thumbSide === "right" ? 1 : -1);
			return placeOnSkin(found, image.width, truth);
		});
		// The search in comparison bears five cells, six degrees and six per cent.
		assert.ok(spread(places.map((place) => place.across)) < 1.5, "cells across");
		assert.ok(spread(places.map((place) => place.along)) < 1.5, "cells along");
		assert.ok(spread(places.map((place) => place.degrees)) < 3, "degrees");
		assert.ok(spread(places.map((place) => place.percent)) < 5, "per cent of its size");
	}
});

test("each way of holding a hand wrongly has its name", () => {
	const expected: readonly [HandCondition, CaptureRefusal][] = [
		["nothing", "no-hand"],
		["too-dark", "too-dark"],
		["too-far", "too-far"],
		["too-close", "too-close"],
		["fingers-cut", "too-close"],
		["not-flat", "not-flat"],
	];
	for (const [condition, reason] of expected) {
		for (const hand of [0, 1]) {
			const { image } = capture(hand, 1, condition, USUAL_POSES);
			assert.is(findHand(memory, grayImage(image.data, image.width, image.height)), reason, condition);
		}
	}
});

test("every hand of the real whole-hand frames is found, on its side", () => {
	for (const [set, leftHands] of FRAMES) {
		const path = fileURLToPath(new URL(`../../../shared/images/${set}`, import.meta.url));
		const opened = openImageFolder(path);
		if (opened.kind !== "opened") {
			console.log(`SKIP ${set}: no images at ../shared/images`);
			continue;
		}
		for (const person of opened.folder.persons) {
			const thumb = leftHands.includes(person.id) ? -1 : 1;
			for (const sample of person.sessions.flatMap((session) => session.samples)) {
				const read = sample.load();
				assert.is(read.kind, "image");
				if (read.kind === "image") assert.is(handIn(read.image).thumb, thumb, sample.id);
			}
		}
	}
});

function capture(hand: number, sample: number, condition: HandCondition, range: PoseRange): HandFrame {
	const name = { session: 1, sample };
	const pose = poseOf(hands[hand], name, range);
	const size = { width: 320, height: 240 };
	return captureHand(hands[hand], { ...name, condition, size, pose, lamp: "on" });
}

function handIn(image: GreyImage): Hand {
	const hand = findHand(memory, grayImage(image.data, image.width, image.height));
	if (typeof hand === "string") throw new Error(`refused: ${hand}`);
	return hand;
}

/** Where the region lies as seen from the palm's own centre, axes and size. */
function placeOnSkin(hand: Hand, frameWidth: number, truth: NonNullable<HandFrame["truth"]>) {
	const factor = frameWidth / hand.silhouette.width;
	const { centreX, centreY, stepX, stepY } = palmSquare(hand);
	const side = (Math.hypot(stepX, stepY) / 65536) * factor * REGION_SIDE;
	const x = ((centreX / 65536 + 0.5) * factor - 0.5 - truth.palmCentre.x) / truth.palmRadius;
	const y = ((centreY / 65536 + 0.5) * factor - 0.5 - truth.palmCentre.y) / truth.palmRadius;
	const turn = (truth.rotation * Math.PI) / 180;
	const cellsPerRadius = (32 * truth.palmRadius) / side;
	return {
		across: (x * Math.cos(turn) + y * Math.sin(turn)) * cellsPerRadius,
		along: (y * Math.cos(turn) - x * Math.sin(turn)) * cellsPerRadius,
		degrees: ((Math.atan2(stepY, stepX) - turn) * 180) / Math.PI,
		percent: 100 * Math.log(side / truth.palmRadius),
	};
}

/** Standard deviation. */
function spread(values: readonly number[]): number {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

test.run();
