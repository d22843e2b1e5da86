import { Encoder } from "cbor-x";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeFromUnit, encodeForUnit } from "../../host-sim/bridge/host/codec.js";
import { serveUnit } from "../../host-sim/bridge/host/serve-unit.js";
import { type Argument, BridgeError, CALLS, dispatch, RESULTS } from "../../host-sim/bridge/messages.js";
import { powerOn } from "../../host-sim/doors/board.js";
import { type Bundle, bundleOf } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { startNodeEngine } from "../../host-sim/engines/node-engine.js";
import { PowerCut } from "../../host-sim/world/nor-flash.js";
import { encodeCbor } from "../../modules/codec/cbor.js";
import { type Bench, newBoard, openServed, startInNode, startInXs } from "./bench.js";

const table = { greet: ["text", "natural?", "flag"], show: ["frame?", "bytes", "texts", "integer"] } as const;
const handlers = {
	greet: (...values: readonly Argument[]) => values.length,
	show: (...values: readonly Argument[]) => values.length,
};

test("a message of the table reaches its handler with its arguments", () => {
	assert.is(dispatch(table, handlers, ["greet", "hello", null, true]), 3);
	assert.is(dispatch(table, handlers, ["show", [1, 2, false], new Uint8Array(1), ["a"], -1]), 4);
	assert.is(dispatch(table, handlers, ["show", null, new Uint8Array(0), [], 0]), 4);
});

test("a malformed message is refused with what is wrong with it", () => {
	const cases: readonly (readonly [unknown, string])[] = [
		["greet", "a message is an array"],
		[[], "no message undefined"],
		[["toString"], "no message toString"],
		[[1, 2], "no message 1"],
		[["greet", "a", 1], "greet has 3 arguments, not 2"],
		[["greet", "a", 1, true, 1], "greet has 3 arguments, not 4"],
		[["greet", 1, 1, true], "argument 1 of greet is no text"],
		[["greet", "a", -1, true], "argument 2 of greet is no natural?"],
		[["greet", "a", 0.5, true], "argument 2 of greet is no natural?"],
		[["greet", "a", 1, 1], "argument 3 of greet is no flag"],
		[["show", [1, 2], new Uint8Array(0), [], 0], "argument 1 of show is no frame?"],
		[["show", [1, -2, true], new Uint8Array(0), [], 0], "argument 1 of show is no frame?"],
		[["show", null, "x", [], 0], "argument 2 of show is no bytes"],
		[["show", null, new Uint8Array(0), [1], 0], "argument 3 of show is no texts"],
		[["show", null, new Uint8Array(0), [], "0"], "argument 4 of show is no integer"],
	];
	for (const [message, complaint] of cases) {
		assert.throws(
			() => dispatch(table, handlers, message),
			(error: Error) => error instanceof BridgeError && error.message === `bridge: ${complaint}`,
			complaint,
		);
	}
});

test("every call has its results in the table", () => {
	assert.equal(Object.keys(RESULTS).sort(), Object.keys(CALLS).sort());
});

test("cbor-x writes the deterministic encoding for the unit, and reads what the unit writes", () => {
	const texts = ["", "a", "é".repeat(11), "é".repeat(12), "a".repeat(23), "a".repeat(24), "端末".repeat(60)];
	const lengths = [0, 1, 23, 24, 255, 256, 5000];
	const numbers = [0, 23, 24, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -1, -2000];
	const values = [
		...texts,
		...numbers,
		...lengths.map((length) => new Uint8Array(length)),
		true,
		false,
		null,
	];
	for (const value of values) {
		const encoded = encodeForUnit("name", [value]);
		assert.is(
			Buffer.from(encoded).toString("hex"),
			Buffer.from(encodeCbor(["name", value])).toString("hex"),
			String(value),
		);
		const decoded = decodeFromUnit(encodeCbor(["name", value]));
		if (!Array.isArray(decoded)) throw new Error("no array");
		if (value instanceof Uint8Array) assert.is(Buffer.compare(decoded[1], value), 0);
		else assert.is(decoded[1], value);
	}
});

/** A day that uses every door. */
async function liveOneDay({ board, run, advance, takeLog }: Bench): Promise<readonly string[]> {
	board.presence.distanceMm = 300;
	for (const door of [
		"camera.openAndRead",
		"illuminator.open",
		"presence.open",
		"flash.open",
		"console.open",
	]) {
		await run(door);
	}
	await run("link.open", "unit/cmd", "unit/state", Uint8Array.of(1));
	await run("illuminator.set", 40);
	await run("camera.start");
	board.camera.scene = () => ({ width: 4, height: 1, lit: true, pixels: Uint8Array.of(1, 2, 3, 4) });
	await advance(350);
	await run("camera.stop");
	await run("presence.sample");
	const pair = await run("generate", 32, 65);
	if (!Array.isArray(pair)) throw new Error("no key pair");
	const signature = await run("sign", 64, pair[0], await run("sha256", 32, Uint8Array.of(1)));
	if (!(signature instanceof Uint8Array)) throw new Error("no signature");
	await run("flash.write", signature, 64);
	await run("link.publish", "unit/res", signature, 1, false);
	board.router.publish({ topic: "unit/cmd", payload: signature, qos: 1, retain: false });
	board.console.send(Uint8Array.of(9));
	await run("clock.setChain", 3, 20);
	await advance(100);
	return takeLog();
}

test("one day gives the same recording in two Node engines and in XS, byte for byte", async () => {
	const days: (readonly string[])[] = [];
	for (const start of [startInNode, startInNode, startInXs]) {
		try {
			const bench = await openServed(newBoard(), start);
			const log = await liveOneDay(bench);
			await bench.close();
			days.push([...bench.record, ...log]);
		} catch (error) {
			if (!(error instanceof EngineUnavailable)) throw error;
			console.log("SKIP recording in XS: no C compiler");
		}
	}
	assert.ok(days[0].some((line) => line.startsWith("frame 4:")));
	assert.ok(days[0].some((line) => line.startsWith('event ["link-message","unit/cmd",64:')));
	for (const day of days) assert.equal(day, days[0]);
});

test("a recording tells lengths and digests, never the bytes", async () => {
	const bench = await openServed(newBoard(), startInNode);
	await bench.run("deviceKey", 32, "store");
	await bench.close();
	const reply = bench.record.find((line) => line.startsWith("reply"));
	assert.match(reply ?? "", /^reply \["ok",32:[0-9a-f]{8}\]$/);
});

test("a timer cancelled while its event waits in the queue does not fire", async () => {
	const bench = await openServed(newBoard(), startInNode);
	await bench.run("clock.setRivals", 10);
	// Without settling in between, both are due before the unit hears of either.
	bench.board.scheduler.advance(10);
	assert.equal(await bench.takeLog(), ["one"]);
	await bench.close();
});

const encoder = new Encoder({ tagUint8Array: false });

async function failureOf(action: "hostCall" | "hostPost", message: Uint8Array): Promise<Error> {
	const { doors } = powerOn(newBoard());
	try {
		await serveUnit({
			start: (host) => startNodeEngine({ bundle: bundleThat(action, message) }, host),
			doors,
			softwareVersion: "0",
			bundleHash: new Uint8Array(32),
		});
	} catch (error) {
		if (error instanceof Error) return error;
	}
	throw new Error("the unit went on");
}

/** Sends `message` at every event and swallows what comes of it. */
function bundleThat(action: "hostCall" | "hostPost", message: Uint8Array): Bundle {
	return bundleOf(`globalThis.onHostEvent = () => {
		try { ${action}(Uint8Array.from([${message.join()}]).buffer); } catch (error) {}
	};`);
}

test("a unit that breaks the bridge's agreement is stopped, even if it swallows the exception", async () => {
	const cases = [
		["hostCall", ["no-such-call"], "no message no-such-call"],
		["hostCall", ["entropy", "32"], "argument 1 of entropy is no natural"],
		["hostPost", ["timer-set", 1], "timer-set has 2 arguments, not 1"],
		["hostPost", ["link-publish", "a", new Uint8Array(0), 2, false], "link: not open"],
		["hostPost", ["camera-start"], "camera: not open"],
	] as const;
	for (const [action, message, complaint] of cases) {
		assert.match((await failureOf(action, encoder.encode(message))).message, complaint);
	}
	assert.ok(await failureOf("hostPost", Uint8Array.of(0x1c)));
});

test("a power cut in the middle of a write ends the unit with the cut itself", async () => {
	const bench = await openServed(newBoard(), startInNode);
	await bench.run("flash.open");
	bench.board.flash.cutAt(0, "prefix");
	let cut: unknown;
	try {
		await bench.run("flash.write", new Uint8Array(64), 0);
	} catch (error) {
		cut = error;
	}
	assert.ok(cut instanceof PowerCut);
	await bench.close();
});

test.run();
