import { ExposureLog } from "../../../modules/device/exposure.js";
import { ProgressGuard } from "../../../modules/device/progress-guard.js";
import type { Doors, RestartCause } from "../../hal.js";
import { frameMemory } from "../native/frame-memory.js";
import { restart, restartCause } from "../native/restart.js";
import { armWatchdog, feedWatchdog } from "../native/watchdog.js";
import { installAbortPolicy } from "./abort.js";
import type { Board } from "./board.js";
import { openImageSensor } from "./camera.js";
import { clock } from "./clock.js";
import { openConsole } from "./console.js";
import { openCrypto } from "./crypto.js";
import { openFlash } from "./flash.js";
import { openIlluminator } from "./illuminator.js";
import { type FailLink, openLink } from "./link.js";
import { openPresenceSensor } from "./presence.js";
import { openSignals } from "./signals.js";
import { openSlots } from "./slots.js";
import { openTamperSwitch } from "./tamper.js";

/** Bytes of the largest frame, 640x480. */
const FRAME_BYTES = 640 * 480;

const WATCHDOG_MS = 15_000;
const HEARTBEAT_MS = 3_000;

const CAUSES: readonly RestartCause[] = ["power", "request", "abort", "watchdog"];
const ON_REQUEST = 1;

/**
 * Every door of an ESP32-S3 unit on this board. Arms the watchdog: from here on the unit has to make
 * progress.
 */
export function openDoors(board: Board): Doors {
	let failLink: FailLink | undefined;
	installAbortPolicy(() => failLink);
	const crypto = openCrypto();
	const exposures = new ExposureLog(board.camera.frameIntervalMs);
	const signals = openSignals(board.lights, board.buzzer, clock);
	const guard = new ProgressGuard(() => feedWatchdog());
	armWatchdog(WATCHDOG_MS);
	const beat = (): void => {
		guard.heartbeat(clock.nowMs());
		clock.setTimer(HEARTBEAT_MS, beat);
	};
	beat();
	return {
		clock,
		crypto,
		openImageSensor: (options) => openImageSensor(board.camera, clock, exposures, options),
		openIlluminator: () => openIlluminator(board.illuminators, clock, exposures),
		openPresenceSensor: () => openPresenceSensor(board.presence),
		openFlash,
		openLink: (options) =>
			openLink(options, clock, crypto, (fail) => {
				failLink = fail;
			}),
		openConsole: (options) => openConsole(board.console, clock, crypto, options),
		openTamperSwitch: (options) => openTamperSwitch(board.tamper, clock, options),
		slots: openSlots(),
		restartCause: () => CAUSES[restartCause()] ?? "power",
		restart: () => restart(ON_REQUEST),
		showCode: (digits) => signals.spell(digits),
		onStep(state) {
			guard.step(state, clock.nowMs());
			signals.show(state);
		},
		frameBuffer: new Uint8Array(frameMemory(FRAME_BYTES)),
		trace: (line) => trace(`${line}\n`),
	};
}
