/** Synthetic persons in front of the camera. */
import type { Frame } from "../../host-sim/doors/camera.js";
import { captureEye, eyePoseOf } from "../../host-sim/world/eyes/capture.js";
import { createEye, type Eye } from "../../host-sim/world/eyes/eye.js";
import { USUAL_EYES } from "../../host-sim/world/eyes/pose.js";
import type { CaptureName } from "../../host-sim/world/palms/appearance.js";
import { type CaptureOptions, type Condition, capturePalm } from "../../host-sim/world/palms/capture.js";
import { createPalm, type Palm } from "../../host-sim/world/palms/palm.js";

const palms = new Map<string, Palm>();
const eyes = new Map<string, Eye>();
const frames = new Map<string, Frame>();

/** A scene that shows another capture of `person`'s palm at every exposure. */
export function palmOf(person: string, condition: Condition = "good", session = 1): () => Frame {
	let sample = 0;
	return () => captureOf(person, { session, sample: ++sample, condition });
}

/** One capture; drawing a palm is slow, so each is drawn once. */
export function captureOf(person: string, options: CaptureOptions): Frame {
	const name = JSON.stringify([person, options]);
	const frame = frames.get(name) ?? draw(person, options);
	frames.set(name, frame);
	return frame;
}

function draw(person: string, options: CaptureOptions): Frame {
	const palm = palms.get(person) ?? createPalm(person, "left");
	palms.set(person, palm);
	const { data, width, height } = capturePalm(palm, options);
	return { pixels: data, width, height, lit: true };
}

/** The same of `person`'s eye. */
export function eyeOf(person: string, session = 1): () => Frame {
	let sample = 0;
	return () => {
		const capture = { session, sample: ++sample };
		const name = JSON.stringify(["eye", person, capture]);
		const frame = frames.get(name) ?? drawEye(person, capture);
		frames.set(name, frame);
		return frame;
	};
}

function drawEye(person: string, name: CaptureName): Frame {
	const eye = eyes.get(person) ?? createEye(person, "left");
	eyes.set(person, eye);
	const options = { condition: "good", size: { width: 320, height: 240 }, lamp: "on" } as const;
	const { image } = captureEye(eye, { ...name, ...options, pose: eyePoseOf(eye, name, USUAL_EYES) });
	return { pixels: image.data, width: image.width, height: image.height, lit: true };
}

/** A square frame of one grey level, as large as a palm unless told otherwise. */
export function plainFrame(level: number, side = 128): Frame {
	return { pixels: new Uint8Array(side * side).fill(level), width: side, height: side, lit: true };
}
