import { MEGA_HEIGHT, MEGA_WIDTH } from "../../../modules/device/arducam-mega.js";
import { assembleDoors } from "../../esp32/doors/assemble.js";
import type { Board } from "../../esp32/doors/board.js";
import { hmacInto } from "../../esp32/doors/crypto.js";
import type { Doors, FirmwareSlots } from "../../hal.js";
import { otpRootInto } from "../native/otp-root.js";
import { type CameraPins, openImageSensor } from "./camera.js";
import { openFlash } from "./flash.js";

/** One frame and, in the second half, the ambient picture: the chip has 520 KB for everything. */
const FRAME_BYTES = 2 * MEGA_WIDTH * MEGA_HEIGHT;

/** A frame is exposed and fetched over SPI in about this time. */
const FRAME_INTERVAL_MS = 250;

const ROOT_LENGTH = 32;

/** As Board, with the camera's wires in place of its parallel port's size. */
export type PicoBoard = Omit<Board, "camera"> & { readonly camera: CameraPins };

/** Every door of an RP2350 unit on this board. */
export function openDoors(board: PicoBoard): Doors {
	return assembleDoors(board, {
		frameIntervalMs: FRAME_INTERVAL_MS,
		openImageSensor: (clock, exposures, options) => openImageSensor(board.camera, clock, exposures, options),
		openFlash,
		slots: ONE_SLOT,
		deviceKey: deriveKey,
		frameBytes: FRAME_BYTES,
	});
}

function deriveKey(out: Uint8Array, label: ArrayBuffer): void {
	const root = new Uint8Array(ROOT_LENGTH);
	try {
		otpRootInto(root);
		hmacInto(out, root, new Uint8Array(label));
	} finally {
		root.fill(0);
	}
}

/** The SDK has no update for this chip: the firmware is exchanged over the cable. */
const ONE_SLOT: FirmwareSlots = {
	status: () => ({ capacity: 0, onTrial: false }),
	begin: refuse,
	write: refuse,
	hashInto: refuse,
	activate: refuse,
	confirm: () => {},
};

function refuse(): never {
	throw new Error("slots: this chip has one");
}
