/** Whole hands through the protected path: however they are held within bounds, and in the room's light. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { captureHand } from "../../host-sim/world/hands/capture.js";
import { type HandPose, USUAL_POSES, USUAL_RADIUS } from "../../host-sim/world/hands/pose.js";
import { createWholeHand, poseOf, type WholeHand } from "../../host-sim/world/hands/whole-hand.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { type GrayImage, grayImage } from "../../modules/image/gray-image.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { contextOf, crypto } from "../protection/palm.js";

const CONTEXT = contextOf(1);
const pipeline = new Pipeline(palmVein);
const people = [
	createWholeHand(createPalm("whole hand two", "left")),
	createWholeHand(createPalm("whole hand three", "right")),
];
const size = { width: 320, height: 240 };

const radius = USUAL_RADIUS;
/** Samples follow each other, so the hand rests between them. */
const UPRIGHT = { x: 0, y: 0.1, rotation: 0, radius };

function frameOf(
	hand: WholeHand,
	session: number,
	sample: number,
	pose: Partial<HandPose>,
	lamp: "on" | "off",
) {
	const name = { session, sample };
	const usual = poseOf(hand, name, USUAL_POSES);
	return captureHand(hand, { ...name, condition: "good", size, pose: { ...usual, ...pose }, lamp }).image;
}

function acquire(lit: GreyImage, dark?: GreyImage): string | undefined {
	return pipeline.acquire(grey(lit), dark === undefined ? undefined : grey(dark));
}

function grey({ data, width, height }: GreyImage): GrayImage {
	return grayImage(data.slice(), width, height);
}

function enrol(hand: WholeHand): Uint8Array {
	pipeline.wipe();
	for (const sample of [1, 2, 3]) {
		assert.is(acquire(frameOf(hand, 1, sample, UPRIGHT, "on")), undefined);
		assert.ok(pipeline.addSample(), `sample ${sample}`);
	}
	return pipeline.commit(crypto, CONTEXT, 1);
}

/** The same picture under a window: light that falls on hand and background alike, but not from our lamp. */
function underWindow({ data, width, height }: GreyImage): GreyImage {
	const lightened = data.map((level, i) =>
		Math.min(255, level + 60 + Math.round((40 * (i % width)) / width)),
	);
	return { data: lightened, width, height };
}

const HELD: readonly (readonly [what: string, pose: Partial<HandPose>])[] = [
	["turned left by 30 degrees", { rotation: -30, x: 0, y: 0.1 }],
	["turned right by 30 degrees", { rotation: 30, x: 0, y: 0.1 }],
	["a quarter farther away", { radius: radius * 0.75 }],
	["a quarter nearer", { radius: radius * 1.25, x: 0, y: 0.12 }],
	["farther away and turned", { radius: radius * 0.8, rotation: 20 }],
];

test("left and right hands are recognised on another day however they are held", () => {
	for (const [number, hand] of people.entries()) {
		const record = enrol(hand);
		for (const [what, pose] of HELD) {
			assert.is(acquire(frameOf(hand, 2, 11, pose, "on")), undefined, `${number} ${what}`);
			assert.is(pipeline.compare(crypto, CONTEXT, record), "match", `${number} ${what}`);
			pipeline.wipe();
		}
		for (const other of people) {
			if (other === hand) continue;
			acquire(frameOf(other, 2, 1, {}, "on"));
			assert.is(pipeline.compare(crypto, CONTEXT, record), "non-match", `another hand against ${number}`);
			pipeline.wipe();
		}
	}
});

test("a window's light is taken away with the dark frame, without which the hand would not be found", () => {
	const [hand] = people;
	const record = enrol(hand);
	const lit = underWindow(frameOf(hand, 2, 11, {}, "on"));
	const dark = underWindow(frameOf(hand, 2, 11, {}, "off"));
	pipeline.wipe();
	assert.is(acquire(lit, dark), undefined);
	assert.is(pipeline.compare(crypto, CONTEXT, record), "match");
	pipeline.wipe();
	assert.type(acquire(lit), "string");
});

test("a hand whose fingers leave the frame is told that it is too close, and nothing is compared", () => {
	const { data, width, height } = captureHand(people[0], {
		session: 2,
		sample: 1,
		condition: "fingers-cut",
		size,
		pose: poseOf(people[0], { session: 2, sample: 1 }, USUAL_POSES),
		lamp: "on",
	}).image;
	assert.is(acquire({ data, width, height }), "too-close");
	assert.ok(pipeline.exposeProbe().every((soft) => soft === 0));
});

test.run();
