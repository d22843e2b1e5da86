/** The day on sets of real palms and hands, where somebody has put them beside the project. */
import { existsSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { runDay } from "../../host-sim/day/day.js";
import { findRealPeople } from "../../host-sim/day/real-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import { inProject } from "../../host-sim/engines/paths.js";

/** A genuine hand may be refused by right; everything else has one right outcome. */
const GENUINE_STEPS = [4, 8];

for (const name of ["casiaNIR_roi", "nirpalm30_raw"]) {
	test(`${name}: real people enrol, and nobody passes as somebody else`, async () => {
		const folder = inProject(`../shared/images/${name}`);
		if (!existsSync(folder)) return console.log(`SKIP the day on ${name}: no ../shared/images`);
		const found = findRealPeople(folder, 1);
		if (found.kind === "refused") return assert.unreachable(found.reason);
		const bundle = await bundleUnit();
		const { counter, driver, events, close } = await openVirtualCounter({
			boot: (doors) => bootUnit(bundle, "node", doors),
			operators: operatorsOf(found.people.persons),
		});
		const { met } = await driver.run(() => runDay(counter));
		await close();
		const unmet = events.flatMap((event) => (event.event === "outcome" && !event.met ? [event.step] : []));
		assert.equal(
			unmet.filter((step) => !GENUINE_STEPS.includes(step)),
			[],
		);
		assert.ok(met >= 7, `${met} met`);
	});
}

test.run();
