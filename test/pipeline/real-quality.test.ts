/**
 * The quality gates on real frames of whole hands: good ones pass, and each way of spoiling one has its
 * name.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { gaussianBlur, motionBlur } from "../../host-sim/world/raster/blur.js";
import { type Plane, sampleAt } from "../../host-sim/world/raster/plane.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { type RealFrame, realHands } from "../modality/real-hands.js";

/**
 * Sets, how many of their good frames may be refused, and how many must be when out of focus: the second
 * set's noise makes up for some of what blur takes.
 */
const SETS = [
	{ set: "nirpalm30_raw", refusedMax: 0.02, blurredMin: 1 },
	{ set: "nirpalm6_raw", refusedMax: 0, blurredMin: 0.5 },
] as const;

const pipeline = new Pipeline(palmVein);

/** Refusals of frames that have none before them. */
function refusalsOf(frames: readonly RealFrame[], spoil: (image: GreyImage) => GreyImage): string[] {
	return frames.map(({ image }) => {
		pipeline.wipe();
		return look(spoil(image));
	});
}

function look({ data, width, height }: GreyImage): string {
	return pipeline.acquire(grayImage(data.slice(), width, height)) ?? "usable";
}

function share(refusals: readonly string[], reason: string): number {
	return refusals.filter((refusal) => refusal === reason).length / refusals.length;
}

for (const { set, refusedMax, blurredMin } of SETS) {
	const frames = realHands(set);
	const some = frames.filter((_, i) => i % 2 === 0);
	if (frames.length === 0) continue;

	test(`${set}: good captures pass`, () => {
		const refused =
			1 -
			share(
				refusalsOf(frames, (image) => image),
				"usable",
			);
		assert.ok(refused <= refusedMax, `${refused} of ${frames.length} refused`);
	});

	test(`${set}: out of focus by four pixels is blurred`, () => {
		const refusals = refusalsOf(
			frames,
			through((plane) => gaussianBlur(plane, 4)),
		);
		assert.ok(share(refusals, "blurred") >= blurredMin, refusals.join(" "));
	});

	test(`${set}: without most of our light it is too dark, or no hand can be made out`, () => {
		const refusals = refusalsOf(
			frames,
			levels((level) => level >> 3),
		);
		assert.is(share(refusals, "too-dark") + share(refusals, "no-hand"), 1, refusals.join(" "));
	});

	test(`${set}: with far too much light it is too bright`, () => {
		const refusals = refusalsOf(
			frames,
			levels((level) => Math.min(255, 8 * level)),
		);
		assert.is(share(refusals, "too-bright"), 1, refusals.join(" "));
	});

	test(`${set}: a hand that moves by 25 pixels from one frame to the next is moving, by 4 it is not`, () => {
		for (const { id, image } of some) {
			for (const [pixels, expected] of [
				[4, "usable"],
				[25, "moving"],
			] as const) {
				pipeline.wipe();
				assert.is(look(image), "usable", id);
				const next = look(through((plane) => shifted(plane, pixels))(image));
				// Shifted out of the frame it may be too close; it is never taken.
				if (pixels === 4) assert.is(next, expected, `${id} by ${pixels}`);
				else assert.ok(["moving", "too-close"].includes(next), `${id} by ${pixels}: ${next}`);
			}
		}
	});
}

test("nirpalm30_raw: smeared over 17 pixels nine in ten at least are blurred, whatever the direction", () => {
	const frames = realHands("nirpalm30_raw").filter((_, i) => i % 3 === 0);
	if (frames.length === 0) return;
	for (const degrees of [0, 45, 90]) {
		const turn = (degrees * Math.PI) / 180;
		const smear = through((plane) => motionBlur(plane, 17, Math.cos(turn), Math.sin(turn)));
		const refusals = refusalsOf(frames, smear);
		assert.ok(share(refusals, "blurred") >= 0.9, refusals.join(" "));
	}
});

function through(change: (plane: Plane) => Plane): (image: GreyImage) => GreyImage {
	return ({ width, height, data }) => {
		const { data: changed } = change({ width, height, data: Float32Array.from(data) });
		return { width, height, data: Uint8Array.from(changed, Math.round) };
	};
}

function levels(change: (level: number) => number): (image: GreyImage) => GreyImage {
	return ({ width, height, data }) => ({ width, height, data: data.map(change) });
}

/** To the right; what comes in from the left is dark. */
function shifted(plane: Plane, pixels: number): Plane {
	const data = plane.data.map((_, i) => {
		const x = (i % plane.width) - pixels;
		return x < 0 ? 0 : sampleAt(plane, x, Math.floor(i / plane.width));
	});
	return { ...plane, data };
}

test.run();
