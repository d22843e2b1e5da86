import type { GrayImage } from "../../image/gray-image.js";
import { type CaptureRefusal, type Modality, NO_SHAPE, type Region } from "../modality.js";
import { EYE_SCRATCH, locateEye } from "./locate-eye.js";
import { maskOcclusion } from "./occlusion.js";
import * as P from "./parameters.js";
import { meanResponse, measuredInto, phaseInto, softenInto } from "./phase.js";
import { layRingsInto } from "./rings.js";
import { unwrapInto } from "./unwrap.js";

const PLANE = P.BANDS * P.CELLS;
const BAND_SAMPLES = P.BANDS * P.COLUMNS;

/** The texture of an iris from a near-infrared frame of an eye. */
export const iris: Modality = {
	name: "iris",
	pictures: ["iris"],
	id: 2,
	regionLength: P.ROWS * P.COLUMNS,
	regionWidth: P.COLUMNS,
	scratchLength: Math.max((EYE_SCRATCH + 1) >> 1, BAND_SAMPLES + P.PLANES * PLANE),
	// All of it: over rays and steps, from which the eye is known by then, and behind bands and planes.
	regionInScratch: 2 * P.ROWS * P.COLUMNS,
	codeLength: P.PLANES * PLANE,
	shape: NO_SHAPE,
	motionMax: P.MOTION_MAX,
	grid: { planes: P.PLANES, width: P.CELLS, height: P.BANDS, shiftX: P.SHIFT, shiftY: 0 },
	poses: {
		count: 1,
		coarse: [0],
		sampleBlocks: P.BLOCKS,
		coarseLead: 0,
		fineLead: 0,
		neighbours: [[]],
	},
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

function locateInto(region: Region, frame: GrayImage, scratch: Int16Array): CaptureRefusal | undefined {
	const memory = new Uint8Array(scratch.buffer, scratch.byteOffset, scratch.byteLength);
	const eye = locateEye(frame, memory);
	if (typeof eye === "string") return eye;
	unwrapInto(region, frame, eye);
	const { limbus } = eye;
	region.place.set([limbus.x >> 4, limbus.y >> 4, limbus.radius >> 4, 0]);
	return undefined;
}

function assess(region: Region): CaptureRefusal | undefined {
	const { seen, lids, glare, mean, measured } = maskOcclusion(region);
	const whole = P.ROWS * P.COLUMNS;
	if (256 * seen < P.SEEN_MIN * whole) return "too-close";
	if (mean < P.MEAN_MIN) return "too-dark";
	if (256 * glare > P.GLARE_OF_IRIS_MAX * seen) return "glare";
	if (256 * lids > P.LIDS_MAX * seen || 256 * measured < P.MEASURED_MIN * whole) return "eye-closed";
	return undefined;
}

function extractInto(code: Int8Array, region: Region, scratch: Int16Array): CaptureRefusal | undefined {
	const free = scratch.subarray(P.PLANES * PLANE, P.PLANES * PLANE + BAND_SAMPLES);
	phaseInto(scratch, free, region);
	const means: number[] = [];
	for (let plane = 0; plane < P.PLANES; plane++) means.push(meanResponse(scratch, plane));
	if (Math.min(...means) < P.RESPONSE_MIN) return "low-contrast";
	measuredInto(free, region.mask);
	for (let plane = 0; plane < P.PLANES; plane++) softenInto(code, scratch, free, plane, means[plane]);
	return undefined;
}

/** Pose 0 is all there is: a roll is a shift, and a ring has no ends. */
function poseInto(cells: Int8Array, code: Int8Array): void {
	layRingsInto(cells, code, P.PLANES * P.BANDS, P.CELLS, P.SHIFT);
}
