import type { Doors, FrameInfo } from "../../hal/hal.js";

/** What can be seen of a unit from outside, through doors it has anyway. */
export interface Onlooker {
	/** The unit has read this frame; `pixels` are the onlooker's own. */
	readonly onFrame: (info: FrameInfo, pixels: Uint8Array) => void;
	readonly onCamera: (camera: "started" | "stopped") => void;
	readonly onLight: (levelPercent: number) => void;
	/** A line of the unit's trace: which state it has come to, what it has not taken. Never a measurement. */
	readonly onTrace: (line: string) => void;
}

/** The same doors, with somebody looking on. */
export function watchedDoors(doors: Doors, onlooker: Onlooker): Doors {
	return {
		...doors,
		openImageSensor(options) {
			const camera = doors.openImageSensor(options);
			return {
				start() {
					camera.start();
					onlooker.onCamera("started");
				},
				stop() {
					camera.stop();
					onlooker.onCamera("stopped");
				},
				read(buffer) {
					const info = camera.read(buffer);
					if (info !== undefined) onlooker.onFrame(info, buffer.slice(0, info.width * info.height));
					return info;
				},
				close: () => camera.close(),
			};
		},
		openIlluminator() {
			const light = doors.openIlluminator();
			return {
				set(levelPercent) {
					light.set(levelPercent);
					onlooker.onLight(levelPercent);
				},
				close: () => light.close(),
			};
		},
		trace(line) {
			doors.trace(line);
			onlooker.onTrace(line);
		},
	};
}
