import { test } from "uvu";
import * as assert from "uvu/assert";
import { runExhaustive } from "../../host-sim/powercut/exhaustive.js";
import { GEOMETRIES, newTally } from "../../host-sim/powercut/rig.js";
import { runSequence } from "../../host-sim/powercut/sequence.js";

/** A sample of what `host-sim/powercut.ts` runs at length; SEED=N tries another one. */
const SEED = Number(process.env["SEED"] ?? 1);
const SEQUENCES = 150;
const COMMAND = "node --import tsx host-sim/powercut.ts";

for (const geometry of GEOMETRIES) {
	test(`${geometry.part.name}: a cut at any operation, and of its recovery, leaves before or after`, () => {
		const tally = newTally();
		const seed = SEED + 7;
		try {
			runExhaustive({ geometry, seed, prefix: 24, steps: 2, draws: 1 }, tally);
		} catch (error) {
			console.log(`replay: SEED=${SEED} node --import tsx test/store/powercut.test.ts`);
			throw error;
		}
		assert.ok(tally.cuts > 20);
	});
}

test(`${SEQUENCES} random sequences of 50 steps stay with the model, cut up to five deep`, () => {
	const tally = newTally();
	for (let seed = SEED; seed < SEED + SEQUENCES; seed++) {
		try {
			runSequence(seed, 50, tally);
		} catch (error) {
			console.log(`replay: ${COMMAND} --exhaustive 0 --sequences 1 --seed ${seed}`);
			throw error;
		}
	}
	assert.ok(tally.cuts > SEQUENCES * 3, `${tally.cuts} cuts`);
	assert.ok(tally.refusals > 0);
	assert.equal([tally.lost, tally.refunded, tally.reused], [0, 0, 0]);
});

test.run();
