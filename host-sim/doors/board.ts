import type { Crypto, Doors, FirmwareSlots, Flash, RestartCause } from "../../hal/hal.js";
import type { SimulatedCamera } from "./camera.js";
import { bootClock } from "./clock.js";
import type { SimulatedConsole } from "./console.js";
import { openFlashDoor } from "./flash.js";
import type { SimulatedIlluminator } from "./illuminator.js";
import type { LinkDevice } from "./link-device.js";
import type { SimulatedPresence } from "./presence.js";
import type { Scheduler } from "./scheduler.js";
import { SimulatedTamper } from "./tamper.js";

/** The simulated hardware of one unit. It outlives a power cut; the doors opened on it do not. */
export interface Board {
	readonly scheduler: Scheduler;
	readonly crypto: Crypto;
	readonly camera: SimulatedCamera;
	readonly illuminator: SimulatedIlluminator;
	readonly presence: SimulatedPresence;
	readonly flash: Flash;
	readonly link: LinkDevice;
	readonly console: SimulatedConsole;
	readonly trace: (line: string) => void;
	/** A case that nobody opens without it. */
	readonly tamper?: SimulatedTamper;
	/** Firmware that cannot be exchanged without it. */
	readonly slots?: FirmwareSlots;
	/** Why the unit starts when it next does; power without it. */
	readonly restartCause?: RestartCause;
	/** The unit asks to be started anew: whoever runs it does so once the event in hand is done. */
	readonly onRestart?: () => void;
	/** The unit shows digits. */
	readonly onCode?: (digits: string) => void;
}

export interface PoweredDoors {
	readonly doors: Doors;
	/**
	 * Power off: every door closes, no callback comes any more, the broker publishes the will. May be called
	 * twice.
	 */
	powerOff(): void;
}

/** Bytes of the largest frame, 640x480. */
const FRAME_BYTES = 640 * 480;

/** Power on: the doors of a unit that boots now, used directly in this process. */
export function powerOn(board: Board): PoweredDoors {
	const clock = bootClock(board.scheduler);
	const opened: { close(): void }[] = [clock];
	const keep = <D extends { close(): void }>(door: D): D => {
		opened.push(door);
		return door;
	};
	return {
		doors: {
			clock,
			crypto: board.crypto,
			openImageSensor: (options) => keep(board.camera.open(options)),
			openIlluminator: () => keep(board.illuminator.open()),
			openPresenceSensor: () => keep(board.presence.open()),
			openFlash: () => keep(openFlashDoor(board.flash)),
			openLink: (options) => keep(board.link.open(options)),
			openConsole: (options) => keep(board.console.open(options)),
			openTamperSwitch: (options) =>
				keep((board.tamper ?? new SimulatedTamper(board.scheduler)).open(options)),
			slots: board.slots ?? ONE_SLOT,
			restartCause: () => board.restartCause ?? "power",
			restart: () => board.onRestart?.(),
			showCode: (digits) => board.onCode?.(digits),
			onStep: () => {},
			frameBuffer: new Uint8Array(FRAME_BYTES),
			trace: board.trace,
		},
		powerOff() {
			board.link.powerOff();
			for (const door of opened) door.close();
		},
	};
}

function noSecondSlot(): never {
	throw new Error("slots: this board has one");
}

const ONE_SLOT: FirmwareSlots = {
	status: () => ({ capacity: 0, onTrial: false }),
	begin: noSecondSlot,
	write: noSecondSlot,
	hashInto: noSecondSlot,
	activate: noSecondSlot,
	confirm: () => {},
};
