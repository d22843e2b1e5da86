import { fillHoles, keepLargest, RUN } from "../../../image/components.js";
import type { GrayImage } from "../../../image/gray-image.js";
import { openInPlace } from "../../../image/open.js";
import { shrinkInto } from "../../../image/shrink.js";
import { GREYS, histogramInto, splitLevels, thresholdInto } from "../../../image/threshold.js";
import type { CaptureRefusal } from "../../modality.js";
import * as P from "../parameters.js";

/** A hand cut out of a small picture, at most SMALL_WIDTH x SMALL_HEIGHT pixels. */
export interface Silhouette {
	readonly grey: Uint8Array;
	/** Not 0 where the hand is. */
	readonly mask: Uint8Array;
	readonly width: number;
	readonly height: number;
}

/** Working memory of the search for a hand, carved from the modality's scratch samples. */
export interface HandMemory {
	readonly grey: Uint8Array;
	readonly mask: Uint8Array;
	readonly runs: Int16Array;
	readonly outline: Int16Array;
}

/** Carves up at least HAND_SCRATCH samples. */
export function handMemory(scratch: Int16Array): HandMemory {
	const { buffer, byteOffset } = scratch;
	return {
		grey: new Uint8Array(buffer, byteOffset, P.SMALL_AREA),
		mask: new Uint8Array(buffer, byteOffset + P.SMALL_AREA, P.SMALL_AREA),
		outline: scratch.subarray(P.SMALL_AREA, P.SMALL_AREA + P.RAYS),
		runs: scratch.subarray(P.SMALL_AREA + P.RAYS),
	};
}

/**
 * Two small pictures of bytes, the outline, and runs of the mask, of which a hand has some hundred; the
 * histogram lies over these.
 */
export const HAND_SCRATCH = P.SMALL_AREA + P.RAYS + RUN * 2000;

/**
 * frame -> the largest bright thing in it, without holes.
 * @returns "too-dark" when something stands out but weakly, "no-hand" when nothing large does, "too-bright"
 * when
 *   so much of it glares that its outline is not to be trusted
 */
export function cutOut(memory: HandMemory, frame: GrayImage): Silhouette | CaptureRefusal {
	const factor = Math.ceil(Math.max(frame.width / P.SMALL_WIDTH, frame.height / P.SMALL_HEIGHT));
	const width = (frame.width / factor) | 0;
	const height = (frame.height / factor) | 0;
	const count = width * height;
	const { grey, mask, runs } = memory;
	shrinkInto(grey, frame, factor);
	histogramInto(runs, grey, count);
	const { level: middle, darker, brighter } = splitLevels(runs, count, P.SKIN_CEILING);
	const glare = countAbove(runs, P.BRIGHT);
	if (brighter < P.SKIN_MEAN_MIN) return brighter > 2 * darker ? "too-dark" : "no-hand";
	const level = (middle * P.SKIN_LEVEL) >> 8;
	thresholdInto(mask, grey, count, level < P.SKIN_MIN ? P.SKIN_MIN : level);
	openInPlace(mask, width, height);
	const area = keepLargest(mask, width, height, runs);
	if (area * 256 < P.HAND_AREA_MIN * count) return "no-hand";
	fillHoles(mask, width, height, runs);
	// Seldom is there so much glare that it matters how much of it is the hand's.
	const isGlaring = 256 * glare > P.GLARE_MAX * area && glareIn(grey, mask, count) > P.GLARE_MAX;
	return isGlaring ? "too-bright" : { grey, mask, width, height };
}

function countAbove(histogram: Int16Array, level: number): number {
	let count = 0;
	for (let above = level + 1; above < GREYS; above++) count += histogram[above];
	return count;
}

/** Share of the mask's pixels that glare, in 1/256. */
function glareIn(grey: Uint8Array, mask: Uint8Array, count: number): number {
	let area = 0;
	let glare = 0;
	for (let i = 0; i < count; i++) {
		if (mask[i] === 0) continue;
		area++;
		if (grey[i] > P.BRIGHT) glare++;
	}
	return ((256 * glare) / area) | 0;
}
