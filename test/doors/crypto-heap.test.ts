import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { type Engine, EngineUnavailable } from "../../host-sim/engines/engine.js";
import { startXsEngine } from "../../host-sim/engines/xs-engine.js";
import type { CborValue } from "../../modules/codec/cbor.js";
import { type Bench, newBoard, openServed } from "./bench.js";
import { RFC6979 } from "./crypto-vectors.js";

/*
 * What the primitives need on the unit, measured with its word size, beside the engine and the code of probe
 * and doors. XS collects garbage only when a pool is full, so a peak tells little; what tells is that the
 * work succeeds in pools of this size.
 */
const LIMITS = { chunkBytes: 40 * 1024, slotCount: 8400, stackCount: 1024 };

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const signature = hex(RFC6979.signatures[1].r + RFC6979.signatures[1].s);
const key = hex(RFC6979.privateKey);
const digest = new Uint8Array(32).fill(5);
const sealed = new Uint8Array(466);

const PRIMITIVES: Readonly<Record<string, readonly [string, ...CborValue[]]>> = {
	"SHA-256 of 4 KB": ["sha256", 32, new Uint8Array(4096)],
	"HMAC-SHA-256 of 64 bytes": ["hmac", 32, key, new Uint8Array(64)],
	"AES-256-GCM seal of 450 bytes": ["seal", 466, key, new Uint8Array(12), digest, new Uint8Array(450)],
	"AES-256-GCM open of 450 bytes": ["open", 450, key, new Uint8Array(12), digest, sealed],
	"P-256 key pair": ["generate", 32, 65],
	"P-256 sign": ["sign", 64, key, digest],
	"P-256 verify": ["verify", hex(RFC6979.publicKey), digest, signature],
};

test("every primitive runs, three times over, in a 32-bit heap of 192 KB", async () => {
	const opened = await openSmall();
	if (opened === undefined) return;
	const { bench, engine } = opened;
	for (const [name, command] of Object.entries(PRIMITIVES)) {
		const before = (await engine.stats()).computrons;
		for (let i = 0; i < 3; i++) await bench.run(...command);
		const computrons = ((await engine.stats()).computrons - before) / 3;
		console.log(`${name}: ${Math.round(computrons / 1000)} thousand computrons`);
	}
	const { heapLimitBytes } = await engine.stats();
	await bench.close();
	assert.ok(heapLimitBytes <= 192 * 1024, `${heapLimitBytes} bytes`);
});

async function openSmall(): Promise<{ readonly bench: Bench; readonly engine: Engine } | undefined> {
	const bundle = await bundleFirmware("test/doors/probe-unit.ts").finally(stopBundler);
	const started: Engine[] = [];
	try {
		const bench = await openServed(newBoard(), async (host) => {
			const engine = await startXsEngine({ bundle, bits: 32, limits: LIMITS }, host);
			started.push(engine);
			return engine;
		});
		return { bench, engine: started[0] };
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		console.log(`SKIP heap of the primitives: ${error.message.split("\n")[0]}`);
		return undefined;
	}
}

test.run();
