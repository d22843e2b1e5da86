import { test } from "uvu";
import * as assert from "uvu/assert";
import { Limit } from "../../modules/policy/limits.js";
import { ENROL_LIFETIME_MAX_S } from "../../terminal/authority.js";

test("every limit is a natural number that a timer or a counter can hold", () => {
	for (const [name, value] of Object.entries(Limit)) {
		assert.ok(Number.isInteger(value) && value > 0 && value < 2 ** 31, name);
	}
});

test("the longest enrolment leaves time for all its samples and all that may disagree", () => {
	const SAMPLES_MAX = 5;
	const slowestMs = (SAMPLES_MAX + Limit.disagreementsMax) * Limit.sampleSpacingMs;
	assert.ok(slowestMs * 4 < Limit.requestLifetimeMaxMs);
});

test("no authority may sign a longer enrolment than the unit serves", () => {
	assert.ok(ENROL_LIFETIME_MAX_S * 1000 <= Limit.requestLifetimeMaxMs);
});

test.run();
