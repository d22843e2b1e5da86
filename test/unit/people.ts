/** Synthetic persons in front of the camera. */
import type { Frame } from "../../host-sim/doors/camera.js";
import { type CaptureOptions, type Condition, capturePalm } from "../../host-sim/world/palms/capture.js";
import { createPalm, type Palm } from "../../host-sim/world/palms/palm.js";

const palms = new Map<string, Palm>();
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

/** A square frame of one grey level, as large as a palm unless told otherwise. */
export function plainFrame(level: number, side = 128): Frame {
	return { pixels: new Uint8Array(side * side).fill(level), width: side, height: side, lit: true };
}
