/**
 * The same day on the emulated microcontroller: every byte that crosses the bridge is the same as in XS. Only
 * as far as the first enrolment, since a frame takes it more than ten seconds; `npm start -- --engine mcu
 * --once` goes to the end.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootCode, bundleUnit, makeReady, type ReadyCode } from "../../host-sim/day/boot-unit.js";
import { runDay } from "../../host-sim/day/day.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";

const { persons } = drawSyntheticPeople(1, "palm");

async function traceOf(code: ReadyCode): Promise<readonly string[]> {
	const trace: string[] = [];
	const { counter, driver, events, close } = await openVirtualCounter({
		boot: (doors) => bootCode(code, doors, (line) => trace.push(line)),
		operators: operatorsOf(persons),
	});
	try {
		await driver.run(() => runDay(counter, 1));
		const births = events.filter((event) => event.event === "birth").map(({ sha256 }) => sha256);
		assert.equal([...new Set(births)], [code.sha256], "signed by the unit, in every birth message");
		return trace;
	} finally {
		await close();
	}
}

test("enrolling on the emulated Cortex-M7 leaves the trace that it leaves in XS, byte for byte", async () => {
	const bundle = await bundleUnit();
	let board: ReadyCode;
	try {
		board = await makeReady(bundle, "mcu");
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the day on the microcontroller: ${error.message.split("\n")[0]}`);
		return;
	}
	assert.is.not(board.sha256, bundle.sha256, "the board says what is linked, not only the bundle");
	const onBoard = await traceOf(board);
	// Told the same hash, as it is in every birth message.
	const inXs = await traceOf({ ...(await makeReady(bundle, "xs")), sha256: board.sha256 });
	const first = inXs.findIndex((line, index) => line !== onBoard[index]);
	assert.is(first, -1, `message ${first}: xs ${inXs[first]}, board ${onBoard[first]}`);
	assert.is(onBoard.length, inXs.length);
	assert.ok(onBoard.length > 50, `only ${onBoard.length} messages`);
});

test.run();
