import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findCompiler } from "../../host-sim/engines/build-xs.js";
import { bundleFirmware, bundleOf, stopBundler } from "../../host-sim/engines/bundle.js";
import type { Engine, EngineHost } from "../../host-sim/engines/engine.js";
import { listXsIntrinsics, readIntrinsics } from "../../host-sim/engines/intrinsics.js";
import { deviceLimits, deviceSlotBytes } from "../../host-sim/engines/limits.js";
import { startNodeEngine } from "../../host-sim/engines/node-engine.js";
import { inProject } from "../../host-sim/engines/paths.js";
import { compileImage } from "../../host-sim/engines/xs-image.js";
import { ownFlags } from "../../host-sim/engines/xs-sources.js";
import { silentHost, startSource, xsOrSkip } from "./xs.js";

/** Posts and calls as one list of lines; a call is answered with its bytes, each plus one. */
class Diary implements EngineHost {
	readonly lines: string[] = [];

	onPost(message: Uint8Array): void {
		this.lines.push(`post ${message.join(" ")}`);
	}

	onCall(request: Uint8Array, putFrame: (pixels: Uint8Array) => void): Uint8Array {
		this.lines.push(`call ${request.join(" ")}`);
		if (request[0] === frameRequest) {
			putFrame(new Uint8Array(640).fill(200));
		}
		return request.map((byte) => byte + 1);
	}
}

const frameRequest = 70;

/** Runs a source in the given engine, delivers the events, and returns what the host saw. */
async function diaryOf(
	start: (host: EngineHost) => Promise<Engine>,
	events: readonly number[][],
): Promise<string[]> {
	const diary = new Diary();
	const engine = await start(diary);
	for (const event of events) {
		await engine.deliver(Uint8Array.from(event));
		diary.lines.push("idle");
	}
	await engine.close();
	return diary.lines;
}

const chatty = `
	const post = (...bytes) => hostPost(Uint8Array.from(bytes).buffer);
	const view = new Uint8Array(hostFrame());
	post(1);
	post(...new Uint8Array(hostCall(Uint8Array.of(40).buffer)));
	globalThis.onHostEvent = (event) => {
		Promise.resolve().then(() => post(103)).then(() => post(104));
		post(101, ...new Uint8Array(event));
		post(...new Uint8Array(hostCall(event)));
		post(view[0], view[639], view[640], new Uint8Array(hostFrame())[1]);
		post(102);
	};`;

const chattyDiary = [
	["post 1", "call 40", "post 41"],
	["post 101 5 6", "call 5 6", "post 6 7", "post 0 0 0 0", "post 102", "post 103", "post 104", "idle"],
	["post 101 70", "call 70", "post 71", "post 200 200 0 200", "post 102", "post 103", "post 104", "idle"],
	["post 101", "call ", "post ", "post 200 200 0 200", "post 102", "post 103", "post 104", "idle"],
].flat();
const chattyEvents = [[5, 6], [frameRequest], []];

test("in Node, posts and calls reach the host in the order in which the unit speaks", async () => {
	const diary = await diaryOf((host) => startNodeEngine({ bundle: bundleOf(chatty) }, host), chattyEvents);
	assert.equal(diary, chattyDiary);
});

test("the heap that manifest.json gives the device is at most 192 KB", () => {
	const { chunkBytes, slotCount, stackCount } = deviceLimits(32);
	assert.ok(chunkBytes + (slotCount + stackCount) * deviceSlotBytes <= 192 * 1024);
	assert.ok(stackCount >= 1024);
});

test("manifest.json gives the SDK every folder of modules, and hard limits", () => {
	const { modules, creation } = JSON.parse(readFileSync(inProject("manifest.json"), "utf8"));
	const folders = readdirSync(inProject("modules"), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
		.map((entry) => entry.parentPath.slice(inProject("").length).replaceAll("\\", "/"));
	const inSelftestOnly = ["modules/selftest"];
	for (const folder of new Set(folders)) {
		if (inSelftestOnly.includes(folder)) continue;
		assert.is(modules[`${folder}/*`], `./${folder}/*`, folder);
	}
	assert.is(creation.chunk.incremental, 0);
	assert.is(creation.heap.incremental, 0);
});

test("a bundle has the same bytes wherever it is made, and names no path of this computer", async () => {
	const here = await bundleFirmware("test/engines/echo-unit.ts");
	const folder = process.cwd();
	process.chdir("/");
	const elsewhere = await bundleFirmware(inProject("test/engines/echo-unit.ts"));
	process.chdir(folder);
	assert.equal(elsewhere, here);
	assert.not.ok(here.source.includes("engines"));
	assert.match(here.sha256, /^[0-9a-f]{64}$/);
	await stopBundler();
});

test("our own C compiles without a warning", () => {
	const compiler = findCompiler();
	if (compiler === undefined) {
		console.log("SKIP warnings of our C: no C compiler");
		return;
	}
	const [program = "", ...rest] = compiler.command;
	for (const file of readdirSync(inProject("host-sim/xs")).filter((name) => name.endsWith(".c"))) {
		const options = [...rest, ...ownFlags, "-Werror", "-fsyntax-only", inProject(`host-sim/xs/${file}`)];
		assert.is(spawnSync(program, options, { encoding: "utf8" }).stderr, "", file);
	}
});

const engine64 = await xsOrSkip(64);
if (engine64 !== undefined) {
	test("in XS, posts and calls reach the host in the order in which the unit speaks", async () => {
		assert.equal(await diaryOf((host) => startSource(chatty, {}, host), chattyEvents), chattyDiary);
	});

	test("the frame buffer lies outside the heap and holds 640x480 bytes", async () => {
		const host = new Diary();
		const source = `
			const view = new Uint8Array(hostFrame());
			globalThis.onHostEvent = () => {
				let sum = 0;
				for (let i = 0; i < view.length; i += 640) sum += view[i];
				view[639] = 9;
				hostPost(Uint32Array.of(view.length, sum).buffer);
			};`;
		const engine = await startSource(source, {}, host);
		const before = await engine.stats();
		await engine.deliver(new Uint8Array(0), new Uint8Array(640 * 480).fill(3));
		const after = await engine.stats();
		await engine.close();
		assert.equal(host.lines, [`post ${new Uint8Array(Uint32Array.of(640 * 480, 480 * 3).buffer).join(" ")}`]);
		assert.ok(after.heapBytes - before.heapBytes < 4096);
	});

	test("a frame larger than the buffer is the caller's mistake", async () => {
		const engine = await startSource("globalThis.onHostEvent = () => {};");
		try {
			await engine.deliver(new Uint8Array(0), new Uint8Array(307_201));
			assert.unreachable();
		} catch (error) {
			assert.instance(error, RangeError);
		}
		await engine.deliver(new Uint8Array(0));
		await engine.close();
	});

	test("two events at a time are the caller's mistake", async () => {
		const engine = await startSource("globalThis.onHostEvent = () => {};");
		const first = engine.deliver(new Uint8Array(0));
		try {
			await engine.deliver(new Uint8Array(0));
			assert.unreachable();
		} catch (error) {
			assert.match(String(error), /one event at a time/);
		}
		await first;
		await engine.close();
	});

	test("a host that fails to answer ends the engine with the host's own error", async () => {
		const broken: EngineHost = {
			...silentHost,
			onCall: () => {
				throw new Error("the flash file is gone");
			},
		};
		const source = "globalThis.onHostEvent = (event) => { try { hostCall(event); } catch {} };";
		for (const start of [
			startNodeEngine({ bundle: bundleOf(source) }, broken),
			startSource(source, {}, broken),
		]) {
			const engine = await start;
			try {
				await engine.deliver(new Uint8Array(0));
				assert.unreachable();
			} catch (error) {
				assert.match(String(error), /the flash file is gone/);
			}
			await engine.close();
		}
	});

	test("peaks rise with use and stay below the limits", async () => {
		const source = `globalThis.onHostEvent = () => {
			const deep = (n) => 
				n === 0 ? [new Uint8Array(50000), Array.from({ length: 500 }, () => ({}))] : deep(n - 1);
			deep(30);
		};`;
		const engine = await startSource(source);
		const before = await engine.stats();
		await engine.deliver(new Uint8Array(0));
		const after = await engine.stats();
		await engine.close();
		assert.ok(after.peakChunkBytes >= before.peakChunkBytes + 50_000);
		assert.ok(after.peakSlotBytes >= before.peakSlotBytes + 500 * 32);
		assert.ok(after.peakStackBytes >= 30 * 5 * 32);
		assert.ok(after.heapBytes <= after.heapLimitBytes);
		assert.ok(after.computrons > before.computrons);
	});

	test("the stack's peak is not blurred by number formatting and regular expressions", async () => {
		const source =
			"globalThis.onHostEvent = () => String(Math.PI) + /(a+)+b/.test('a'.repeat(12)) + (1e21).toString(36);";
		const engine = await startSource(source);
		await engine.deliver(new Uint8Array(0));
		const { peakStackBytes } = await engine.stats();
		await engine.close();
		assert.ok(peakStackBytes < 400 * 32, String(peakStackBytes));
	});

	test("a bundle made of several modules runs, and keys made up at run time are counted", async () => {
		const host = new Diary();
		const { startXsEngine } = await import("../../host-sim/engines/xs-engine.js");
		const engine = await startXsEngine(
			{ bundle: await bundleFirmware("test/engines/echo-unit.ts"), bits: 64 },
			host,
		);
		await engine.deliver(Uint8Array.of(1, 2));
		const { keyCount } = await engine.stats();
		await engine.close();
		await stopBundler();
		assert.equal(host.lines, ["call 1 2", "post 2 3"]);
		assert.ok(keyCount > 400);
	});

	test("xs-intrinsics.json is what this XS has, without what the device lacks", async () => {
		const listed = readIntrinsics();
		assert.equal(await listXsIntrinsics(), listed);
		const globals = listed["globalThis"] ?? [];
		for (const name of [
			"console",
			"Date",
			"setTimeout",
			"TextEncoder",
			"eval",
			"structuredClone",
			"crypto",
			"WeakRef",
		]) {
			assert.not.ok(globals.includes(name), name);
		}
		assert.not.ok(listed["globalThis/Math"]?.includes("random"));
		assert.not.ok(listed["globalThis/Array/prototype"]?.includes("toSorted"));
	});

	test("source text cannot be turned into code", async () => {
		const source = `
			const refused = (make) => { try { make(); return 0; } catch { return 1; } };
			const makers = [
				() => Function("return 1"),
				() => (() => {}).constructor("return 1"),
				() => new (async () => {}).constructor(""),
			];
			globalThis.onHostEvent = () => hostPost(Uint8Array.from(makers, refused).buffer);`;
		const start = [
			(host: EngineHost) => startSource(source, {}, host),
			(host: EngineHost) => startNodeEngine({ bundle: bundleOf(source) }, host),
		];
		for (const each of start) {
			assert.equal(await diaryOf(each, [[]]), ["post 1 1 1", "idle"]);
		}
	});

	const engine32 = await xsOrSkip(32);
	if (engine32 !== undefined) {
		test("the 32-bit engine does the same with the same computrons in less memory", async () => {
			const work = `globalThis.onHostEvent = () => { let s = "";
				for (let i = 0; i < 2000; i++) s = s.slice(-50) + String(i * 1.5) + [i, { i }].length; };`;
			const wide = await startSource(work, { bits: 64 });
			const narrow = await startSource(work, { bits: 32 });
			await Promise.all([wide.deliver(new Uint8Array(0)), narrow.deliver(new Uint8Array(0))]);
			const [a, b] = [await wide.stats(), await narrow.stats()];
			await Promise.all([wide.close(), narrow.close()]);
			assert.is(b.computrons, a.computrons);
			assert.ok(b.heapBytes < a.heapBytes);
			assert.ok(b.heapLimitBytes <= 384 * 1024);
			assert.equal(
				await diaryOf((host) => startSource(chatty, { bits: 32 }, host), chattyEvents),
				chattyDiary,
			);
		});

		test("both word sizes make the same image", async () => {
			const bundle = bundleOf(chatty);
			const [wide, narrow] = await Promise.all(
				[engine64, engine32].map(({ path, key }) => compileImage(path, key, bundle)),
			);
			assert.equal(readFileSync(narrow ?? ""), readFileSync(wide ?? ""));
		});
	}
}

test.run();
