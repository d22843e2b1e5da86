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
	layOutInto(cells, code, PIXELS[pose], FIELD_AREA);
}

/**
 * Gathers three planes of cells from three planes of a field; pose.c is its twin.
 * @param pixels for each cell of a plane the field pixel, -1 for none
 */
export function layOutPlainly(
	cells: Int8Array,
	code: Int8Array,
	pixels: Int16Array,
	fieldArea: number,
): void {
	const area = pixels.length;
	for (let o = 0; o < area; o++) {
		const p = pixels[o];
		if (p < 0) {
			cells[o] = cells[o + area] = cells[o + 2 * area] = 0;
			continue;
		}
		cells[o] = code[p];
		cells[o + area] = code[p + fieldArea];
		cells[o + 2 * area] = code[p + 2 * fieldArea];
	}
}

/** What a board brings of pose.c; it need not. */
declare const nativeKernels: { readonly layOutInto: typeof layOutPlainly } | undefined;

const layOutInto: typeof layOutPlainly =
	typeof nativeKernels === "undefined" ? layOutPlainly : nativeKernels.layOutInto;

const PADDED = CELLS + 2 * SHIFT;
const PADDED_AREA = PADDED * PADDED;
const FIELD_AREA = FIELD_SIDE * FIELD_SIDE;
const CENTRE = ((FIELD_SIDE - 1) / 2) * 65536;

/** For each pose the field pixel of every padded cell, -1 outside the field. */
const PIXELS: readonly Int16Array[] = SCALES.flatMap((scale) =>
	ROTATIONS.map((degrees) => pixelsOf((degrees * Math.PI) / 180, scale / 100)),
);

export const PALM_POSES: PoseSet = {
	count: PIXELS.length,
	coarse: SCALES.flatMap((_, s) => [1, 2].map((r) => s * ROTATIONS.length + r)),
	sampleBlocks: SAMPLE_BLOCKS,
	coarseLead: COARSE_LEAD,
	fineLead: FINE_LEAD,
	neighbours: PIXELS.map((_, pose) => neighboursOf(pose)),
};

function pixelsOf(angle: number, scale: number): Int16Array {
	const pixels = new Int16Array(PADDED_AREA);
	const stepX = Math.round(Math.cos(angle) * scale * 2 * 65536);
	const stepY = Math.round(Math.sin(angle) * scale * 2 * 65536);
	for (let row = 0, o = 0; row < PADDED; row++) {
		for (let column = 0; column < PADDED; column++, o++) {
			const u = column - (PADDED - 1) / 2;
			const v = row - (PADDED - 1) / 2;
			const x = Math.floor((CENTRE + u * stepX - v * stepY) / 65536 + 0.5);
			const y = Math.floor((CENTRE + u * stepY + v * stepX) / 65536 + 0.5);
			const isInside = x >= 0 && y >= 0 && x < FIELD_SIDE && y < FIELD_SIDE;
			pixels[o] = isInside ? y * FIELD_SIDE + x : -1;
		}
	}
	return pixels;
}

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
