import type { GrayImage } from "../image/gray-image.js";

/**
 * What the pipeline knows of a biometric trait. One folder beside this file implements it; nothing outside
 * modules/modality asks which trait it is.
 */
export interface Modality {
	readonly name: string;
	/** What sets of images call pictures of it. */
	readonly pictures: readonly string[];
	/** `modality-value` of messages.cddl. */
	readonly id: 1 | 2;
	/** Pixels of a region. */
	readonly regionLength: number;
	/** Pixels in each of a region's rows. */
	readonly regionWidth: number;
	/** 16-bit samples of working memory that `locateInto` and `extractInto` need. */
	readonly scratchLength: number;
	/**
	 * Bytes of a region, its pixels first, then its mask, that may lie over the last bytes of that memory: each
	 * function has done with the one where it begins to write the other.
	 */
	readonly regionInScratch: number;
	/**
	 * Bytes of a feature code, whose layout only this modality knows; the last of them, as many as `shape` has
	 * lengths, are the trait's shape.
	 */
	readonly codeLength: number;
	/** What is compared beside the features; NO_SHAPE for a trait without an outline of its own. */
	readonly shape: ShapeParameters;
	/**
	 * How far the region may move from one lit frame to the next, as a share of its side in 1/1024; beyond, the
	 * frame is refused as "moving".
	 */
	readonly motionMax: number;
	readonly grid: CellGrid;
	readonly poses: PoseSet;
	readonly commitment: CommitmentParameters;

	/**
	 * frame -> region: finds the trait and resamples it.
	 * @param scratch at least `scratchLength` samples, overwritten
	 * @returns why it could not
	 */
	locateInto(region: Region, frame: GrayImage, scratch: Int16Array): CaptureRefusal | undefined;
	/** Judges the region and strikes out of its mask what shows no skin. @returns why it cannot be used */
	assess(region: Region): CaptureRefusal | undefined;
	/**
	 * region -> code.
	 * @param code may lie over the first bytes of `scratch`
	 * @param scratch at least `scratchLength` samples, overwritten
	 * @returns why the features are too weak to rely on; the code is then unusable
	 */
	extractInto(code: Int8Array, region: Region, scratch: Int16Array): CaptureRefusal | undefined;
	/**
	 * Lays the code out as the camera would have seen it from pose `pose`: `planes` planes of padded cells,
	 * soft values -15..15 whose sign is the bit and whose size the confidence, 0 where nothing was measured.
	 */
	poseInto(cells: Int8Array, code: Int8Array, pose: number): void;
}

/** The resampled trait; `pixels` and `mask` have `regionLength` elements. */
export interface Region {
	readonly pixels: Uint8Array;
	/** GOOD, BLEMISH (see image/blemish.ts) or OUTSIDE the frame. */
	readonly mask: Uint8Array;
	/** The lengths of `shape`, 1..127 each, 0 where one could not be measured; `extractInto` puts them last. */
	readonly shape: Int8Array;
	/**
	 * Where the region lies in the frame: x and y of its centre, then of the way from its centre to the middle
	 * of its right side; 1/16 of a frame pixel. All 0 where the region is the frame's own.
	 */
	readonly place: Int32Array;
}

/** Elements of `Region.place`. */
export const PLACE_LENGTH = 4;

/** The gate that the trait's shape is beside its features; see pipeline/shape-gate.ts. */
export interface ShapeParameters {
	/** Spread of each length between captures of one person, in the units of `Region.shape`. */
	readonly spreads: readonly number[];
	/** Largest mean square of the differences, each in its spread, in 1/64. */
	readonly distanceMax: number;
	/** Fewer lengths known of both than this say nothing, and the gate lets pass. */
	readonly knownMin: number;
}

/** A trait whose features are all there is. */
export const NO_SHAPE: ShapeParameters = { spreads: [], distanceMax: 0, knownMin: 1 };

/**
 * The grid that references are made of: `planes` x `height` x `width` cells, padded on every side by the
 * largest shift that comparison tries, so that a shift is an addition to an index.
 */
export interface CellGrid {
	readonly planes: number;
	readonly width: number;
	readonly height: number;
	readonly shiftX: number;
	readonly shiftY: number;
}

/** The rotations and scales that comparison tries. Pose 0 is the probe as it came. */
export interface PoseSet {
	readonly count: number;
	/** The poses of the first, coarse pass. */
	readonly coarse: readonly number[];
	/** Blocks that the coarse pass scores; all are alike, each has bits of the whole grid. */
	readonly sampleBlocks: number;
	/**
	 * By how much the best score leads the coarse ones' mean at least, in 1/256 of it: in the coarse pass ...
	 */
	readonly coarseLead: number;
	/** ... and once it has climbed, on every block; nothing below is worth decoding. */
	readonly fineLead: number;
	/** For each pose the poses one step away, tried while climbing. */
	readonly neighbours: readonly (readonly number[])[];
}

/** How much of the trait a reference may rely on; see protection/profile.ts for the meaning. */
export interface CommitmentParameters {
	readonly tileWidth: number;
	readonly tileHeight: number;
	readonly blocks: number;
	readonly keySymbols: number;
	readonly bitErrorMax: number;
}

/** Why a frame cannot be used; each names what the person in front of the unit can do better. */
export type CaptureRefusal =
	| "too-dark"
	| "too-bright"
	| "low-contrast"
	| "blurred"
	| "moving"
	| "no-hand"
	| "too-close"
	| "too-far"
	| "not-flat"
	| "no-eye"
	| "eye-closed"
	| "looking-away"
	| "glare";

/** View of the shape in a feature code. */
export function shapeOf({ codeLength, shape }: Modality, code: Int8Array): Int8Array {
	return code.subarray(codeLength - shape.spreads.length);
}

/** Cells in a row that `poseInto` fills. */
export function paddedWidth(grid: CellGrid): number {
	return grid.width + 2 * grid.shiftX;
}

/** Rows of a plane that `poseInto` fills. */
export function paddedHeight(grid: CellGrid): number {
	return grid.height + 2 * grid.shiftY;
}

/** Bytes that `poseInto` fills. */
export function paddedLength(grid: CellGrid): number {
	return grid.planes * paddedWidth(grid) * paddedHeight(grid);
}
