/** The same bundle, the same world, two engines: every byte that crosses the bridge is the same. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { runDay, type Tally } from "../../host-sim/day/day.js";
import type { EngineName } from "../../host-sim/day/options.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import type { Bundle } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";

interface RecordedDay {
	readonly tally: Tally;
	readonly trace: readonly string[];
}

const { persons } = drawSyntheticPeople(1, "hand");

async function recordDay(bundle: Bundle, engine: EngineName): Promise<RecordedDay> {
	const trace: string[] = [];
	const { counter, driver, close } = await openVirtualCounter({
		boot: (doors) => bootUnit(bundle, engine, doors, (line) => trace.push(line)),
		operators: operatorsOf(persons),
	});
	try {
		return { tally: await driver.run(() => runDay(counter)), trace };
	} finally {
		await close();
	}
}

/** @returns undefined, with a line that says why, where the engine cannot be had. */
async function ifAvailable<T>(run: () => Promise<T>): Promise<T | undefined> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the day in XS: ${error.message.split("\n")[0]}`);
		return undefined;
	}
}

test("a day in Node and in XS leaves the same trace, byte for byte, meeting every expectation", async () => {
	const bundle = await bundleUnit();
	const inNode = await recordDay(bundle, "node");
	assert.equal(inNode.tally, { expected: 9, met: 9 });
	assert.ok(inNode.trace.length > 200, `only ${inNode.trace.length} messages`);
	const inXs = await ifAvailable(() => recordDay(bundle, "xs"));
	if (inXs === undefined) return;
	const first = inNode.trace.findIndex((line, index) => line !== inXs.trace[index]);
	assert.is(first, -1, `message ${first}: node ${inNode.trace[first]}, xs ${inXs.trace[first]}`);
	assert.is(inXs.trace.length, inNode.trace.length);
	assert.equal(inXs.tally, inNode.tally);
});

test.run();
