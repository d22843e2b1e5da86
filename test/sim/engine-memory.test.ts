/** What stays in an engine's own memory where nobody refers to it, and that it is overwritten. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf, stopBundler } from "../../host-sim/engines/bundle.js";
import type { CollectedEngine } from "../../host-sim/engines/engine.js";
import { startXsEngine } from "../../host-sim/engines/xs-engine.js";
import { bundleMutated } from "../../host-sim/mutants/mutated-bundle.js";
import { showing } from "../../host-sim/sim/perform.js";
import { runWorld } from "../../host-sim/sim/world.js";
import { silentHost, xsOrSkip } from "../engines/xs.js";

/**
 * On the first event a secret is made, copied, counted with and wiped; on the second what is free is wiped.
 * The wiped copy stays in use, and what lay before it does not: so it moves.
 */
const SOURCE = `
globalThis.onHostEvent = (event) => {
	if (new Uint8Array(event)[0] === 1) return nativeKernels.wipeFreed();
	const secret = new Uint8Array(32);
	for (let i = 0; i < secret.length; i++) secret[i] = 37 * i + 11;
	secret.slice();
	let number = 0n;
	for (const byte of secret) number = (number << 8n) | BigInt(byte);
	secret.fill(0);
};`;
const SECRET = Buffer.from(Array.from({ length: 32 }, (_, i) => 37 * i + 11));

function isIn(engine: CollectedEngine, secret: Buffer): boolean {
	const memory = engine.memory();
	assert.ok(memory !== undefined);
	return [...memory].some((region) => Buffer.from(region.buffer).includes(secret));
}

/** A computer that does not show it has said so. */
async function showsMemory(): Promise<boolean> {
	if ((await xsOrSkip(32)) === undefined) return false;
	const engine = await startXsEngine({ bundle: bundleOf(SOURCE), bits: 32 }, silentHost);
	const isShown = engine.memory() !== undefined;
	await engine.close();
	if (!isShown) console.log("SKIP an engine's memory: this system does not show it");
	return isShown;
}

if (await showsMemory()) {
	test("a copy that nobody refers to and a number's digits stay in the heap until it is wiped", async () => {
		const engine = await startXsEngine({ bundle: bundleOf(SOURCE), bits: 32 }, silentHost);
		const digits = Buffer.from(SECRET).reverse();
		for (const secret of [SECRET, digits]) assert.not.ok(isIn(engine, secret));
		await engine.deliver(Uint8Array.of(0));
		for (const secret of [SECRET, digits]) assert.ok(isIn(engine, secret));
		await engine.deliver(Uint8Array.of(1));
		for (const secret of [SECRET, digits]) assert.not.ok(isIn(engine, secret));
		await engine.close();
	});

	test("of a token that is copied nothing is left in the engine once its request is over", async () => {
		const { failure, searches } = await liveWith([COPY]);
		assert.is(failure, undefined, failure?.text);
		assert.ok((searches["match"] ?? 0) > 0 && (searches["enrolment"] ?? 0) > 0, JSON.stringify(searches));
	});

	test("it shows when the heap is not wiped after a request", async () => {
		const { failure } = await liveWith([COPY, NO_WIPE]);
		assert.is(failure?.checker, "at rest nothing secret is left");
		assert.match(failure?.text ?? "", /^subject token in \d+ bytes of memory that stays/);
	});
}

const COPY = {
	file: "modules/unit/requests.ts",
	from: 'if ("subjectToken" in body) body.subjectToken.fill(0);',
	to: 'if ("subjectToken" in body && body.subjectToken.slice()) body.subjectToken.fill(0);',
};
const NO_WIPE = {
	file: "modules/bytes/freed-memory.ts",
	from: "nativeKernels.wipeFreed;",
	to: "leaveFreed;",
};

async function liveWith(replacements: readonly (typeof COPY)[]) {
	const text = await bundleMutated("host-sim/bridge/device/main.ts", replacements, "firmware");
	// With so much room nothing is collected by the way, and so nothing overwritten by chance.
	const options = { bundle: bundleOf(text), bits: 32, limits: { chunkBytes: 8 << 20 } } as const;
	return runWorld({ seed: 8, hours: 0.01, ...showing((host) => startXsEngine(options, host)) });
}

test.after(() => stopBundler());
test.run();
