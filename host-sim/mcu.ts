/** `npm run mcu`: links the firmware for the emulated Cortex-M7, boots it and says how big it is. */
import { parseArgs } from "node:util";
import { bundleFirmware, stopBundler } from "./engines/bundle.js";
import { EngineUnavailable } from "./engines/engine.js";
import { deviceLimits } from "./engines/limits.js";
import { buildForBoard, startOnBoard } from "./mcu/mcu-engine.js";
import "../terminal/reader-gone.js";

const USAGE = `npm run mcu [-- --json]

Links the firmware for QEMU's mps2-an500, boots it and prints its sizes and its SHA-256.
A day on it: npm start -- --engine mcu --once

  --json   one line of JSON
  --help   this text

Exit codes: 0 booted, 1 not (no tools for it), 2 asked for wrongly.
`;

process.exitCode = await main();

async function main(): Promise<number> {
	const options = parse();
	if (options === undefined) return 2;
	if (options.help === true) {
		process.stdout.write(USAGE);
		return 0;
	}
	try {
		const bundle = await bundleFirmware("host-sim/bridge/device/main.ts");
		const { path, sha256, sizes } = await buildForBoard(bundle);
		const engine = await startOnBoard(path, { onCall: () => new Uint8Array(0), onPost: () => undefined });
		const { heapLimitBytes } = await engine.stats();
		await engine.close();
		const { slotCount, stackCount, chunkBytes } = deviceLimits(32);
		const figures = { ...sizes, heapLimitBytes, chunkBytes, slotCount, stackCount, path, sha256 };
		const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(16)}${value}`);
		process.stdout.write(
			options.json === true
				? `${JSON.stringify({ event: "summary", ...figures })}\n`
				: `${lines.join("\n")}\n`,
		);
		return 0;
	} catch (error) {
		if (!(error instanceof EngineUnavailable)) throw error;
		process.stderr.write(`${error.message}\n`);
		return 1;
	} finally {
		await stopBundler();
	}
}

function parse() {
	const flag = { type: "boolean" } as const;
	try {
		return parseArgs({ options: { json: flag, help: flag } }).values;
	} catch (error) {
		process.stderr.write(`mcu: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
		return undefined;
	}
}
