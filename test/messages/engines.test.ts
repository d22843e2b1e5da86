/** The codec in XS and in Node: one bundle, the same bytes and the same faults. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { type Engine, EngineUnavailable } from "../../host-sim/engines/engine.js";
import { startNodeEngine } from "../../host-sim/engines/node-engine.js";
import { startXsEngine } from "../../host-sim/engines/xs-engine.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { type BodyType, encodeBody } from "../../modules/messages/messages.js";
import { seededRandom } from "../codec/random.js";
import { echo } from "./echo-bundle.js";
import { SAMPLES } from "./samples.js";
import { BODY_TYPES } from "./types.js";

const MUTANTS_EACH = 40;

const bundle = await bundleFirmware("test/messages/echo-bundle.ts");
await stopBundler();

test("in XS every body encodes to the bytes, and every fault lies at the byte, that Node finds", async () => {
	const posts: { xs: string[]; node: string[] } = { xs: [], node: [] };
	let xs: Engine;
	try {
		xs = await startXsEngine({ bundle, bits: 64 }, hostInto(posts.xs));
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP messages in XS: ${error.message.split("\n")[0]}`);
		return;
	}
	const node = await startNodeEngine({ bundle }, hostInto(posts.node));
	const events = makeEvents();
	for (const event of events) {
		await xs.deliver(event);
		await node.deliver(event);
	}
	const { peakChunkBytes, peakSlotBytes } = await xs.stats();
	console.log(
		`${events.length} bodies in XS: peak ${peakChunkBytes} bytes of chunks, ${peakSlotBytes} of slots`,
	);
	await xs.close();
	await node.close();
	const expected = events.map((event) => toHex(echo(event)));
	assert.equal(posts.node, expected);
	assert.equal(posts.xs, expected);
});

function hostInto(posts: string[]) {
	return {
		onCall: () => new Uint8Array(0),
		onPost: (message: Uint8Array) => {
			posts.push(toHex(message));
		},
	};
}

/** Every sample, whole and with a byte changed, cut or added. */
function makeEvents(): Uint8Array[] {
	const random = seededRandom(13);
	return BODY_TYPES.flatMap((type, index) =>
		encodedSamples(type).flatMap((encoded) => {
			const events = [Uint8Array.of(index, ...encoded)];
			for (let i = 0; i < MUTANTS_EACH; i++) {
				const mutant = Uint8Array.of(index, ...encoded, 0);
				mutant[1 + random.below(encoded.length)] ^= 1 << random.below(8);
				events.push(mutant.subarray(0, mutant.length - random.below(4)));
			}
			return events;
		}),
	);
}

function encodedSamples<T extends BodyType>(type: T): Uint8Array[] {
	return SAMPLES[type].map((body) => encodeBody(type, body));
}

test.run();
