/** The firmware on an emulated Cortex-M7, driven in lock step over its serial line. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { progressLine } from "../engines/build-xs.js";
import type { Bundle } from "../engines/bundle.js";
import type { Engine, EngineHost } from "../engines/engine.js";
import { type Loops, startEngineProgram } from "../engines/xs-engine.js";
import { buildMcu, type McuFirmware } from "./build-mcu.js";
import { qemuProgram } from "./qemu.js";

/** QEMU is some ten times slower than XS on this computer, and its serial line than a pipe. */
const TIMEOUT_MS = 600_000;

/**
 * Builds the firmware where the cache lacks it, then starts the board and waits until the unit is idle.
 * @throws EngineUnavailable without the tools for it; EngineStopped when the bundle dies while it starts.
 */
export async function startMcuEngine(
	bundle: Bundle,
	host: EngineHost,
	loops: Loops = "native",
): Promise<Engine> {
	const { path } = await buildForBoard(bundle, loops);
	return startOnBoard(path, host);
}

/** Tells its progress on standard error. @throws EngineUnavailable without the tools for it. */
export function buildForBoard(bundle: Bundle, loops: Loops = "native"): Promise<McuFirmware> {
	return buildMcu(bundle, loops, progressLine("Compiling the firmware for the Cortex-M7, once"));
}

/** Starts a program that speaks host-sim/xs/pipe.h on the board, and waits until it is idle. */
export async function startOnBoard(path: string, host: EngineHost): Promise<Engine> {
	const folder = mkdtempSync(join(tmpdir(), "mcu-"));
	const tidy = () => rmSync(folder, { recursive: true, force: true });
	process.once("exit", tidy);
	const engine = await startEngineProgram(
		{
			...qemuProgram(path),
			folder,
			frameStore: join(folder, "frame.bin"),
		},
		host,
		TIMEOUT_MS,
	);
	return {
		deliver: (event, frame) => engine.deliver(event, frame),
		stats: () => engine.stats(),
		close: async () => {
			await engine.close();
			process.off("exit", tidy);
			tidy();
		},
	};
}
