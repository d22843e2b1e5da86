/** The world of `npm run sim`: the same again from its seed, in every engine, and not blind. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { parseSimOptions } from "../../host-sim/sim/options.js";
import { performWorld } from "../../host-sim/sim/perform.js";

const HOURS = 0.2;

test("a world passes its checkers, and is the same again from its seed", async () => {
	const [first, again, other] = [
		await performWorld({ seed: 6, hours: HOURS, engine: "node" }),
		await performWorld({ seed: 6, hours: HOURS, engine: "node" }),
		await performWorld({ seed: 4, hours: HOURS, engine: "node" }),
	];
	assert.is(first.failure, undefined, `replay: npm run sim -- --seed 6 --hours ${HOURS}`);
	assert.is(other.failure, undefined, `replay: npm run sim -- --seed 4 --hours ${HOURS}`);
	assert.equal(again, first);
	assert.is.not(other.traceHash, first.traceHash);
	assert.ok(first.virtualMs > HOURS * 3_600_000);
	assert.ok(Object.values(first.faults).reduce((sum, count) => sum + count, 0) > 5);
	assert.ok((first.answers["accepted"] ?? 0) > 0);
});

test("a world leaves the same trace in XS as in Node, cuts and all", async () => {
	const seed = 9;
	try {
		const xs = await performWorld({ seed, hours: 0.05, engine: "xs" });
		assert.equal(xs, await performWorld({ seed, hours: 0.05, engine: "node" }));
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the world in XS: ${error.message.split("\n")[0]}`);
	}
});

test("options are read or refused by name", () => {
	const parsed = parseSimOptions([
		"--seeds",
		"3-5",
		"--hours",
		"1.5",
		"--engine",
		"xs",
		"--jobs",
		"1",
		"--json",
	]);
	assert.equal(parsed, {
		kind: "options",
		options: {
			firstSeed: 3,
			lastSeed: 5,
			hours: 1.5,
			engine: "xs",
			jobs: 1,
			events: "hidden",
			output: "json",
		},
	});
	for (const [words, reason] of [
		[["--seed", "x"], /--seed/],
		[["--seeds", "5-3"], /--seeds/],
		[["--seed", "1", "--seeds", "1-2"], /not both/],
		[["--hours", "0"], /--hours/],
		[["--engine", "v8"], /--engine/],
		[["--sed", "1"], /--sed/],
		[["--seeds", "1-2", "--events", "--jobs", "2"], /--events/],
	] as const) {
		const refused = parseSimOptions(words);
		assert.is(refused.kind, "refused");
		if (refused.kind === "refused") assert.match(refused.reason, reason);
	}
});

test("worlds whose events are wanted run where they are printed", () => {
	const parsed = parseSimOptions(["--seeds", "1-2", "--events"]);
	assert.is(parsed.kind === "options" && parsed.options.jobs, 1);
});

test.run();
