import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { type Loops, startXsEngine } from "../../host-sim/engines/xs-engine.js";

/** What test/native/kernels-unit.ts answers to each seed; [-1] without kernels. */
async function answersTo(
	seeds: readonly number[],
	loops: Loops,
): Promise<readonly (readonly number[])[] | undefined> {
	const bundle = await bundleFirmware("test/native/kernels-unit.ts");
	const answers: (readonly number[])[] = [];
	try {
		const host = {
			onCall: () => new Uint8Array(0),
			onPost: (message: Uint8Array) => answers.push([...new Int32Array(message.slice().buffer)]),
		};
		const engine = await startXsEngine({ bundle, bits: 64, loops }, host);
		for (const seed of seeds) await engine.deliver(Uint8Array.of(seed));
		await engine.close();
		return answers;
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP loops in machine code: ${error.message.split("\n")[0]}`);
		return undefined;
	} finally {
		await stopBundler();
	}
}

test("every loop in machine code gives what its twin gives, on any size and any input", async () => {
	const answers = await answersTo([...Array(17).keys()].slice(1), "native");
	for (const [i, counts] of (answers ?? []).entries()) {
		assert.ok(counts.length >= 20);
		assert.equal(counts, new Array(counts.length).fill(0), `values that differ, of each loop, seed ${i + 1}`);
	}
});

test("a loop in machine code refuses arrays that are too small for what it is asked to do", async () => {
	const answers = await answersTo([0], "native");
	if (answers !== undefined) assert.equal(answers, [[0]]);
});

test("a board may do without machine code", async () => {
	const answers = await answersTo([1], "twins");
	if (answers !== undefined) assert.equal(answers, [[-1]]);
});

test.run();
