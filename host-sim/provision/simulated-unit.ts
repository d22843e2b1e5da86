import { startUnit } from "../../modules/unit/unit.js";
import { type Board, powerOn } from "../doors/board.js";
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
import { TopicRouter } from "../doors/topic-router.js";
import { NorFlash } from "../world/nor-flash.js";
import { NOR_PARTS } from "../world/nor-parts.js";
import { attachConsole } from "./console-end.js";
import { openPty } from "./pty.js";

export interface SimulatedUnit {
	/** The port that it is plugged in at. */
	readonly path: string;
	close(): void;
}

/** A blank unit at a pseudo terminal, in the wall clock's time. @throws NoPty */
export async function plugInSimulatedUnit(onCode: (digits: string) => void): Promise<SimulatedUnit> {
	const scheduler = new Scheduler();
	const deviceRoot = new Uint8Array(32);
	systemEntropy(deviceRoot);
	const crypto = createNodeCrypto({ entropy: systemEntropy, deviceRoot });
	const console = new SimulatedConsole(scheduler);
	const board: Board = {
		scheduler,
		crypto,
		camera: new SimulatedCamera(scheduler),
		illuminator: new SimulatedIlluminator(scheduler),
		presence: new SimulatedPresence(scheduler),
		flash: new NorFlash({ part: NOR_PARTS.w25q128jv, seed: 1 }),
		link: new MemoryLink(scheduler, new TopicRouter()),
		console,
		trace: () => {},
		onCode,
	};
	let receive: (bytes: Uint8Array) => void = () => {};
	const pty = await openPty((bytes) => scheduler.schedule(0, () => receive(bytes)));
	const clock = bootClock(scheduler);
	const link = attachConsole(console, { crypto, clock, transmit: (bytes) => pty.write(bytes) });
	receive = (bytes) => link.receive(bytes);
	const powered = powerOn(board);
	startUnit(powered.doors, { softwareVersion: "0", firmwareVersion: 0, bundleHash: new Uint8Array(32) });
	const driver = driveInRealTime(scheduler, async () => {});
	return {
		path: pty.path,
		close() {
			powered.powerOff();
			link.close();
			clock.close();
			driver.close();
			pty.close();
		},
	};
}
