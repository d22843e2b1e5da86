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
 * The code as it would be had the hand been turned and moved to or from the camera. G2 is steerable: turning
 * the probe by phi turns each orientation by phi, and R(t + phi) = sum over j of k(t + phi - t_j) R(t_j) with
 * k(a) = (1 + 2 cos 2a) / 3 (Freeman and Adelson 1991), so one filter pass serves every pose.
 *
 * @param cells PLANES x PADDED x PADDED soft values
 * @param code PLANES x FIELD_SIDE x FIELD_SIDE soft values
 */
export function poseInto(cells: Int8Array, code: Int8Array, pose: number): void {
	const { stepX, stepY, steer0, steer1, steer2 } = POSES[pose];
	const half = (PADDED - 1) / 2;
	let rowX = (CENTRE - half * stepX + half * stepY + 0x8000) | 0;
	let rowY = (CENTRE - half * stepY - half * stepX + 0x8000) | 0;
	for (let row = 0, o = 0; row < PADDED; row++, rowX -= stepY, rowY += stepX) {
		let x = rowX;
		let y = rowY;
		for (const end = o + PADDED; o < end; o++, x += stepX, y += stepY) {
			const column = x >> 16;
			const line = y >> 16;
			let p = line * FIELD_SIDE + column;
			let r0 = 0;
			if (column >= 0 && line >= 0 && column < FIELD_SIDE && line < FIELD_SIDE) r0 = code[p];
			if (r0 === 0) {
				cells[o] = cells[o + PADDED_AREA] = cells[o + 2 * PADDED_AREA] = 0;
				continue;
			}
			const r1 = code[(p += FIELD_AREA)];
			const r2 = code[p + FIELD_AREA];
			cells[o] = (steer0 * r0 + steer1 * r1 + steer2 * r2 + 128) >> 8;
			cells[o + PADDED_AREA] = (steer0 * r1 + steer1 * r2 + steer2 * r0 + 128) >> 8;
			cells[o + 2 * PADDED_AREA] = (steer0 * r2 + steer1 * r0 + steer2 * r1 + 128) >> 8;
		}
	}
}

interface Pose {
	/** Field pixels from one cell to the next, 16.16. */
	readonly stepX: number;
	readonly stepY: number;
	/**
	 * Weights of the same plane, the next and the one after, 1/256; they are lowered so that sums stay in
	 * -15..15.
	 */
	readonly steer0: number;
	readonly steer1: number;
	readonly steer2: number;
}

const PADDED = CELLS + 2 * SHIFT;
const PADDED_AREA = PADDED * PADDED;
const FIELD_AREA = FIELD_SIDE * FIELD_SIDE;
const CENTRE = ((FIELD_SIDE - 1) / 2) * 65536;

const POSES: readonly Pose[] = SCALES.flatMap((scale) =>
	ROTATIONS.map((degrees) => makePose((degrees * Math.PI) / 180, scale / 100)),
);

export const PALM_POSES: PoseSet = {
	count: POSES.length,
	coarse: SCALES.flatMap((_, s) => [1, 2].map((r) => s * ROTATIONS.length + r)),
	sampleBlocks: SAMPLE_BLOCKS,
	coarseLead: COARSE_LEAD,
	fineLead: FINE_LEAD,
	neighbours: POSES.map((_, pose) => neighboursOf(pose)),
};

function makePose(angle: number, scale: number): Pose {
	const cellPixels = 2 * 65536;
	const weight = (turn: number) => (1 + 2 * Math.cos(2 * (angle - turn))) / 3;
	const weights = [weight(0), weight(Math.PI / 3), weight((2 * Math.PI) / 3)];
	const sum = weights.reduce((total, w) => total + Math.abs(w), 0);
	return {
		stepX: Math.round(Math.cos(angle) * scale * cellPixels),
		stepY: Math.round(Math.sin(angle) * scale * cellPixels),
		steer0: Math.round((256 * weights[0]) / sum),
		steer1: Math.round((256 * weights[1]) / sum),
		steer2: Math.round((256 * weights[2]) / sum),
	};
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
