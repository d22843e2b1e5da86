import { bundleUnit } from "../day/boot-unit.js";
import type { EngineName } from "../day/options.js";
import type { Bundle } from "../engines/bundle.js";
import { startXsEngine } from "../engines/xs-engine.js";
import type { Seen } from "./journal.js";
import { WarmEngine } from "./warm-engine.js";
import { runWorld, type WorldOptions, type WorldOutcome } from "./world.js";

/** One world to be run by some process; plain data. */
export interface WorldTask {
	readonly seed: number;
	readonly hours: number;
	readonly engine: EngineName;
}

export async function performWorld(task: WorldTask, onEvent?: (event: Seen) => void): Promise<WorldOutcome> {
	return runWith(await ownBundle(), task, onEvent);
}

/** Runs a world on any bundle of the firmware. */
export function runWith(
	bundle: Bundle,
	{ seed, hours, engine }: WorldTask,
	onEvent?: (event: Seen) => void,
): Promise<WorldOutcome> {
	const world = { seed, hours, ...(onEvent === undefined ? {} : { onEvent }) };
	return runWorld({ ...world, ...startOf(bundle, engine) });
}

function startOf(bundle: Bundle, engine: EngineName): Pick<WorldOptions, "start" | "memory"> {
	if (engine !== "node")
		return { start: (host) => startXsEngine({ bundle, bits: engine === "xs32" ? 32 : 64 }, host) };
	if (warm?.bundle !== bundle) warm = { bundle, engine: new WarmEngine(bundle) };
	const { engine: node } = warm;
	return { start: async (host) => node.start(host), memory: node.memory };
}

function ownBundle(): Promise<Bundle> {
	bundled ??= bundleUnit();
	return bundled;
}

/** Of this process: made once, used by every world in it. */
let bundled: Promise<Bundle> | undefined;
let warm: { readonly bundle: Bundle; readonly engine: WarmEngine } | undefined;
