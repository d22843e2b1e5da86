import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import {
	captureEye,
	EYE_CONDITIONS,
	type EyeCondition,
	type EyeFrame,
	eyePoseOf,
} from "../../host-sim/world/eyes/capture.js";
import { createEye, EYE_SIDES, type Eye } from "../../host-sim/world/eyes/eye.js";
import { type EyePose, USUAL_EYES, WIDE_EYES } from "../../host-sim/world/eyes/pose.js";
import type { Circle } from "../../host-sim/world/eyes/truth.js";
import { angleOf } from "../../host-sim/world/portable-math.js";
import { focus, likeness, meanLevel, shareOf } from "./measures.js";

const SIZE = { width: 320, height: 240 };
const STRAIGHT: EyePose = {
	x: 0,
	y: 0,
	radius: 0.27,
	roll: 0,
	gazeX: 0,
	gazeY: 0,
	opening: 1,
	dilation: 1,
};
const left = createEye("test", "left");
const right = createEye("test", "right");

function frame(eye: Eye, change: Partial<EyePose> = {}, condition: EyeCondition = "good"): EyeFrame {
	const pose = { ...STRAIGHT, ...change };
	return captureEye(eye, { session: 1, sample: 0, condition, size: SIZE, pose, lamp: "on" });
}

/** Mean level of the pixels whose distance from the circle's centre is `from` to `to` of its radius. */
function ringLevel({ width, height, data }: GreyImage, circle: Circle, from: number, to: number): number {
	let sum = 0;
	let count = 0;
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const away = Math.hypot(x - circle.x, y - circle.y) / circle.radius;
			// To both sides only: above and below there are lids.
			if (away < from || away > to || Math.abs(y - circle.y) > 0.3 * circle.radius) continue;
			sum += data[y * width + x];
			count++;
		}
	return sum / count;
}

function truthOf({ truth }: EyeFrame) {
	assert.ok(truth !== undefined);
	return truth;
}

test("an eye's frame is the same bytes on every machine and in every version", () => {
	const { data } = frame(left).image;
	assert.is(
		createHash("sha256").update(data).digest("hex"),
		"4cde8db5e1bc9dfa9258dfd92d611d41434f06e15f65a7d1ae996b7bfbff68be",
	);
});

test("frames have the sizes that cameras deliver, and show the same eye at each", () => {
	for (const [width, height] of [
		[320, 240],
		[320, 280],
		[640, 480],
	]) {
		const size = { width, height };
		const pose = STRAIGHT;
		const shown = captureEye(left, { session: 1, sample: 0, condition: "good", size, pose, lamp: "on" });
		assert.equal([shown.image.width, shown.image.height], [width, height]);
		const { iris } = truthOf(shown);
		assert.ok(Math.abs(iris.radius - 0.27 * height) < 1e-9, `${width}x${height}: radius ${iris.radius}`);
	}
});

test("the truth's circles hold a dark pupil, a lighter iris and a white beyond it, in any pose", () => {
	for (let seed = 0; seed < 8; seed++)
		for (const side of EYE_SIDES) {
			const eye = createEye(seed, side);
			const pose = { ...eyePoseOf(eye, { session: 1, sample: 0 }, WIDE_EYES), opening: 1.1, gazeX: 4 };
			const shown = frame(eye, pose);
			const { pupil, iris } = truthOf(shown);
			const inside = ringLevel(shown.image, pupil, 0, 0.8);
			const tissue = ringLevel(shown.image, iris, 0.78, 0.92);
			const white = ringLevel(shown.image, iris, 1.12, 1.25);
			const told = `seed ${seed}, ${side}: pupil ${inside}, iris ${tissue}, white ${white}`;
			assert.ok(inside < 0.75 * tissue && tissue < 0.9 * white, told);
		}
});

test("eyes of two sides and of two persons differ, captures of one eye by noise and light only", () => {
	const other = createEye("other", "left");
	const again = captureEye(left, {
		session: 1,
		sample: 1,
		condition: "good",
		size: SIZE,
		pose: STRAIGHT,
		lamp: "on",
	});
	const reference = frame(left).image;
	const same = likeness(reference, again.image);
	const strange = Math.max(likeness(reference, frame(other).image), likeness(reference, frame(right).image));
	assert.ok(same > 0.8 && strange < 0.9 * same, `same ${same}, strange ${strange}`);
});

test("gaze moves the iris and narrows it, roll turns the lids, dilation widens the pupil only", () => {
	const straight = truthOf(frame(left));
	const aside = truthOf(frame(left, { gazeX: 20 }));
	assert.ok(aside.iris.x - straight.iris.x > 0.4 * straight.iris.radius);
	assert.is(aside.iris.radius, straight.iris.radius);
	const wide = truthOf(frame(left, { dilation: 1.3 }));
	assert.ok(wide.pupil.radius > 1.2 * straight.pupil.radius && wide.iris.radius === straight.iris.radius);
	assert.ok(likeness(frame(left, { roll: 12 }).image, frame(left).image) < 0.8);
});

test("a right eye is mirrored with its truth: the pupil lies a little towards the nose", () => {
	const noseward = (eye: Eye): number => {
		const { pupil, iris } = truthOf(frame(eye));
		return pupil.x - iris.x;
	};
	const mean = (side: Eye["side"]): number =>
		[1, 2, 3, 4].reduce((sum, seed) => sum + noseward(createEye(`nose ${seed}`, side)), 0) / 4;
	assert.ok(mean("left") < 0 && mean("right") > 0, `left ${mean("left")}, right ${mean("right")}`);
});

test("a bad capture is bad in the way that its name says", () => {
	const usual = truthOf(frame(left));
	assert.ok(usual.visible > 0.8, `usual: ${usual.visible} of the iris free`);
	assert.ok(truthOf(frame(left, {}, "closed")).visible < 0.35);
	const away = truthOf(frame(left, {}, "looking-away"));
	assert.ok(Math.abs(away.iris.x - usual.iris.x) > 0.7 * usual.iris.radius);
	assert.ok(truthOf(frame(left, {}, "too-close")).iris.radius > 2 * usual.iris.radius);
	assert.ok(truthOf(frame(left, {}, "too-far")).iris.radius < 0.4 * usual.iris.radius);
	assert.ok(meanLevel(frame(left, {}, "too-dark").image) < 24);
	assert.ok(shareOf(frame(left, {}, "too-bright").image, 255) > 0.3);
	const sharp = focus(frame(left).image);
	for (const condition of ["blurred", "moving"] as const)
		assert.ok(focus(frame(left, {}, condition).image) < 0.5 * sharp, condition);
	const spots = shareOf(frame(left).image, 255);
	assert.ok(shareOf(frame(left, {}, "glare").image, 255) > spots + 0.02);
	const empty = frame(left, {}, "nothing");
	assert.ok(empty.truth === undefined && Math.max(...empty.image.data) < 24);
});

test("every condition gives another picture", () => {
	const pictures = EYE_CONDITIONS.map((condition) =>
		createHash("sha256")
			.update(frame(left, {}, condition).image.data)
			.digest("hex"),
	);
	assert.is(new Set(pictures).size, EYE_CONDITIONS.length);
});

test("without the lamp only the room's light is left", () => {
	const pose = eyePoseOf(left, { session: 1, sample: 0 }, USUAL_EYES);
	const dark = captureEye(left, { session: 1, sample: 0, condition: "good", size: SIZE, pose, lamp: "off" });
	assert.ok(meanLevel(dark.image) < 12, `${meanLevel(dark.image)}`);
	assert.ok(dark.truth !== undefined);
});

test("angleOf agrees with the mathematics library in all directions", () => {
	for (let i = 0; i < 1000; i++) {
		const angle = (i / 1000) * 2 * Math.PI - Math.PI + 1e-3;
		const x = 3 * Math.cos(angle);
		const y = 3 * Math.sin(angle);
		assert.ok(Math.abs(angleOf(y, x) - Math.atan2(y, x)) < 1e-9, `${angle}`);
	}
	assert.is(angleOf(0, 0), 0);
	assert.is(angleOf(0, -1), Math.PI);
});

test.run();
