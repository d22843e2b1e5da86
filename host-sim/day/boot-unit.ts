import type { Doors } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { fromHex } from "../../modules/bytes/bytes.js";
import { serveUnit } from "../bridge/host/serve-unit.js";
import { versionNow } from "../device/firmware-version.js";
import { type Bundle, bundleFirmware, stopBundler } from "../engines/bundle.js";
import type { Engine, EngineHost } from "../engines/engine.js";
import type { XsLimits } from "../engines/limits.js";
import { startNodeEngine } from "../engines/node-engine.js";
import { startXsEngine } from "../engines/xs-engine.js";
import { hashLinSources } from "../lin/build-lin.js";
import { startLinEngine } from "../lin/lin-engine.js";
import { buildForBoard, startOnBoard } from "../mcu/mcu-engine.js";
import type { RunningUnit } from "./counter.js";
import type { EngineName } from "./options.js";

/** The firmware as every engine of the simulator runs it. */
export async function bundleUnit(): Promise<Bundle> {
	try {
		return await bundleFirmware("host-sim/bridge/device/main.ts");
	} finally {
		await stopBundler();
	}
}

/** What an engine is to run, built where its cache lacked it. */
export interface ReadyCode {
	/** SHA-256 of what runs, in hexadecimal: the unit carries it in every birth message. */
	readonly sha256: string;
	readonly start: (host: EngineHost) => Promise<Engine>;
}

/**
 * The emulated board runs a linked image and the SDK's target an image made of the sources: theirs are the
 * hashes of those, not the bundle's. Rejects with `EngineUnavailable` without the tools for the image.
 * @param limits in place of the device's memory, for an XS engine.
 */
export async function makeReady(
	bundle: Bundle,
	engine: EngineName,
	limits: Partial<XsLimits> = {},
): Promise<ReadyCode> {
	const { sha256 } = bundle;
	switch (engine) {
		case "node":
			return { sha256, start: (host) => startNodeEngine({ bundle }, host) };
		case "mcu": {
			const firmware = await buildForBoard(bundle);
			return { sha256: firmware.sha256, start: (host) => startOnBoard(firmware.path, host) };
		}
		case "lin": {
			const sourcesHash = hashLinSources();
			return { sha256: sourcesHash, start: (host) => startLinEngine(sourcesHash, host) };
		}
		case "xs":
		case "xs32": {
			const bits = engine === "xs32" ? 32 : 64;
			return { sha256, start: (host) => startXsEngine({ bundle, bits, limits }, host) };
		}
	}
}

/** Boots the firmware in an engine: `bootCode` of what `makeReady` makes. */
export async function bootUnit(
	bundle: Bundle,
	engine: EngineName,
	doors: Doors,
	record?: (line: string) => void,
	limits: Partial<XsLimits> = {},
): Promise<RunningUnit> {
	return bootCode(await makeReady(bundle, engine, limits), doors, record);
}

/**
 * Rejects with `EngineUnavailable` without a compiler for the engine.
 * @param record takes every message between unit and world as one line.
 */
export async function bootCode(
	{ sha256, start }: ReadyCode,
	doors: Doors,
	record?: (line: string) => void,
): Promise<RunningUnit> {
	const unit = await serveUnit({
		start,
		doors,
		...versionNow(),
		bundleHash: bytesOf(sha256),
		...(record === undefined ? {} : { record }),
	});
	const inTurn = oneAtATime();
	return {
		settle: () => inTurn(() => unit.settle()),
		stats: () => inTurn(() => unit.engine.stats()),
		close: () => unit.close(),
	};
}

/**
 * An engine does one thing at a time, while the world's clock and whoever asks for figures know nothing of
 * each other.
 */
function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return (task) => {
		const next = last.then(task, task);
		last = next;
		return next;
	};
}

function bytesOf(sha256: string): Uint8Array {
	const hash = fromHex(sha256);
	assert(hash?.length === 32, "a SHA-256 is 32 bytes in hexadecimal");
	return hash;
}
