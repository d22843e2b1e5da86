import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EngineStopped } from "../../host-sim/engines/engine.js";
import { type ExitReason, exitCodes } from "../../host-sim/engines/exit-codes.js";
import { inProject } from "../../host-sim/engines/paths.js";
import { deathOf, startSource, xsOrSkip } from "./xs.js";

const onEvent = (body: string) => `globalThis.onHostEvent = (event) => { ${body} };`;

const fatal: readonly { readonly reason: ExitReason; readonly exitCode: number; readonly body: string }[] = [
	{
		reason: "chunks-full",
		exitCode: 10,
		body: "const keep = []; for (;;) keep.push(new Uint8Array(10000));",
	},
	{ reason: "slots-full", exitCode: 11, body: "let list; for (;;) list = { next: list };" },
	{ reason: "stack-overflow", exitCode: 12, body: "const deeper = () => 1 + deeper(); deeper();" },
	{ reason: "computron-limit", exitCode: 13, body: "for (;;);" },
	{ reason: "unhandled-exception", exitCode: 14, body: "throw new RangeError('no such thing');" },
	{ reason: "unhandled-rejection", exitCode: 15, body: "Promise.reject(new RangeError('no such thing'));" },
	{ reason: "no-more-keys", exitCode: 16, body: "const o = {}; for (let i = 0; ; i++) o['k' + i] = i;" },
];

test("exit-codes.ts holds exactly the numbers of exit-codes.h", () => {
	const header = readFileSync(inProject("host-sim/xs/exit-codes.h"), "utf8");
	const inHeader = [...header.matchAll(/EXIT_([A-Z_]+) = (\d+)/g)].map(([, name = "", code]) => [
		name.toLowerCase().replaceAll("_", "-"),
		Number(code),
	]);
	const inTypeScript = Object.entries(exitCodes).map(([reason, { code }]) => [reason, code]);
	assert.equal(inTypeScript, inHeader);
});

if (await xsOrSkip(64)) {
	const limits = { eventComputrons: 3_000_000 };

	for (const { reason, exitCode, body } of fatal) {
		test(`${reason} ends the engine with exit code ${exitCode} and its statistics`, async () => {
			const death = await deathOf(onEvent(body), limits);
			assert.is(death.reason, reason, death.message);
			assert.is(death.exitCode, exitCode);
			assert.ok(death.message.startsWith(exitCodes[reason].sentence));
			assert.ok(death.stats.heapBytes > 0 && death.stats.heapLimitBytes > 100_000);
			assert.ok(death.stats.computrons > 0);
		});
	}

	for (const { reason, body } of fatal.slice(0, 4)) {
		test(`${reason} cannot be caught by the bundle`, async () => {
			const death = await deathOf(onEvent(`try { ${body} } catch {} finally { hostPost(event); }`), limits);
			assert.is(death.reason, reason);
		});
	}

	test("the message of an exception names what was thrown and where", async () => {
		const death = await deathOf(
			"globalThis.onHostEvent = function refuse() { throw new RangeError('no such thing'); };",
		);
		assert.match(death.message, /RangeError: no such thing/);
		assert.match(death.message, /refuse/);
	});

	test("an exception that cannot be put into words still has its exit code", async () => {
		const death = await deathOf(onEvent("throw { toString() { for (;;) this.x = [this.x]; } };"), limits);
		assert.is(death.reason, "unhandled-exception");
	});

	test("a rejection that is handled in the same event is none", async () => {
		const engine = await startSource(onEvent("const p = Promise.reject(1); p.catch(() => hostPost(event));"));
		await engine.deliver(new Uint8Array(0));
		await engine.close();
	});

	test("a bundle that dies while it starts rejects the start", async () => {
		const death = await deathOf("throw new Error('at start');");
		assert.is(death.reason, "unhandled-exception");
	});

	test("a bundle without onHostEvent dies of the first event", async () => {
		assert.is((await deathOf("")).reason, "unhandled-exception");
	});

	test("too little memory for the unit is told apart by pool", async () => {
		const keep = onEvent("this.kept = new Uint8Array(3000); this.list = [{}, {}, {}, {}, {}];");
		assert.is((await deathOf(keep, { chunkBytes: 2000 })).reason, "chunks-full");
		assert.is((await deathOf(keep, { slotCount: 40 })).reason, "slots-full");
	});

	test("what the bundle defines before its first event takes no memory of the unit's", async () => {
		const tables =
			"const table = new Uint8Array(400000); const many = Array.from({ length: 20000 }, () => ({}));";
		const engine = await startSource(
			`${tables} ${onEvent("hostPost(new ArrayBuffer(table.length + many.length))")}`,
		);
		const { heapBytes } = await engine.stats();
		await engine.close();
		assert.ok(heapBytes < 200_000, String(heapBytes));
	});

	test("a buffer at module scope is read-only, as in a device's flash", async () => {
		const death = await deathOf(`const buffer = new Uint8Array(8); ${onEvent("buffer[0] = 1;")}`);
		assert.is(death.reason, "read-only");
		assert.is(death.exitCode, exitCodes["read-only"].code);
		const read = await startSource(
			`const table = Uint8Array.of(7); ${onEvent("if (table[0] !== 7) throw 1;")}`,
		);
		await read.deliver(new Uint8Array(0));
		await read.close();
	});

	for (const [define, change] of [
		["const table = { a: 1 };", "table.a = 2;"],
		["const list = [1];", "list.push(2);"],
		["const map = new Map();", "map.set(1, 2);"],
		["class Count { static n = 0; }", "Count.n++;"],
	]) {
		test(`what is defined at module scope is frozen: ${define} ${change}`, async () => {
			const death = await deathOf(`"use strict"; ${define} ${onEvent(change)}`);
			assert.is(death.reason, "unhandled-exception");
			assert.match(death.message, /TypeError/);
		});
	}

	test("an object may have properties of the names that its built-in prototypes have", async () => {
		const body = "const e = new Error(''); e.name = 'E'; e.toString = () => ''; if (e.name !== 'E') throw 1;";
		const engine = await startSource(`"use strict"; ${onEvent(body)}`);
		await engine.deliver(new Uint8Array(0));
		await engine.close();
	});

	test("a variable at module scope can change, and keeps its value", async () => {
		const engine = await startSource(
			`let count = 0; ${onEvent("if (++count > 2) throw new Error('third');")}`,
		);
		await engine.deliver(new Uint8Array(0));
		await engine.deliver(new Uint8Array(0));
		try {
			await engine.deliver(new Uint8Array(0));
			assert.unreachable();
		} catch (error) {
			assert.ok(error instanceof EngineStopped);
			assert.match(error.message, /third/);
		}
	});

	test("the computron limit counts anew for every event", async () => {
		const engine = await startSource(onEvent("for (let i = 0; i < 100000; i++);"), { limits });
		for (let event = 0; event < 8; event++) {
			await engine.deliver(new Uint8Array(0));
		}
		assert.ok((await engine.stats()).computrons > limits.eventComputrons);
		await engine.close();
	});

	test("an engine that hangs is killed after the given time", async () => {
		const engine = await startSource(onEvent("for (;;);"), {
			limits: { eventComputrons: 0 },
			timeoutMs: 300,
		});
		try {
			await engine.deliver(new Uint8Array(0));
			assert.unreachable();
		} catch (error) {
			assert.ok(error instanceof EngineStopped);
			assert.is(error.reason, "timeout");
		}
	});

	test("a dead engine refuses every later event for the reason it died of", async () => {
		const engine = await startSource(onEvent("throw 1;"));
		for (let attempt = 0; attempt < 2; attempt++) {
			try {
				await engine.deliver(new Uint8Array(0));
				assert.unreachable();
			} catch (error) {
				assert.ok(error instanceof EngineStopped);
				assert.is(error.reason, "unhandled-exception");
			}
		}
		await engine.close();
	});

	test("a closed engine may be closed again and refuses events", async () => {
		const engine = await startSource(onEvent(""));
		await engine.close();
		await engine.close();
		try {
			await engine.deliver(new Uint8Array(0));
			assert.unreachable();
		} catch (error) {
			assert.ok(error instanceof EngineStopped);
			assert.is(error.reason, "done");
		}
	});
}

test.run();
