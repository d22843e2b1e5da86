/** How much memory enrolments and verifications really need, on the engine with the device's pointers. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { runDay } from "../../host-sim/day/day.js";
import { drawSyntheticPeople, type View } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import { deviceLimits, deviceSlotBytes } from "../../host-sim/engines/limits.js";
import { xsOrSkip } from "../engines/xs.js";

/** Peaks include garbage, so they grow with the room there is: the least room that does is the need. */
const NEED = { chunkBytes: 104_100, slotCount: 2_770 };

test("the heap of the device is 192 KB at most, with room to spare over what a day needs", () => {
	const { chunkBytes, slotCount, stackCount } = deviceLimits(32);
	assert.ok(chunkBytes + (slotCount + stackCount) * deviceSlotBytes <= 192 * 1024);
	assert.ok(chunkBytes >= 1.2 * NEED.chunkBytes && slotCount >= 1.2 * NEED.slotCount);
});

if ((await xsOrSkip(32)) !== undefined) {
	for (const view of ["hand", "eye"] as const) {
		test(`a day's enrolments and verifications by ${view} live in a smaller heap than the device's`, () =>
			liveThroughDay(view));
	}
}

async function liveThroughDay(view: View): Promise<void> {
	const bundle = await bundleUnit();
	const { persons } = drawSyntheticPeople(1, view);
	let peak = 0;
	const { counter, driver, close } = await openVirtualCounter({
		boot: async (doors) => {
			const unit = await bootUnit(bundle, "xs32", doors, undefined, NEED);
			const settle = async () => {
				await unit.settle();
				peak = (await unit.stats()).heapBytes;
			};
			return { ...unit, settle };
		},
		operators: operatorsOf(persons),
	});
	try {
		const { expected, met } = await driver.run(() => runDay(counter));
		assert.ok(expected >= 9, `${expected} outcomes`);
		assert.is(met, expected);
	} finally {
		await close();
	}
	assert.ok(peak > 0 && peak < 168 * 1024, `peak ${peak} bytes`);
	console.log(`${view}: peak of chunks, slots, stack and aliases: ${peak} bytes`);
}

test.run();
