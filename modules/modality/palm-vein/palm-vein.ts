import { widenBlemishes } from "../../image/blemish.js";
import { continueOutside } from "../../image/continue.js";
import type { GrayImage } from "../../image/gray-image.js";
import { resampleInto } from "../../image/resample.js";
import type { CaptureRefusal, Modality, Region } from "../modality.js";
import { locatePalmInto } from "./hand/locate-palm.js";
import { HAND_SCRATCH } from "./hand/silhouette.js";
import { meanResponse, orientationInto, softenInto } from "./orientation.js";
import * as P from "./parameters.js";
import { PALM_POSES, poseInto } from "./pose.js";
import { isBlurred } from "./sharpness.js";
import { strikeOut, TALLY } from "./skin.js";

const AREA = P.FIELD_SIDE * P.FIELD_SIDE;
const FEATURES = P.PLANES * AREA;

/** Palm veins and lines from a near-infrared frame of the palm. */
export const palmVein: Modality = {
	name: "palm-vein",
	pictures: ["palm-roi", "palm"],
	id: 1,
	regionLength: AREA,
	regionWidth: P.FIELD_SIDE,
	scratchLength: Math.max(FEATURES, HAND_SCRATCH),
	// The pixels: over the runs of a hand's mask, and under the last plane until it is copied there.
	regionInScratch: AREA,
	codeLength: FEATURES + P.SHAPE_USUAL.length,
	shape: {
		spreads: P.SHAPE_SPREADS,
		distanceMax: P.SHAPE_DISTANCE_MAX,
		knownMin: P.SHAPE_KNOWN_MIN,
	},
	motionMax: P.MOTION_MAX,
	grid: { planes: P.PLANES, width: P.CELLS, height: P.CELLS, shiftX: P.SHIFT, shiftY: P.SHIFT },
	poses: PALM_POSES,
	commitment: {
		tileWidth: P.TILE_WIDTH,
		tileHeight: P.TILE_HEIGHT,
		blocks: P.BLOCKS,
		keySymbols: P.KEY_SYMBOLS,
		bitErrorMax: P.BIT_ERROR_MAX,
	},
	locateInto,
	assess,
	extractInto,
	poseInto,
};

/**
 * A square frame is one in which the camera frames the palm itself: the region is its central square, and
 * a margin where the frame has one. Any other shows a whole hand, in which the palm is sought.
 */
function locateInto(region: Region, frame: GrayImage, scratch: Int16Array): CaptureRefusal | undefined {
	region.shape.fill(0);
	region.place.fill(0);
	if (frame.width !== frame.height) return locatePalmInto(region, frame, scratch);
	resampleInto(region.pixels, region.mask, frame, P.FIELD_SIDE, {
		centreX: (((frame.width - 1) * 65536) / 2) | 0,
		centreY: (((frame.height - 1) * 65536) / 2) | 0,
		stepX: ((frame.width * 65536) / P.REGION_SIDE) | 0,
		stepY: 0,
	});
	return undefined;
}

function assess(region: Region): CaptureRefusal | undefined {
	const tally = new Int32Array(TALLY);
	strikeOut(tally, region.pixels, region.mask, P.DARK, P.BRIGHT);
	const [sum, count, glare, measured] = tally;
	const blemished = count - measured;
	if (sum < count * P.MEAN_MIN) return "too-dark";
	if (256 * measured >= P.MEASURED_MIN * count) return undefined;
	return 2 * glare > blemished ? "too-bright" : "too-dark";
}

function extractInto(code: Int8Array, region: Region, scratch: Int16Array): CaptureRefusal | undefined {
	const { pixels, mask } = region;
	continueOutside(pixels, mask, P.FIELD_SIDE);
	widenBlemishes(mask, P.FIELD_SIDE, P.BLEMISH_REACH);
	const blurred = isBlurred(region, scratch);
	orientationInto(scratch, pixels);
	const means: number[] = [];
	for (let plane = 0; plane < P.PLANES; plane++) means.push(meanResponse(scratch, mask, plane));
	const weakest = Math.min(...means);
	if (weakest < P.RESPONSE_MIN) return "low-contrast";
	if (blurred) return "blurred";
	for (let plane = 0; plane < P.PLANES; plane++) softenInto(code, scratch, mask, plane, means[plane]);
	code.set(region.shape, FEATURES);
	return undefined;
}
