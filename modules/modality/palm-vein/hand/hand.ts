import type { GrayImage } from "../../../image/gray-image.js";
import { type Disc, largestDisc } from "../../../image/inscribed-disc.js";
import type { CaptureRefusal } from "../../modality.js";
import * as P from "../parameters.js";
import { chooseKnuckles, type Knuckles } from "./knuckles.js";
import { traceOutline } from "./outline.js";
import { cutOut, type HandMemory, type Silhouette } from "./silhouette.js";
import { findThumb, type ThumbSide } from "./thumb.js";
import { findValleys, type Valley } from "./valleys.js";

/** What is known of a hand in a frame; all places in pixels of its silhouette's small picture. */
export interface Hand {
	readonly silhouette: Silhouette;
	/** The palm's inscribed disc. */
	readonly palm: Disc;
	/** RAYS lengths from the disc's centre, see outline.ts; lies in the working memory. */
	readonly outline: Int16Array;
	readonly valleys: readonly Valley[];
	/** Those of the valleys that lie between the fingers. */
	readonly knuckles: Knuckles;
	readonly thumb: ThumbSide;
}

/**
 * frame -> hand, of either side, turned by up to 30 degrees from upright.
 * @returns why it could not: what the person can do better
 */
export function findHand(memory: HandMemory, frame: GrayImage): Hand | CaptureRefusal {
	const silhouette = cutOut(memory, frame);
	if (typeof silhouette === "string") return silhouette;
	const palm = largestDisc(silhouette.mask, silhouette.width, silhouette.height);
	if (palm === undefined) return "no-hand";
	if (palm.radius < P.PALM_RADIUS_MIN) return "too-far";
	if (palm.radius > P.PALM_RADIUS_MAX) return "too-close";
	traceOutline(memory.outline, silhouette, palm, memory.runs);
	const valleys = findValleys(memory.outline, palm, memory.runs);
	const knuckles = chooseKnuckles(valleys, palm);
	if (knuckles === undefined) return isCutOff(memory.outline) ? "too-close" : "not-flat";
	const thumb = findThumb(memory.outline, palm, valleys, knuckles);
	if (typeof thumb === "string") return thumb;
	return { silhouette, palm, outline: memory.outline, valleys, knuckles, thumb };
}

/** Do most of the rays that should meet fingers leave the picture first? */
function isCutOff(outline: Int16Array): boolean {
	const reach = P.RAYS / 6;
	let left = 0;
	for (let ray = -reach; ray <= reach; ray++) if (outline[(ray + P.RAYS) % P.RAYS] < 0) left++;
	return left > reach;
}
