import Digital from "embedded:io/digital";
import SPI from "embedded:io/spi";
import {
	ArducamMega,
	MEGA_HEIGHT,
	MEGA_WIDTH,
	type SpiExchange,
} from "../../../modules/device/arducam-mega.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { ExposureLog } from "../../../modules/device/exposure.js";
import type { Clock, ImageSensor, ImageSensorOptions, Timer } from "../../hal.js";

/** The camera's wires. */
export interface CameraPins {
	readonly clock: number;
	readonly in: number;
	readonly out: number;
	/** Chip select, low while the camera is spoken to. */
	readonly select: number;
	readonly port: number;
}

/** What the camera's data sheet allows. */
const SPI_HZ = 8_000_000;
const LOOK_MS = 10;

/** The ImageSensor door over SPI. One frame waits in the camera itself; once read, the next is exposed. */
export function openImageSensor(
	pins: CameraPins,
	clock: Clock,
	exposures: ExposureLog,
	{ onReadable, onError }: ImageSensorOptions,
): ImageSensor {
	const use = openDoorUse("camera");
	const wires = openWires(pins);
	const camera = new ArducamMega(wires.exchange);
	let state: "stopped" | "exposing" | "waiting" = "stopped";
	let seen: ReturnType<ExposureLog["of"]> = "mixed";
	let look: Timer | undefined;

	const expose = (): void => {
		state = "exposing";
		camera.expose();
		look = clock.setTimer(LOOK_MS, isItDone);
	};

	const isItDone = (): void => {
		if (!use.isOpen || state !== "exposing") return;
		try {
			if (!camera.isDone) {
				look = clock.setTimer(LOOK_MS, isItDone);
				return;
			}
			seen = exposures.of(clock.nowMs());
			// During which the light changed: it would pass for a dark one.
			if (seen === "mixed") return expose();
			state = "waiting";
			onReadable();
		} catch (error) {
			use.die();
			onError(String(error));
		}
	};

	return {
		start() {
			use.assertOpen();
			if (state === "stopped") expose();
		},
		stop() {
			use.assertOpen();
			look?.close();
			state = "stopped";
		},
		read(buffer) {
			use.assertOpen();
			if (buffer.length < MEGA_WIDTH * MEGA_HEIGHT) {
				throw new RangeError(`a frame of ${MEGA_WIDTH * MEGA_HEIGHT} bytes, a buffer of ${buffer.length}`);
			}
			if (state !== "waiting") return undefined;
			const isWhole = camera.readInto(buffer);
			expose();
			return isWhole ? { width: MEGA_WIDTH, height: MEGA_HEIGHT, lit: seen === "lit" } : undefined;
		},
		close() {
			if (!use.close()) return;
			look?.close();
			wires.close();
		},
	};
}

function openWires(pins: CameraPins): { readonly exchange: SpiExchange; close(): void } {
	const select = new Digital({ pin: pins.select, mode: Digital.Output });
	const spi = new SPI({
		clock: pins.clock,
		in: pins.in,
		out: pins.out,
		port: pins.port,
		hz: SPI_HZ,
		mode: 0,
	});
	select.write(1);
	return {
		exchange(bytes) {
			select.write(0);
			spi.transfer(bytes);
			select.write(1);
		},
		close() {
			// The typings leave it out.
			if ("close" in spi && typeof spi.close === "function") spi.close();
			select.close();
		},
	};
}
