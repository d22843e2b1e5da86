import { test } from "uvu";
import * as assert from "uvu/assert";
import { Limit } from "../../modules/policy/limits.js";
import { presenceAfter } from "../../modules/policy/presence.js";

test("near is present and far is absent, whatever was before; between the two nothing changes", () => {
	for (const before of ["present", "absent"] as const) {
		assert.is(presenceAfter(before, Limit.attendanceNearMm), "present");
		assert.is(presenceAfter(before, Limit.attendanceNearMm + 1), before);
		assert.is(presenceAfter(before, Limit.attendanceFarMm), before);
		assert.is(presenceAfter(before, Limit.attendanceFarMm + 1), "absent");
		assert.is(presenceAfter(before, undefined), "absent");
	}
});

test("a hand that is presented is somebody present", () => {
	assert.ok(Limit.presenceMaxMm <= Limit.attendanceNearMm);
});

test.run();
