import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import type { Condition } from "../../host-sim/world/palms/capture.js";
import { CONDITIONS, capturePalm } from "../../host-sim/world/palms/capture.js";
import type { Palm } from "../../host-sim/world/palms/palm.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { focus, likeness, meanLevel, shareOf } from "./measures.js";

const left = createPalm("test", "left");
const right = createPalm("test", "right");
const stranger = createPalm("stranger", "left");

function good(palm: Palm, session: number, sample: number): GreyImage {
	return capturePalm(palm, { session, sample, condition: "good" });
}

function bad(condition: Condition): GreyImage {
	return capturePalm(left, { session: 1, sample: 0, condition });
}

test("a capture is 128x128 and the same bytes on every machine and in every version", () => {
	const image = good(left, 1, 0);
	assert.equal([image.width, image.height, image.data.length], [128, 128, 128 * 128]);
	const digest = createHash("sha256").update(image.data).digest("hex");
	assert.is(digest, "b2c47b0118f3d9cdbb41b7805e7b93d59d916f5122e352e03d0ed4fc9c1d0f1f");
});

test("captures do not depend on what was captured before", () => {
	const first = good(createPalm("test", "left"), 2, 3);
	assert.equal(good(left, 2, 3).data, first.data);
});

test("captures of a palm differ, more from day to day than within one, and less than two palms", () => {
	const reference = good(left, 1, 0);
	const meanLikeness = (palm: Palm, session: number): number =>
		[1, 2, 3].reduce((sum, sample) => sum + likeness(reference, good(palm, session, sample)), 0) / 3;
	const sameDay = meanLikeness(left, 1);
	const otherDay = (meanLikeness(left, 2) + meanLikeness(left, 3)) / 2;
	const strange = Math.max(meanLikeness(right, 1), meanLikeness(stranger, 1));
	const told = `same day ${sameDay}, other day ${otherDay}, another palm ${strange}`;
	assert.ok(sameDay < 0.95 && otherDay < 0.9 * sameDay && strange < 0.5 * otherDay, told);
});

test("a dozen palms give a dozen different captures in the camera's usual range", () => {
	const seen = new Set<string>();
	for (let seed = 0; seed < 12; seed++) {
		const image = good(createPalm(seed, seed % 2 === 0 ? "left" : "right"), 1, 0);
		const mean = meanLevel(image);
		assert.ok(mean > 60 && mean < 200, `seed ${seed}: mean level ${mean}`);
		assert.ok(shareOf(image, 255) < 0.05, `seed ${seed}: clipped`);
		seen.add(createHash("sha256").update(image.data).digest("hex"));
	}
	assert.is(seen.size, 12);
});

test("every condition gives another picture", () => {
	const pictures = CONDITIONS.map((condition) => Buffer.from(bad(condition).data).toString("base64"));
	assert.is(new Set(pictures).size, CONDITIONS.length);
});

test("dark, bright, glaring and empty captures have the levels that their names say", () => {
	assert.ok(meanLevel(bad("too-dark")) < 20, `too dark: ${meanLevel(bad("too-dark"))}`);
	assert.ok(shareOf(bad("too-bright"), 255) > 0.5, `too bright: ${shareOf(bad("too-bright"), 255)}`);
	assert.ok(shareOf(bad("glare"), 255) > 0.03, `glare: ${shareOf(bad("glare"), 255)}`);
	const { data } = bad("nothing");
	assert.ok(Math.max(...data) < 24, `nothing: ${Math.max(...data)}`);
});

test("blurred and moving captures have lost their focus", () => {
	const sharp = focus(bad("good"));
	assert.ok(focus(bad("blurred")) < 0.3 * sharp, `${focus(bad("blurred"))} of ${sharp}`);
	assert.ok(focus(bad("moving")) < 0.4 * sharp, `${focus(bad("moving"))} of ${sharp}`);
});

test("shifted and rotated captures are sharp but show another place of the same palm", () => {
	const usual = bad("good");
	for (const condition of ["shifted", "rotated"] as const) {
		const displaced = bad(condition);
		assert.ok(focus(displaced) > 0.5 * focus(usual), `${condition}: focus`);
		assert.ok(Math.abs(likeness(usual, displaced)) < 0.25, `${condition}: ${likeness(usual, displaced)}`);
	}
});

test.run();
