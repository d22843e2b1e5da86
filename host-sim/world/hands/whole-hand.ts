import type { CaptureName } from "../palms/appearance.js";
import { captureChance } from "../palms/appearance.js";
import type { Palm } from "../palms/palm.js";
import { palmPrng } from "../palms/palm.js";
import type { HandBuild } from "./hand-shape.js";
import { drawBuild } from "./hand-shape.js";
import type { HandPose, PoseRange } from "./pose.js";
import { drawPose } from "./pose.js";
import type { HandSkin } from "./skin.js";
import { drawHandSkin } from "./skin.js";

/** A palm with the rest of its hand: what does not change from day to day. About 3 MB. */
export interface WholeHand {
	readonly palm: Palm;
	readonly build: HandBuild;
	readonly skin: HandSkin;
}

/** Gives a palm its fingers: the same palm always the same ones. */
export function createWholeHand(palm: Palm): WholeHand {
	const prng = palmPrng(palm.seed, palm.hand).split("hand");
	return { palm, build: drawBuild(palm.hand, prng.split("build")), skin: drawHandSkin(prng.split("skin")) };
}

/** How the hand is held in this capture: uniform within `range`, the same for the same name. */
export function poseOf(hand: WholeHand, name: CaptureName, range: PoseRange): HandPose {
	return drawPose(range, captureChance(hand.palm, name).sample.split("hand pose"));
}
