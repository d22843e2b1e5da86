/** Nothing of a capture is left in memory; `npm run memory` does the same a thousand times. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleUnit } from "../../host-sim/day/boot-unit.js";
import { startXsEngine } from "../../host-sim/engines/xs-engine.js";
import { captureMany, ROUND } from "../../host-sim/memory/captures.js";
import { xsOrSkip } from "../engines/xs.js";

if ((await xsOrSkip(32)) !== undefined) {
	test("as much memory is in use after thirty captures as after ten", async () => {
		const bundle = await bundleUnit();
		const start = (host: Parameters<typeof startXsEngine>[1]) => startXsEngine({ bundle, bits: 32 }, host);
		const { memory, outcomes } = await captureMany(bundle, start, [ROUND, 3 * ROUND], () => undefined);
		const [early, late] = memory;
		assert.equal(outcomes, { accepted: 9, "refused:mismatch": 3, "refused:no-capture": 3 });
		assert.is(late.liveSlotBytes, early.liveSlotBytes);
		assert.is(late.keyCount, early.keyCount);
		// A byte a capture would be more; what counts up takes another digit in time.
		assert.ok(
			late.liveChunkBytes - early.liveChunkBytes < 20,
			`${late.liveChunkBytes - early.liveChunkBytes}`,
		);
		assert.is(late.peakSlotBytes, early.peakSlotBytes);
		// A rare path may go some slots deeper; it has a fixed stack to do so in.
		assert.ok(late.peakStackBytes - early.peakStackBytes <= 256);
	});
}

test.run();
