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
import { startLinEngine } from "../lin/lin-engine.js";
import { startMcuEngine } from "../mcu/mcu-engine.js";
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

/**
 * Boots the firmware in an engine. Rejects with `EngineUnavailable` without a compiler for it.
 * @param record takes every message between unit and world as one line.
 * @param limits in place of the device's memory, for an XS engine.
 */
export async function bootUnit(
	bundle: Bundle,
	engine: EngineName,
	doors: Doors,
	record?: (line: string) => void,
	limits: Partial<XsLimits> = {},
): Promise<RunningUnit> {
	const unit = await serveUnit({
		start: (host) => startEngine(bundle, engine, limits, host),
		doors,
		...versionNow(),
		bundleHash: bundleHashOf(bundle),
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

function startEngine(
	bundle: Bundle,
	engine: EngineName,
	limits: Partial<XsLimits>,
	host: EngineHost,
): Promise<Engine> {
	if (engine === "node") return startNodeEngine({ bundle }, host);
	if (engine === "mcu") return startMcuEngine(bundle, host);
	if (engine === "lin") return startLinEngine(host);
	return startXsEngine({ bundle, bits: engine === "xs32" ? 32 : 64, limits }, host);
}

function bundleHashOf({ sha256 }: Bundle): Uint8Array {
	const hash = fromHex(sha256);
	assert(hash?.length === 32, "a bundle's hash is 32 bytes in hexadecimal");
	return hash;
}
