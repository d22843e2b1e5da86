/**
 * The same day on the emulated microcontroller: every byte that crosses the bridge is the same as in XS. Only
 * as far as the first enrolment, since a frame takes it more than ten seconds; `npm start -- --engine mcu
 * --once` goes to the end.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { runDay } from "../../host-sim/day/day.js";
import type { EngineName } from "../../host-sim/day/options.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import type { Bundle } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";

const { persons } = drawSyntheticPeople(1, "palm");

async function traceOf(bundle: Bundle, engine: EngineName): Promise<readonly string[]> {
	const trace: string[] = [];
	const { counter, driver, close } = await openVirtualCounter({
		boot: (doors) => bootUnit(bundle, engine, doors, (line) => trace.push(line)),
		operators: operatorsOf(persons),
	});
	try {
		await driver.run(() => runDay(counter, 1));
		return trace;
	} finally {
		await close();
	}
}

test("enrolling on the emulated Cortex-M7 leaves the trace that it leaves in XS, byte for byte", async () => {
	const bundle = await bundleUnit();
	let onBoard: readonly string[];
	try {
		onBoard = await traceOf(bundle, "mcu");
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the day on the microcontroller: ${error.message.split("\n")[0]}`);
		return;
	}
	const inXs = await traceOf(bundle, "xs");
	const first = inXs.findIndex((line, index) => line !== onBoard[index]);
	assert.is(first, -1, `message ${first}: xs ${inXs[first]}, board ${onBoard[first]}`);
	assert.is(onBoard.length, inXs.length);
	assert.ok(onBoard.length > 50, `only ${onBoard.length} messages`);
});

test.run();
