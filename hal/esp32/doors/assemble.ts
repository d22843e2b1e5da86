import { encodeUtf8 } from "../../../modules/bytes/utf8.js";
import { ExposureLog } from "../../../modules/device/exposure.js";
import { ProgressGuard } from "../../../modules/device/progress-guard.js";
import type {
	Clock,
	Doors,
	FirmwareSlots,
	Flash,
	ImageSensor,
	ImageSensorOptions,
	RestartCause,
} from "../../hal.js";
import { entropyInto } from "../native/entropy.js";
import { frameMemory } from "../native/frame-memory.js";
import { restart, restartCause } from "../native/restart.js";
import { armWatchdog, feedWatchdog } from "../native/watchdog.js";
import { installAbortPolicy } from "./abort.js";
import type { Board } from "./board.js";
import { clock } from "./clock.js";
import { openConsole } from "./console.js";
import { openCrypto } from "./crypto.js";
import { openIlluminator } from "./illuminator.js";
import { type FailLink, openLink } from "./link.js";
import { openPresenceSensor } from "./presence.js";
import { openSignals } from "./signals.js";
import { openTamperSwitch } from "./tamper.js";

const WATCHDOG_MS = 15_000;
const HEARTBEAT_MS = 3_000;

const CAUSES: readonly RestartCause[] = ["power", "request", "abort", "watchdog"];
const ON_REQUEST = 1;

/** The doors that every chip opens in its own way. */
export interface OwnDoors {
	/** From one frame to the next at its fastest. */
	readonly frameIntervalMs: number;
	readonly openImageSensor: (
		clock: Clock,
		exposures: ExposureLog,
		options: ImageSensorOptions,
	) => ImageSensor;
	readonly openFlash: () => Flash;
	readonly slots: FirmwareSlots;
	/** HMAC-SHA-256 of a label under the chip's own root, 32 bytes into `out`. */
	readonly deviceKey: (out: Uint8Array, label: ArrayBuffer) => void;
	/** Outside the engine's heap. */
	readonly frameBytes: number;
}

/**
 * Every door of a unit on this board: `own`, and those that the SDK has alike on every chip. Arms the
 * watchdog: from here on the unit has to make progress.
 */
export function assembleDoors(board: Omit<Board, "camera">, own: OwnDoors): Doors {
	let failLink: FailLink | undefined;
	installAbortPolicy(() => failLink);
	const crypto = openCrypto(
		// A native takes whole buffers only.
		(out, label) => own.deviceKey(out, encodeUtf8(label).slice().buffer),
		(out) => entropyInto(out),
	);
	const exposures = new ExposureLog(own.frameIntervalMs);
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
		openImageSensor: (options) => own.openImageSensor(clock, exposures, options),
		openIlluminator: () => openIlluminator(board.illuminators, clock, exposures),
		openPresenceSensor: () => openPresenceSensor(board.presence),
		openFlash: own.openFlash,
		openLink: (options) =>
			openLink(options, clock, crypto, (fail) => {
				failLink = fail;
			}),
		openConsole: (options) => openConsole(board.console, clock, crypto, options),
		openTamperSwitch: (options) => openTamperSwitch(board.tamper, clock, options),
		slots: own.slots,
		restartCause: () => CAUSES[restartCause()] ?? "power",
		restart: () => restart(ON_REQUEST),
		showCode: (digits) => signals.spell(digits),
		onStep(state) {
			guard.step(state, clock.nowMs());
			signals.show(state);
		},
		frameBuffer: new Uint8Array(frameMemory(own.frameBytes)),
		trace: (line) => trace(`${line}\n`),
	};
}
