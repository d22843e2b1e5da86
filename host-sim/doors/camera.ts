import type { FrameInfo, ImageSensor, ImageSensorOptions } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { DoorLife } from "./door-life.js";
import type { Cancel, Scheduler } from "./scheduler.js";

const WIDTH_MAX = 640;
const HEIGHT_MAX = 480;

/** One exposure: rows top-down, one byte a pixel, no padding. */
export interface Frame extends FrameInfo {
	readonly pixels: Uint8Array;
}

export interface CameraOptions {
	/** Milliseconds from one exposure of `scene` to the next. */
	readonly frameIntervalMs: number;
	/** Complete frames kept; the oldest makes room for a new one. */
	readonly queueLength: number;
}

/**
 * The camera and what stands before it. While the unit has it started, `scene` is exposed at every frame
 * interval; an exposure whose whole interval has gone by while the unit or the machine was busy is lost, as
 * it is with a real camera. `offer` gives it a single frame at a moment of the caller's choosing.
 */
export class SimulatedCamera {
	/** What an exposure would show now; undefined lets this exposure pass without a frame. Set by the world. */
	scene: () => Frame | undefined = () => undefined;
	readonly #scheduler: Scheduler;
	readonly #options: CameraOptions;
	readonly #waiting: Frame[] = [];
	#opened: { readonly life: DoorLife; readonly options: ImageSensorOptions } | undefined;
	#exposure: Cancel | undefined;

	constructor(scheduler: Scheduler, options: Partial<CameraOptions> = {}) {
		this.#scheduler = scheduler;
		this.#options = { frameIntervalMs: 100, queueLength: 2, ...options };
	}

	/** True between the unit's `start` and its `stop`. */
	get isStarted(): boolean {
		return this.#exposure !== undefined;
	}

	/** @returns false, and drops the frame, while the camera is not started. */
	offer(frame: Frame): boolean {
		assertFrame(frame);
		const opened = this.#opened;
		if (opened === undefined || !this.isStarted) return false;
		if (this.#waiting.length === this.#options.queueLength) this.#waiting.shift();
		this.#waiting.push(frame);
		opened.life.callLater(() => {
			if (this.#waiting.includes(frame)) opened.options.onReadable();
		});
		return true;
	}

	/** The device dies. */
	fail(reason: string): void {
		const opened = this.#opened;
		if (opened === undefined) return;
		opened.life.fail(reason, (reported) => {
			this.#stop();
			opened.options.onError(reported);
		});
	}

	open(options: ImageSensorOptions): ImageSensor {
		if (this.#opened !== undefined) throw new Error("camera: already open");
		const life = new DoorLife("camera", this.#scheduler);
		this.#opened = { life, options };
		return {
			start: () => {
				life.assertOpen();
				if (!this.isStarted) this.#exposeAfterInterval();
			},
			stop: () => {
				life.assertOpen();
				this.#stop();
			},
			read: (buffer) => {
				life.assertOpen();
				return this.#read(buffer);
			},
			close: () => {
				if (!life.close()) return;
				this.#stop();
				this.#opened = undefined;
			},
		};
	}

	#read(buffer: Uint8Array): FrameInfo | undefined {
		const frame = this.#waiting[0];
		if (frame === undefined) return undefined;
		if (buffer.length < frame.pixels.length) {
			throw new RangeError(`a frame of ${frame.pixels.length} bytes, a buffer of ${buffer.length}`);
		}
		buffer.set(frame.pixels);
		this.#waiting.shift();
		return { width: frame.width, height: frame.height, lit: frame.lit };
	}

	#exposeAfterInterval(): void {
		this.#exposure = this.#scheduler.schedule(this.#options.frameIntervalMs, () => {
			this.#exposeAfterInterval();
			if (this.#scheduler.latenessMs() >= this.#options.frameIntervalMs) return;
			const frame = this.scene();
			if (frame !== undefined) this.offer(frame);
		});
	}

	#stop(): void {
		this.#exposure?.close();
		this.#exposure = undefined;
		this.#waiting.length = 0;
	}
}

function assertFrame({ width, height, pixels }: Frame): void {
	assert(Number.isInteger(width) && width >= 1 && width <= WIDTH_MAX, `frame width ${width}`);
	assert(Number.isInteger(height) && height >= 1 && height <= HEIGHT_MAX, `frame height ${height}`);
	assert(pixels.length === width * height, `${pixels.length} pixels for ${width}x${height}`);
}
