import Camera from "embedded:io/image/in/camera";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { ExposureLog } from "../../../modules/device/exposure.js";
import type { Clock, ImageSensor, ImageSensorOptions } from "../../hal.js";
import type { Board } from "./board.js";

/** Commodetto's Monochrome, for which the SDK's driver gives 8 bits of grey a pixel; it refuses Gray256. */
const GRAY = 3;

/**
 * The ImageSensor door. A frame during which the light changed is dropped here: it would pass for a dark one.
 */
export function openImageSensor(
	{ width, height }: Board["camera"],
	clock: Clock,
	exposures: ExposureLog,
	{ onReadable, onError }: ImageSensorOptions,
): ImageSensor {
	const use = openDoorUse("camera");
	/** When the frames that wait arrived, oldest first. */
	const arrivals: number[] = [];
	let isStarted = false;

	const camera = new Camera({
		width,
		height,
		imageType: GRAY,
		format: "buffer",
		onReadable() {
			if (!use.isOpen || !isStarted) return;
			try {
				arrivals.push(clock.nowMs());
				onReadable();
			} catch (error) {
				use.die();
				camera.stop();
				onError(String(error));
			}
		},
	});

	return {
		start() {
			use.assertOpen();
			if (isStarted) return;
			isStarted = true;
			camera.start();
		},
		stop() {
			use.assertOpen();
			if (!isStarted) return;
			isStarted = false;
			arrivals.length = 0;
			camera.stop();
		},
		read(buffer) {
			use.assertOpen();
			if (buffer.length < width * height) {
				throw new RangeError(`a frame of ${width * height} bytes, a buffer of ${buffer.length}`);
			}
			while (camera.read(buffer) !== undefined) {
				const seen = exposures.of(arrivals.shift() ?? clock.nowMs());
				if (seen !== "mixed") return { width, height, lit: seen === "lit" };
				buffer.fill(0, 0, width * height);
			}
			arrivals.length = 0;
			return undefined;
		},
		close() {
			if (!use.close()) return;
			isStarted = false;
			camera.close();
		},
	};
}
