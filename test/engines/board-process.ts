/** Starts the emulated board with the smallest firmware, says so, and waits to be killed. */
import { bundleFirmware, stopBundler } from "../../host-sim/engines/bundle.js";
import { EngineUnavailable } from "../../host-sim/engines/engine.js";
import { startMcuEngine } from "../../host-sim/mcu/mcu-engine.js";

try {
	const bundle = await bundleFirmware("test/engines/echo-unit.ts").finally(stopBundler);
	await startMcuEngine(bundle, { onCall: (request) => request, onPost: () => undefined });
	process.stdout.write("started\n");
	setInterval(() => undefined, 1000);
} catch (error) {
	if (!(error instanceof EngineUnavailable)) throw error;
	process.stdout.write(`${error.message.split("\n")[0]}\n`);
}
