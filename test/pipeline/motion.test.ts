/** The measure of how far a region moved, and the gate on it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { captureHand } from "../../host-sim/world/hands/capture.js";
import { type HandPose, USUAL_POSES } from "../../host-sim/world/hands/pose.js";
import { createWholeHand, poseOf } from "../../host-sim/world/hands/whole-hand.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { motionBetween } from "../../modules/pipeline/stillness.js";
import { captureOf } from "../unit/people.js";

/** A region of side 200 whose middle lies at (x, y), turned by `degrees`; 1/16 pixel. */
function place(x: number, y: number, degrees = 0, half = 100): Int32Array {
	const turn = (degrees * Math.PI) / 180;
	return Int32Array.from([x, y, half * Math.cos(turn), half * Math.sin(turn)], (value) =>
		Math.round(16 * value),
	);
}

test("motion is what the fastest corner may have done, as a share of the side", () => {
	const still = place(300, 200);
	assert.is(motionBetween(still, still), 0);
	assert.is(motionBetween(place(320, 200), still), Math.round(1024 * 0.1));
	assert.is(motionBetween(place(300, 200, 0, 110), still), Math.round((512 * 10 * Math.SQRT2) / 110));
	const turned = motionBetween(place(300, 200, 10), still);
	assert.ok(Math.abs(turned - 512 * Math.SQRT2 * 2 * Math.sin(Math.PI / 36)) < 1, `turned: ${turned}`);
	const both = motionBetween(place(320, 200, 10), still);
	assert.ok(Math.abs(both - turned - 102.4) < 1, `moved and turned: ${both}`);
});

test("without a region before, or now, there is nothing that could have moved", () => {
	const nowhere = new Int32Array(4);
	assert.is(motionBetween(place(300, 200), nowhere), 0);
	assert.is(motionBetween(nowhere, place(300, 200)), 0);
});

const hand = createWholeHand(createPalm("whole hand two", "left"));
const REST = poseOf(hand, { session: 1, sample: 1 }, { ...USUAL_POSES, rotation: 0, shift: 0 });
const size = { width: 320, height: 240 };
let taken = 0;

function see(pipeline: Pipeline, change: Partial<HandPose>): string | undefined {
	const name = { session: 1, sample: ++taken };
	const pose = { ...REST, ...change };
	const { image } = captureHand(hand, { ...name, condition: "good", size, pose, lamp: "on" });
	return pipeline.acquire(grayImage(image.data, image.width, image.height));
}

test("a hand that moves between two frames is told to hold still, and taken when it does", () => {
	const pipeline = new Pipeline(palmVein);
	assert.is(see(pipeline, {}), undefined, "the first frame has nothing to be compared with");
	assert.is(see(pipeline, {}), undefined);
	const moves: Partial<HandPose>[] = [
		{ x: 0.1 },
		{ rotation: 12 },
		{ radius: REST.radius * 0.85 },
		{ y: REST.y - 0.1 },
	];
	for (const move of moves) {
		assert.is(see(pipeline, move), "moving", JSON.stringify(move));
		assert.is(see(pipeline, move), undefined, `${JSON.stringify(move)}, held`);
		assert.is(see(pipeline, {}), "moving", "and back");
		assert.is(see(pipeline, {}), undefined);
	}
});

test("a hand's tremor is no motion", () => {
	const pipeline = new Pipeline(palmVein);
	for (const [x, rotation] of [
		[0, 0],
		[0.02, 1],
		[-0.01, -2],
		[0.01, 2],
	]) {
		assert.is(see(pipeline, { x, rotation }), undefined, `${x} of the frame's height, ${rotation} degrees`);
	}
});

test("a hand that was away meanwhile, or seen in another capture, is not compared with where it was", () => {
	const pipeline = new Pipeline(palmVein);
	assert.is(see(pipeline, {}), undefined);
	assert.is(pipeline.acquire(grayImage(new Uint8Array(320 * 240), 320, 240)), "no-hand");
	assert.is(see(pipeline, { x: 0.1 }), undefined);
	pipeline.wipe();
	assert.is(see(pipeline, { x: -0.1 }), undefined);
});

test("palms framed by the camera have no place that could move", () => {
	const pipeline = new Pipeline(palmVein);
	for (const sample of [1, 2, 3]) {
		const { pixels } = captureOf("a", { session: 1, sample, condition: "good" });
		assert.is(pipeline.acquire(grayImage(pixels.slice(), 128, 128)), undefined);
	}
});

test.run();
