/** The same bundle, the same world, two engines: every byte that crosses the bridge is the same. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootCode, bundleUnit, makeReady } from "../../host-sim/day/boot-unit.js";
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
	// The SDK's target says what it is made of; told the bundle's hash, its birth messages are the same.
	const code = { ...(await makeReady(bundle, engine)), sha256: bundle.sha256 };
	const { counter, driver, close } = await openVirtualCounter({
		boot: (doors) => bootCode(code, doors, (line) => trace.push(line)),
		operators: operatorsOf(persons),
	});
	try {
		return { tally: await driver.run(() => runDay(counter)), trace };
	} finally {
		await close();
	}
}

/** @returns undefined, with a line that says why, where the engine cannot be had. */
async function recordIfAvailable(engine: EngineName): Promise<RecordedDay | undefined> {
	try {
		return await recordDay(bundle, engine);
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP the day in ${engine}: ${error.message.split("\n")[0]}`);
		return undefined;
	}
}

function expectSame(engine: string, found: readonly string[], inNode: readonly string[]): void {
	const first = inNode.findIndex((line, index) => line !== found[index]);
	assert.is(first, -1, `message ${first}: node ${inNode[first]}, ${engine} ${found[first]}`);
	assert.is(found.length, inNode.length);
}

const bundle = await bundleUnit();
const inNode = await recordDay(bundle, "node");

test("a day in Node and in XS leaves the same trace, byte for byte, meeting every expectation", async () => {
	assert.equal(inNode.tally, { expected: 9, met: 9 });
	assert.ok(inNode.trace.length > 200, `only ${inNode.trace.length} messages`);
	const inXs = await recordIfAvailable("xs");
	if (inXs === undefined) return;
	expectSame("xs", inXs.trace, inNode.trace);
	assert.equal(inXs.tally, inNode.tally);
});

/** What a unit with crypto of its own no longer asks its host for, and the entropy that it needs for it. */
const CRYPTO = /^(call|post) \["(entropy|sha256|hmac|seal|open|p256-[a-z-]+)"/;

/** Without the crypto and the replies to it. */
function withoutCrypto(trace: readonly string[]): readonly string[] {
	return trace.filter((line, index) => {
		const asked = line.startsWith("reply ") ? (trace[index - 1] ?? "") : line;
		return !CRYPTO.test(asked);
	});
}

test("a day on the SDK's Linux target, with its own crypto, stores and sends the same bytes", async () => {
	const onSdk = await recordIfAvailable("lin");
	if (onSdk === undefined) return;
	const asked = onSdk.trace.filter((line) => CRYPTO.test(line) && !line.startsWith('call ["entropy"'));
	assert.equal(asked, [], "its crypto is its own");
	expectSame("lin", withoutCrypto(onSdk.trace), withoutCrypto(inNode.trace));
	assert.equal(onSdk.tally, inNode.tally);
});

test.run();
