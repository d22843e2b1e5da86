import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { type Loops, startXsEngine } from "../../host-sim/engines/xs-engine.js";

/** What test/native/kernels-unit.ts answers to each seed: how many values differed, -1 without kernels. */
async function differences(seeds: number, loops: Loops): Promise<readonly number[] | undefined> {
	const bundle = await bundleFirmware("test/native/kernels-unit.ts");
	const answers: number[] = [];
	try {
		const host = {
			onCall: () => new Uint8Array(0),
			onPost: (message: Uint8Array) => answers.push(new Int32Array(message.slice().buffer)[0]),
		};
		const engine = await startXsEngine({ bundle, bits: 64, loops }, host);
		for (let seed = 1; seed <= seeds; seed++) await engine.deliver(Uint8Array.of(seed));
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
	const answers = await differences(100, "native");
	if (answers !== undefined) assert.equal(answers, new Array(100).fill(0));
});

test("a board may do without machine code", async () => {
	const answers = await differences(1, "twins");
	if (answers !== undefined) assert.equal(answers, [-1]);
});

test.run();
