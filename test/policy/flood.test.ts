import { test } from "uvu";
import * as assert from "uvu/assert";
import { countBad, isFlood, NO_FLOOD } from "../../modules/policy/flood.js";
import { Limit } from "../../modules/policy/limits.js";

/** At which of these moments a flood is seen. */
function floodsAt(moments: readonly number[]): number[] {
	let count = NO_FLOOD;
	return moments.filter((nowMs) => {
		count = countBad(count, nowMs);
		return isFlood(count);
	});
}

test("a flood is seen once in its window, at the message that makes it one", () => {
	const fast = Array.from({ length: 3 * Limit.floodMessages }, (_, i) => i);
	assert.equal(floodsAt(fast), [Limit.floodMessages - 1]);
});

test("the next window counts from nothing", () => {
	const burst = Array.from({ length: Limit.floodMessages }, (_, i) => i);
	const later = burst.map((ms) => Limit.floodWindowMs + ms);
	assert.is(floodsAt([...burst, ...later]).length, 2);
	assert.equal(floodsAt([...burst.slice(1), ...later.slice(1)]), []);
});

test.run();
