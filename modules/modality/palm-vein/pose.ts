import type { PoseSet } from "../modality.js";
import {
	CELLS,
	COARSE_LEAD,
	FIELD_SIDE,
	FINE_LEAD,
	ROTATIONS,
	SAMPLE_BLOCKS,
	SCALES,
	SHIFT,
} from "./parameters.js";

/**
 * The code as it would be had the hand been turned and moved to or from the camera: each cell takes the
 * nearest field pixel. A turn would also mix the orientations (G2 is steerable, Freeman and Adelson 1991),
 * by an eighth at the largest; leaving that out finds no fewer hands.
 *
 * @param cells PLANES x PADDED x PADDED soft values
 * @param code PLANES x FIELD_SIDE x FIELD_SIDE soft values
 */
export function poseInto(cells: Int8Array, code: Int8Array, pose: number): void {
	layOutInto(cells, code, PADDED, FIELD_SIDE, STEPS[2 * pose], STEPS[2 * pose + 1]);
}

/**
 * Gathers three planes of `size` x `size` cells from three planes of a field of `side` x `side`, around its
 * centre; a cell outside it is 0. pose.c is its twin.
 * @param stepX, stepY from one cell to the next, 16.16 field pixels; the next row's is a quarter turn on
 */
export function layOutPlainly(
	cells: Int8Array,
	code: Int8Array,
	size: number,
	side: number,
	stepX: number,
	stepY: number,
): void {
	const area = size * size;
	const fieldArea = side * side;
	const half = (size - 1) / 2;
	// Half a pixel on, so that rounding down finds the nearest.
	let rowX = Math.floor((side << 15) - half * (stepX - stepY));
	let rowY = Math.floor((side << 15) - half * (stepX + stepY));
	for (let row = 0, o = 0; row < size; row++, rowX -= stepY, rowY += stepX) {
		let x = rowX;
		let y = rowY;
		for (const end = o + size; o < end; o++, x += stepX, y += stepY) {
			const column = x >> 16;
			const line = y >> 16;
			if (column < 0 || line < 0 || column >= side || line >= side) {
				cells[o] = cells[o + area] = cells[o + 2 * area] = 0;
				continue;
			}
			const p = line * side + column;
			cells[o] = code[p];
			cells[o + area] = code[p + fieldArea];
			cells[o + 2 * area] = code[p + 2 * fieldArea];
		}
	}
}

/** What a board brings of pose.c; it need not. */
declare const nativeKernels: { readonly layOutInto: typeof layOutPlainly } | undefined;

const layOutInto: typeof layOutPlainly =
	typeof nativeKernels === "undefined" ? layOutPlainly : nativeKernels.layOutInto;

const PADDED = CELLS + 2 * SHIFT;

/** For each pose the way from one cell to the next, two field pixels: to the right and down, 16.16. */
const STEPS = Int32Array.from(
	SCALES.flatMap((scale) =>
		ROTATIONS.flatMap((degrees) => {
			const angle = (degrees * Math.PI) / 180;
			const length = (scale / 100) * 2 * 65536;
			return [Math.round(Math.cos(angle) * length), Math.round(Math.sin(angle) * length)];
		}),
	),
);
const POSES = SCALES.length * ROTATIONS.length;

export const PALM_POSES: PoseSet = {
	count: POSES,
	coarse: SCALES.flatMap((_, s) => [1, 2].map((r) => s * ROTATIONS.length + r)),
	sampleBlocks: SAMPLE_BLOCKS,
	coarseLead: COARSE_LEAD,
	fineLead: FINE_LEAD,
	neighbours: Array.from({ length: POSES }, (_, pose) => neighboursOf(pose)),
};

function neighboursOf(pose: number): readonly number[] {
	const degrees = ROTATIONS[pose % ROTATIONS.length];
	const scale = SCALES[Math.floor(pose / ROTATIONS.length)];
	const near: number[] = [];
	for (let s = 0; s < SCALES.length; s++) {
		for (let r = 0; r < ROTATIONS.length; r++) {
			const turned = SCALES[s] === scale && Math.abs(ROTATIONS[r] - degrees) === 3;
			const scaled = ROTATIONS[r] === degrees && Math.abs(SCALES[s] - scale) === 6;
			if (turned || scaled) near.push(s * ROTATIONS.length + r);
		}
	}
	return near;
}
