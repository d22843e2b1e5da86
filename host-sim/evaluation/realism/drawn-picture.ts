import type { GreyImage } from "../../images/grey-image.js";
import type { ImageModality, ManifestRow } from "../../images/manifest.js";
import { captureEye, eyePoseOf } from "../../world/eyes/capture.js";
import { createEye } from "../../world/eyes/eye.js";
import { USUAL_EYES } from "../../world/eyes/pose.js";
import { captureHand } from "../../world/hands/capture.js";
import { USUAL_POSES } from "../../world/hands/pose.js";
import { createWholeHand, poseOf } from "../../world/hands/whole-hand.js";
import { capturePalm } from "../../world/palms/capture.js";
import { PALM_LOOKS, type PalmLookName } from "../../world/palms/look.js";
import { createPalm } from "../../world/palms/palm.js";

/** A synthetic person's trait, ready to be captured as often as a real one was. */
export type DrawnTrait = (
	name: { readonly session: number; readonly sample: number },
	like: ManifestRow,
) => GreyImage;

/** Whole hands are what the unit sees; sets of regions come from scanners that level them. */
export function usualLook(kind: ImageModality): PalmLookName {
	return kind === "palm-roi" ? "levelled" : "near-infrared";
}

/** For every kind of picture that the simulated world can draw. */
export const DRAW_TRAIT: ReadonlyMap<ImageModality, (seed: string, look: PalmLookName) => DrawnTrait> =
	new Map([
		["palm-roi", drawPalm],
		["palm", drawHand],
		["iris", drawEye],
	]);

function drawPalm(seed: string, look: PalmLookName): DrawnTrait {
	const palm = createPalm(seed, "left");
	return (name) => capturePalm(palm, { ...name, condition: "good", look: PALM_LOOKS[look] });
}

function drawHand(seed: string, look: PalmLookName): DrawnTrait {
	const hand = createWholeHand(createPalm(seed, "left"));
	return (name, { width, height }) => {
		const pose = poseOf(hand, name, USUAL_POSES);
		const size = { width, height };
		const how = { condition: "good", lamp: "on", look: PALM_LOOKS[look] } as const;
		return captureHand(hand, { ...name, ...how, size, pose }).image;
	};
}

function drawEye(seed: string): DrawnTrait {
	const eye = createEye(seed, "left");
	return (name, { width, height }) => {
		const pose = eyePoseOf(eye, name, USUAL_EYES);
		return captureEye(eye, { ...name, condition: "good", size: { width, height }, pose, lamp: "on" }).image;
	};
}
