import type { Doors } from "../../hal.js";
import { deviceKeyInto } from "../native/device-key.js";
import { assembleDoors } from "./assemble.js";
import type { Board } from "./board.js";
import { openImageSensor } from "./camera.js";
import { openFlash } from "./flash.js";
import { openSlots } from "./slots.js";

/** Bytes of the largest frame, 640x480, in PSRAM. */
const FRAME_BYTES = 640 * 480;

/** Every door of an ESP32-S3 unit on this board. */
export function openDoors(board: Board): Doors {
	return assembleDoors(board, {
		frameIntervalMs: board.camera.frameIntervalMs,
		openImageSensor: (clock, exposures, options) => openImageSensor(board.camera, clock, exposures, options),
		openFlash,
		slots: openSlots(),
		deviceKey: (out, label) => deviceKeyInto(out, label),
		frameBytes: FRAME_BYTES,
	});
}
