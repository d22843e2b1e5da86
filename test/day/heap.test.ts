/** How much memory enrolments and verifications really need, on the engine with the device's pointers. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { runDay } from "../../host-sim/day/day.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { deviceLimits, deviceSlotBytes } from "../../host-sim/engines/limits.js";
import { xsOrSkip } from "../engines/xs.js";
import { openVirtualCounter, operatorsOf } from "../start/virtual-counter.js";

/** Peaks include garbage, so they grow with the room there is: the least room that does is the need. */
const NEED = { chunkBytes: 160_000, slotCount: 2_816 };

test("the heap of the device is 384 KB at most, with room to spare over what a day needs", () => {
	const { chunkBytes, slotCount, stackCount } = deviceLimits(32);
	assert.ok(chunkBytes + (slotCount + stackCount) * deviceSlotBytes <= 384 * 1024);
	assert.ok(chunkBytes >= 1.2 * NEED.chunkBytes && slotCount >= 1.2 * NEED.slotCount);
});

if ((await xsOrSkip(32)) !== undefined) {
	test("a day's enrolments and verifications live in a smaller heap than the device's", async () => {
		const bundle = await bundleUnit();
		const { persons } = drawSyntheticPeople(1, "hand");
		let peak = 0;
		const { counter, driver, close } = await openVirtualCounter({
			boot: async (doors) => {
				const unit = await bootUnit(bundle, "xs32", doors, undefined, NEED);
				const settle = async () => {
					await unit.settle();
					peak = await unit.peakHeapBytes();
				};
				return { ...unit, settle };
			},
			operators: operatorsOf(persons),
		});
		try {
			assert.equal(await driver.run(() => runDay(counter)), { expected: 9, met: 9 });
		} finally {
			await close();
		}
		assert.ok(peak > 0 && peak < 224 * 1024, `peak ${peak} bytes`);
		console.log(`peak of chunks, slots, stack and aliases: ${peak} bytes`);
	});
}

test.run();
