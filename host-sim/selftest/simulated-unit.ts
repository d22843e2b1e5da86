import type { RestartCause } from "../../hal/hal.js";
import { bootUnit } from "../day/boot-unit.js";
import type { RunningUnit } from "../day/counter.js";
import type { EngineName } from "../day/options.js";
import { type Board, type PoweredDoors, powerOn } from "../doors/board.js";
import { SimulatedCamera } from "../doors/camera.js";
import { bootClock } from "../doors/clock.js";
import { SimulatedConsole } from "../doors/console.js";
import { systemEntropy } from "../doors/entropy.js";
import { SimulatedIlluminator } from "../doors/illuminator.js";
import { MemoryLink } from "../doors/link-memory.js";
import { createNodeCrypto } from "../doors/node-crypto.js";
import { SimulatedPresence } from "../doors/presence.js";
import { driveInRealTime } from "../doors/real-time.js";
import { Scheduler } from "../doors/scheduler.js";
import { makeImage, SimulatedSlots } from "../doors/slots.js";
import { TopicRouter } from "../doors/topic-router.js";
import { bundleFirmware, stopBundler } from "../engines/bundle.js";
import { EngineStopped } from "../engines/engine.js";
import { attachConsole } from "../provision/console-end.js";
import { openPty } from "../provision/pty.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";

export interface PluggedSelftest {
	/** The port that the unit is plugged in at. */
	readonly path: string;
	/** Rejects when the simulation itself goes wrong. */
	readonly stopped: Promise<void>;
	close(): Promise<void>;
}

/**
 * A simulated unit with the self-test image at a pseudo terminal, in the wall clock's time: the image in an
 * engine with the device's memory, everything else as in any simulation. @throws NoPty, EngineUnavailable
 */
export async function plugInSelftest(engine: EngineName): Promise<PluggedSelftest> {
	const bundle = await bundleFirmware("host-sim/bridge/device/selftest.ts").finally(stopBundler);
	const scheduler = new Scheduler();
	let due: RestartCause | undefined;
	const board: Board = {
		...newBoard(scheduler),
		onRestart: () => {
			due = "request";
		},
	};
	let receive: (bytes: Uint8Array) => void = () => {};
	const pty = await openPty((bytes) => scheduler.schedule(0, () => receive(bytes)));
	const clock = bootClock(scheduler);
	const link = attachConsole(board.console, {
		crypto: board.crypto,
		clock,
		transmit: (bytes) => pty.write(bytes),
	});
	receive = (bytes) => link.receive(bytes);

	let powered: PoweredDoors;
	let unit: RunningUnit;
	const boot = async (restartCause: RestartCause): Promise<void> => {
		powered = powerOn({ ...board, restartCause });
		unit = await bootUnit(bundle, engine, powered.doors);
	};
	const powerOff = async (): Promise<void> => {
		powered.powerOff();
		await unit.close();
	};
	const settle = async (): Promise<void> => {
		try {
			await unit.settle();
		} catch (error) {
			if (!(error instanceof EngineStopped)) throw error;
			due = "abort";
		}
		if (due === undefined) return;
		const cause = due;
		due = undefined;
		await powerOff();
		await boot(cause);
	};
	await boot("power");
	const driver = driveInRealTime(scheduler, settle);
	return {
		path: pty.path,
		stopped: driver.stopped,
		async close() {
			link.close();
			clock.close();
			driver.close();
			pty.close();
			await driver.stopped;
			await powerOff();
		},
	};
}

/** Somebody stands before it, and the light shows on what the camera sees. */
function newBoard(scheduler: Scheduler): Board {
	const deviceRoot = new Uint8Array(32);
	systemEntropy(deviceRoot);
	const camera = new SimulatedCamera(scheduler);
	const illuminator = new SimulatedIlluminator(scheduler);
	const presence = new SimulatedPresence(scheduler);
	presence.distanceMm = 100;
	camera.scene = () => {
		const lit = illuminator.levelPercent > 0;
		return { width: 320, height: 240, lit, pixels: new Uint8Array(320 * 240).fill(lit ? 120 : 8) };
	};
	return {
		scheduler,
		crypto: createNodeCrypto({ entropy: systemEntropy, deviceRoot }),
		camera,
		illuminator,
		presence,
		flash: new NorFlash({ part: NOR_PARTS.w25q128jv, seed: 1 }),
		link: new MemoryLink(scheduler, new TopicRouter()),
		console: new SimulatedConsole(scheduler),
		slots: newSlots().door,
		trace: () => {},
	};
}

function newSlots(): SimulatedSlots {
	const [first, second, notes] = [16, 16, 2].map(
		(blocks) => new NorFlash({ part: NOR_PARTS.w25q128jv, blocks, seed: 1 }),
	);
	const slots = SimulatedSlots.prepare(
		[first, second],
		notes,
		makeImage(1, 4096, (body) => body.fill(1)),
	);
	slots.boot();
	return slots;
}
