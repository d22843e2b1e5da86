import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import type { HandCondition, HandFrame } from "../../host-sim/world/hands/capture.js";
import { captureHand, HAND_CONDITIONS } from "../../host-sim/world/hands/capture.js";
import type { Point } from "../../host-sim/world/hands/pose.js";
import {
	project,
	projectionOf,
	USUAL_POSES,
	unprojection,
	WIDE_POSES,
} from "../../host-sim/world/hands/pose.js";
import type { HandTruth } from "../../host-sim/world/hands/truth.js";
import type { WholeHand } from "../../host-sim/world/hands/whole-hand.js";
import { createWholeHand, poseOf } from "../../host-sim/world/hands/whole-hand.js";
import { capturePalm } from "../../host-sim/world/palms/capture.js";
import { NEAR_INFRARED } from "../../host-sim/world/palms/look.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { focus, likeness, meanLevel } from "./measures.js";

const SMALL = { width: 320, height: 240 };
const LARGE = { width: 640, height: 480 };
const left = createWholeHand(createPalm("test", "left"));
const right = createWholeHand(createPalm("test", "right"));
const FIRST = { session: 1, sample: 0 };

const usualFrames = new Map<string, HandFrame>();

/** Frames of one capture, made once. */
function usual(condition: HandCondition, lamp: "on" | "off"): HandFrame {
	const key = `${condition} ${lamp}`;
	const pose = poseOf(left, FIRST, USUAL_POSES);
	const frame = usualFrames.get(key) ?? captureHand(left, { ...FIRST, condition, size: SMALL, pose, lamp });
	usualFrames.set(key, frame);
	return frame;
}

function wide(hand: WholeHand, sample: number): { image: GreyImage; truth: HandTruth } {
	const name = { session: 1, sample };
	const pose = poseOf(hand, name, WIDE_POSES);
	const { image, truth } = captureHand(hand, { ...name, condition: "good", size: SMALL, pose, lamp: "on" });
	if (truth === undefined) throw new Error("a good frame shows a hand");
	return { image, truth };
}

function truthOf({ truth }: HandFrame): HandTruth {
	if (truth === undefined) throw new Error("no hand");
	return truth;
}

function levelAt({ width, height, data }: GreyImage, { x, y }: Point): number {
	const column = Math.min(width - 1, Math.max(0, Math.round(x)));
	return data[Math.min(height - 1, Math.max(0, Math.round(y))) * width + column];
}

/** The palm's region as the truth says it lies in the frame, 128x128. */
function regionOf({ width, data }: GreyImage, { palmCentre, palmRadius, rotation }: HandTruth): GreyImage {
	const step = palmRadius / 85;
	const cos = step * Math.cos((rotation * Math.PI) / 180);
	const sin = step * Math.sin((rotation * Math.PI) / 180);
	const region = new Uint8Array(128 * 128);
	for (let y = 0; y < 128; y++)
		for (let x = 0; x < 128; x++) {
			const column = Math.round(palmCentre.x + cos * (x - 64) - sin * (y - 64));
			region[y * 128 + x] = data[Math.round(palmCentre.y + sin * (x - 64) + cos * (y - 64)) * width + column];
		}
	return { width: 128, height: 128, data: region };
}

test("a frame is the same bytes on every machine and in every version", () => {
	const { image } = usual("good", "on");
	assert.equal([image.width, image.height, image.data.length], [320, 240, 320 * 240]);
	assert.is(
		createHash("sha256").update(image.data).digest("hex"),
		"fbb740181d4c10cb4a83a70263fa887416d2fcd77c30d8ecc8c1528d97f3c45e",
	);
});

test("the palm lies where the truth says, and it is the palm that the region camera sees", () => {
	const name = { session: 2, sample: 1 };
	const pose = { ...poseOf(left, name, WIDE_POSES), tiltX: 0, tiltY: 0 };
	const frame = captureHand(left, { ...name, condition: "good", size: LARGE, pose, lamp: "on" });
	const found = regionOf(frame.image, truthOf(frame));
	const near = { ...FIRST, condition: "good", look: NEAR_INFRARED } as const;
	const own = likeness(found, capturePalm(left.palm, near));
	const others = likeness(found, capturePalm(right.palm, near));
	assert.ok(own > 0.35 && Math.abs(others) < 0.15, `own ${own}, another ${others}`);
});

test("each valley parts the hand from the dark between two fingers", () => {
	let checked = 0;
	for (let sample = 0; sample < 4; sample++)
		for (const hand of [left, right]) {
			const { image, truth } = wide(hand, sample);
			for (const [name, valley] of Object.entries(truth.valleys)) {
				const dx = truth.palmCentre.x - valley.x;
				const dy = truth.palmCentre.y - valley.y;
				const length = Math.sqrt(dx * dx + dy * dy);
				const towards = (pixels: number): number =>
					levelAt(image, { x: valley.x + (pixels * dx) / length, y: valley.y + (pixels * dy) / length });
				const told = `${hand.palm.hand} ${sample} ${name}: ${towards(4)} inside, ${towards(-3)} outside`;
				assert.ok(towards(4) > 2 * towards(-3), told);
				checked++;
			}
		}
	assert.is(checked, 32);
});

test("poses fill their range, and the roots of the fingers stay in the frame", () => {
	const rotations: number[] = [];
	for (let sample = 0; sample < 100; sample++) {
		const pose = poseOf(left, { session: 1, sample }, WIDE_POSES);
		rotations.push(pose.rotation);
		assert.ok(pose.radius * 240 >= 50 && pose.radius < 0.36, `radius ${pose.radius}`);
	}
	assert.ok(Math.min(...rotations) < -25 && Math.max(...rotations) > 25);
	for (let sample = 0; sample < 4; sample++) {
		const { valleys } = wide(left, sample).truth;
		for (const { x, y } of [valleys.indexMiddle, valleys.middleRing, valleys.ringLittle])
			assert.ok(x > 2 && x < 317 && y > 2, `${sample}: ${x}, ${y}`);
	}
});

test("projection and unprojection undo each other, tilt included", () => {
	const projection = projectionOf(poseOf(left, { session: 1, sample: 7 }, WIDE_POSES), 640, 480);
	const m = unprojection(projection);
	for (const [x, y] of [
		[0, 0],
		[90, -120],
		[-60, 80],
	]) {
		const { x: u, y: v } = project(projection, { x, y });
		const w = m[6] * u + m[7] * v + m[8];
		assert.ok(Math.abs((m[0] * u + m[1] * v + m[2]) / w - x) < 1e-6);
		assert.ok(Math.abs((m[3] * u + m[4] * v + m[5]) / w - y) < 1e-6);
		assert.ok(Math.abs(1 / w - (1 + projection.e * x + projection.f * y)) < 1e-9);
	}
});

test("the thumb is on the left of a left hand and on the right of a right one", () => {
	for (const hand of [left, right]) {
		const { truth } = wide(hand, 0);
		assert.is(truth.thumbSide, hand.palm.hand);
		const { thumbIndex, ringLittle } = truth.valleys;
		assert.is(thumbIndex.x < ringLittle.x, hand.palm.hand === "left");
	}
});

test("a frame of twice the size shows the hand at twice the pixels", () => {
	const pose = poseOf(left, FIRST, USUAL_POSES);
	const large = truthOf(captureHand(left, { ...FIRST, condition: "good", size: LARGE, pose, lamp: "on" }));
	const small = truthOf(usual("good", "on"));
	assert.ok(Math.abs(large.palmRadius - 2 * small.palmRadius) < 0.01);
	assert.ok(Math.abs(large.valleys.middleRing.x + 0.5 - 2 * (small.valleys.middleRing.x + 0.5)) < 0.1);
	assert.ok(Math.abs(large.valleys.middleRing.y + 0.5 - 2 * (small.valleys.middleRing.y + 0.5)) < 0.1);
});

test("without the lamp the same hand is there, but only the room's faint light", () => {
	const lit = usual("good", "on");
	const unlit = usual("good", "off");
	assert.equal(unlit.truth, lit.truth);
	assert.ok(meanLevel(lit.image) > 40, `lit ${meanLevel(lit.image)}`);
	assert.ok(Math.max(...unlit.image.data) < 24, `unlit ${Math.max(...unlit.image.data)}`);
});

test("every condition gives another frame, and nothing has no truth", () => {
	const frames = HAND_CONDITIONS.map((condition) => usual(condition, "on"));
	const digests = frames.map(({ image }) => createHash("sha256").update(image.data).digest("hex"));
	assert.is(new Set(digests).size, HAND_CONDITIONS.length);
	for (const [i, { truth }] of frames.entries())
		assert.is(truth === undefined, HAND_CONDITIONS[i] === "nothing");
});

test("bad frames are what their names say", () => {
	const good = usual("good", "on");
	const { palmRadius } = truthOf(good);
	assert.ok(truthOf(usual("too-close", "on")).palmRadius > 1.8 * palmRadius);
	assert.ok(truthOf(usual("too-far", "on")).palmRadius < 45);
	assert.ok(truthOf(usual("fingers-cut", "on")).valleys.middleRing.y < 0);
	const { valleys, palmCentre } = truthOf(usual("not-flat", "on"));
	assert.ok(palmCentre.y - valleys.middleRing.y < 1.3 * palmRadius, "the fingers are gone");
	assert.ok(levelAt(usual("not-flat", "on").image, { x: palmCentre.x, y: 10 }) < 30);
	assert.ok(meanLevel(usual("too-dark", "on").image) < 0.3 * meanLevel(good.image));
	assert.ok(levelAt(usual("too-bright", "on").image, truthOf(good).palmCentre) === 255);
	assert.ok(Math.max(...usual("nothing", "on").image.data) < 30);
	for (const condition of ["blurred", "moving"] as const)
		assert.ok(focus(usual(condition, "on").image) < 0.5 * focus(good.image), condition);
});

test.run();
