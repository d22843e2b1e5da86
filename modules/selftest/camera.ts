import type { ImageSensor } from "../../hal/hal.js";
import type { Clause, Stage } from "./clause.js";
import { expectLines, expectRefusal, expectSame, expectThat } from "./expect.js";

/** A camera that has just been started takes this long at most for its first frame. */
const FIRST_FRAME_MS = 2000;
const LOOK_MS = 50;
/** The frames of a light that has just changed are past. */
const SETTLED_MS = 300;
const WIDTH_MAX = 640;
const HEIGHT_MAX = 480;

/** The ImageSensor door, on whatever stands before the camera. */
export const CAMERA_CLAUSES: readonly Clause[] = [
	{
		door: "camera",
		name: "frames come only between start and stop, never from inside a call",
		*steps(stage) {
			const camera = openCamera(stage);
			yield 300;
			expectLines(stage.takeNotes(), [], "before start");
			camera.start();
			camera.start();
			yield* untilReadable(stage);
			camera.stop();
			yield 500;
			expectLines(stage.takeNotes(), [], "after stop");
		},
	},
	{
		door: "camera",
		name: "a frame is 1 to 640 by 1 to 480 pixels, fits the frame memory, and leaves the rest of it alone",
		*steps(stage) {
			const camera = openCamera(stage);
			const { frameBuffer } = stage.doors;
			camera.start();
			yield* untilReadable(stage);
			const beyond = frameBuffer.length - 1;
			frameBuffer[beyond] = 0xee;
			const frame = camera.read(frameBuffer);
			expectThat(frame !== undefined, "no frame waits");
			const { width, height } = frame;
			expectThat(
				width >= 1 && width <= WIDTH_MAX && height >= 1 && height <= HEIGHT_MAX,
				`${width}x${height}`,
			);
			if (width * height < frameBuffer.length) expectSame(frameBuffer[beyond], 0xee, "beyond the frame");
			frameBuffer.fill(0);
		},
	},
	{
		door: "camera",
		name: "read leaves the buffer alone when no frame waits",
		check(stage) {
			const camera = openCamera(stage);
			const { frameBuffer } = stage.doors;
			frameBuffer.fill(0xee, 0, 4);
			expectThat(camera.read(frameBuffer) === undefined, "a frame before start");
			expectSame(frameBuffer[0], 0xee, "the buffer");
			frameBuffer.fill(0, 0, 4);
		},
	},
	{
		door: "camera",
		name: "a buffer shorter than the frame is a RangeError, and the frame stays queued",
		*steps(stage) {
			const camera = openCamera(stage);
			camera.start();
			yield* untilReadable(stage);
			expectRefusal(() => camera.read(new Uint8Array(1)), "RangeError");
			expectThat(camera.read(stage.doors.frameBuffer) !== undefined, "the frame is gone");
			stage.doors.frameBuffer.fill(0);
		},
	},
	{
		door: "camera",
		name: "stop forgets the frames that wait: none outlives its session",
		*steps(stage) {
			const camera = openCamera(stage);
			camera.start();
			yield* untilReadable(stage);
			camera.stop();
			expectThat(camera.read(stage.doors.frameBuffer) === undefined, "a frame after stop");
			camera.start();
			expectThat(camera.read(stage.doors.frameBuffer) === undefined, "a frame of the session before");
		},
	},
	{
		door: "camera",
		name: "a frame says whether the light was on",
		*steps(stage) {
			const camera = openCamera(stage);
			const illuminator = stage.doors.openIlluminator();
			for (const level of [0, 100, 0]) {
				illuminator.set(level);
				camera.start();
				yield* untilReadable(stage);
				yield SETTLED_MS;
				const frame = camera.read(stage.doors.frameBuffer);
				expectSame(frame?.lit, level > 0, `lit at ${level} %`);
				camera.stop();
			}
			stage.doors.frameBuffer.fill(0);
		},
	},
	{
		door: "camera",
		name: "after close every call but close throws, nobody is called, and it can be opened again",
		*steps(stage) {
			const camera = openCamera(stage);
			camera.start();
			yield* untilReadable(stage);
			stage.takeNotes();
			camera.close();
			camera.close();
			expectRefusal(() => camera.start(), "used while closed");
			expectRefusal(() => camera.stop(), "used while closed");
			expectRefusal(() => camera.read(stage.doors.frameBuffer), "used while closed");
			yield 500;
			expectLines(stage.takeNotes(), [], "after close");
			openCamera(stage).start();
			yield* untilReadable(stage);
		},
	},
];

function openCamera({ doors, note }: Stage): ImageSensor {
	return doors.openImageSensor({
		onReadable: () => note("readable"),
		onError: (reason) => note(`error ${reason}`),
	});
}

/** Passes the time until a frame waits; none, or any other call, is an Error. */
function* untilReadable({ takeNotes }: Stage): Generator<number> {
	takeNotes();
	for (let waitedMs = 0; waitedMs < FIRST_FRAME_MS; waitedMs += LOOK_MS) {
		yield LOOK_MS;
		const [first] = takeNotes();
		if (first === undefined) continue;
		expectSame(first, "readable", "the camera called");
		return;
	}
	throw new Error(`no frame within ${FIRST_FRAME_MS} ms`);
}
