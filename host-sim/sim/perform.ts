import { bundleUnit } from "../day/boot-unit.js";
import type { EngineName } from "../day/options.js";
import type { Bundle } from "../engines/bundle.js";
import type { CollectedEngine, EngineHost } from "../engines/engine.js";
import { startXsEngine } from "../engines/xs-engine.js";
import { hashLinSources } from "../lin/build-lin.js";
import { startLinEngine } from "../lin/lin-engine.js";
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

type EngineOfWorld = Pick<WorldOptions, "start" | "memory">;

/** Runs a world on any bundle of the firmware. */
export function runWith(
	bundle: Bundle,
	{ seed, hours, engine }: WorldTask,
	onEvent?: (event: Seen) => void,
): Promise<WorldOutcome> {
	const world = { seed, hours, ...(onEvent === undefined ? {} : { onEvent }) };
	return runWorld({ ...world, ...startOf(bundle, engine) });
}

function startOf(bundle: Bundle, engine: EngineName): EngineOfWorld {
	if (engine === "lin") {
		sdkSources ??= hashLinSources();
		const hash = sdkSources;
		return showing((host) => startLinEngine(hash, host));
	}
	if (engine !== "node")
		return showing((host) => startXsEngine({ bundle, bits: engine === "xs32" ? 32 : 64 }, host));
	if (warm?.bundle !== bundle) warm = { bundle, engine: new WarmEngine(bundle) };
	const { engine: node } = warm;
	return { start: async (host) => node.start(host), memory: node.memory };
}

/** An engine in a process of its own, all of whose memory is searched: also what nobody refers to. */
export function showing(start: (host: EngineHost) => Promise<CollectedEngine>): EngineOfWorld {
	let running: CollectedEngine | undefined;
	return {
		start: async (host) => {
			running = await start(host);
			if (running.memory() === undefined && !isToldOfHidden) {
				console.error("sim: this system does not show an engine's memory: only the flash is searched");
				isToldOfHidden = true;
			}
			return running;
		},
		memory: { frame: undefined, made: () => [], kept: () => running?.memory() ?? [] },
	};
}

function ownBundle(): Promise<Bundle> {
	bundled ??= bundleUnit();
	return bundled;
}

/** Of this process: made once, used by every world in it. */
let bundled: Promise<Bundle> | undefined;
let sdkSources: string | undefined;
let isToldOfHidden = false;
let warm: { readonly bundle: Bundle; readonly engine: WarmEngine } | undefined;
