/** The firmware in the SDK's own XS, with the SDK's linker and native crypto, as a process on Linux. */
import { stderr } from "node:process";
import type { CollectedEngine, EngineHost } from "../engines/engine.js";
import { startEngineProgram } from "../engines/xs-engine.js";
import { buildLin } from "./build-lin.js";

const TIMEOUT_MS = 120_000;

/**
 * Builds the firmware where the cache lacks it, from manifest.json and not from a bundle, then starts it and
 * waits until the unit is idle.
 * @param sourcesHash `hashLinSources` of now
 * @throws EngineUnavailable without the SDK; EngineStopped when the unit dies while it starts.
 */
export async function startLinEngine(sourcesHash: string, host: EngineHost): Promise<CollectedEngine> {
	const { image, runner } = await buildLin(sourcesHash, () =>
		stderr.write("Building the firmware with the Moddable SDK, once: some minutes\n"),
	);
	return startEngineProgram({ command: runner, arguments: [image] }, host, TIMEOUT_MS);
}
