import type { Doors, FrameInfo, Illuminator, ImageSensor, PresenceSensor } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { type GrayImage, grayImage } from "../image/gray-image.js";
import type { CaptureRefusal } from "../modality/modality.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import { Limit } from "../policy/limits.js";
import type { HintName } from "./effects.js";

export interface CaptureOptions {
	/** A lit frame has been looked at: the pipeline has its code, or the person can do something better. */
	readonly onOutcome: (outcome: "usable" | HintName) => void;
	readonly onError: (reason: string) => void;
}

/**
 * Camera, light and presence sensor at work for one request after another. A capture begins in the dark, to
 * see what is not our light's doing; then the light goes on, and every frame lit throughout is judged:
 *
 *   begin | unlit: ambient | light on | lit: judge (ambient taken away) | lit: judge | ... | end
 *
 * The ambient picture serves the next lit frame only: by the one after it, the hand may have come or gone.
 */
export class Capture {
	readonly #frameBuffer: Uint8Array;
	/** Of the trait that is captured now. */
	#pipeline: Pipeline | undefined;
	readonly #camera: ImageSensor;
	readonly #light: Illuminator;
	readonly #presence: PresenceSensor;
	readonly #onOutcome: CaptureOptions["onOutcome"];
	/** Frames still to be taken before the light goes on. */
	#framesInDark = 0;
	#ambient: GrayImage | undefined;

	constructor(doors: Doors, presence: PresenceSensor, options: CaptureOptions) {
		this.#frameBuffer = doors.frameBuffer;
		this.#onOutcome = options.onOutcome;
		this.#light = doors.openIlluminator();
		this.#presence = presence;
		this.#camera = doors.openImageSensor({ onReadable: () => this.#look(), onError: options.onError });
	}

	/** For the first trait, another one, or another person: in the dark again. */
	begin(pipeline: Pipeline): void {
		this.#pipeline = pipeline;
		this.#framesInDark = Limit.ambientFrames;
		this.#camera.start();
	}

	/** Camera and light off; frames, probe and samples wiped. */
	end(): void {
		this.#camera.stop();
		this.#light.set(0);
		this.#wipe();
	}

	/** For good; the camera may be dead: closing is all that a dead door still allows. */
	close(): void {
		this.#wipe();
		this.#light.set(0);
		this.#camera.close();
	}

	#look(): void {
		const frame = this.#camera.read(this.#frameBuffer);
		if (frame === undefined) return;
		const isInDark = this.#framesInDark > 0;
		if (isInDark && !frame.lit) this.#keepAmbient(frame);
		if (isInDark && --this.#framesInDark === 0) this.#light.set(Limit.illuminationPercent);
		const outcome = frame.lit ? this.#judge(frame) : undefined;
		this.#frameBuffer.fill(0, 0, frame.width * frame.height);
		if (frame.lit) this.#wipeAmbient();
		if (outcome !== undefined) this.#onOutcome(outcome);
	}

	#judge({ width, height }: FrameInfo): "usable" | HintName {
		const distanceMm = this.#presence.sample()?.distanceMm;
		if (distanceMm === undefined || distanceMm > Limit.presenceMaxMm) return "present";
		const image = grayImage(this.#frameBuffer, width, height);
		const ambient = this.#ambient;
		const isOfSameSize = ambient !== undefined && ambient.width === width && ambient.height === height;
		assert(this.#pipeline !== undefined, "a frame that nobody asked for");
		const refusal = this.#pipeline.acquire(image, isOfSameSize ? ambient : undefined);
		return refusal === undefined ? "usable" : HINT_OF[refusal];
	}

	/** Moves the frame to the second half of the frame buffer, unless it is larger than that. */
	#keepAmbient({ width, height }: FrameInfo): void {
		const half = this.#frameBuffer.length >> 1;
		if (width * height > half) return;
		this.#frameBuffer.copyWithin(half, 0, width * height);
		this.#ambient = grayImage(this.#frameBuffer.subarray(half), width, height);
	}

	#wipeAmbient(): void {
		this.#ambient?.data.fill(0);
		this.#ambient = undefined;
	}

	#wipe(): void {
		this.#wipeAmbient();
		this.#pipeline?.wipe();
	}
}

/** What each refusal of a capture says to the person in front of the unit. */
const HINT_OF: Readonly<Record<CaptureRefusal, HintName>> = {
	"too-dark": "tooDark",
	"too-bright": "tooBright",
	"low-contrast": "lowContrast",
	blurred: "blurred",
	moving: "holdStill",
	"no-hand": "noHand",
	"too-close": "tooClose",
	"too-far": "tooFar",
	"not-flat": "notFlat",
	"no-eye": "noEye",
	"eye-closed": "eyeClosed",
	"looking-away": "lookingAway",
	glare: "glare",
};
