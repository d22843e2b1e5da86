import type { FrameInfo, ImageSensor, ImageSensorOptions } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import { type DoorUse, openDoorUse } from "../../../modules/device/door-use.js";
import type { EVENTS, Handlers } from "../messages.js";
import { call, post } from "./wire.js";

export interface CameraProxy {
	readonly open: (options: ImageSensorOptions) => ImageSensor;
	readonly events: Pick<Handlers<typeof EVENTS>, "camera-readable" | "camera-error">;
}

/**
 * @param frameBuffer where the host puts the pixels of every frame read, whatever buffer the caller names.
 */
export function proxyCamera(frameBuffer: Uint8Array): CameraProxy {
	let opened: { readonly options: ImageSensorOptions; readonly use: DoorUse } | undefined;

	const read = (buffer: Uint8Array): FrameInfo | undefined => {
		const [frame] = call("camera-read", buffer.length);
		if (frame === null) return undefined;
		const [width, height, lit] = frame;
		if (!isSameMemory(buffer, frameBuffer)) buffer.set(frameBuffer.subarray(0, width * height));
		return { width, height, lit };
	};

	return {
		open(options) {
			if (opened !== undefined) throw new Error("camera: already open");
			const use = openDoorUse("camera");
			opened = { options, use };
			post("camera-open");
			return {
				start() {
					use.assertOpen();
					post("camera-start");
				},
				stop() {
					use.assertOpen();
					post("camera-stop");
				},
				read(buffer) {
					use.assertOpen();
					return read(buffer);
				},
				close() {
					if (!use.close()) return;
					opened = undefined;
					post("camera-close");
				},
			};
		},
		events: {
			"camera-readable"() {
				assert(opened !== undefined, "a frame for a closed camera");
				opened.options.onReadable();
			},
			"camera-error"(reason) {
				assert(opened !== undefined, "an error of a closed camera");
				opened.use.die();
				opened.options.onError(reason);
			},
		},
	};
}

function isSameMemory(a: Uint8Array, b: Uint8Array): boolean {
	return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
}
