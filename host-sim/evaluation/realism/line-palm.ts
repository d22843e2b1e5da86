import { GOOD } from "../../../modules/image/blemish.js";
import type { CaptureRefusal, Modality, Region } from "../../../modules/modality/modality.js";
import { palmVein } from "../../../modules/modality/palm-vein/palm-vein.js";
import {
	CELLS,
	FIELD_SIDE,
	ROTATIONS,
	SCALES,
	SHIFT,
	SOFT_MAX,
} from "../../../modules/modality/palm-vein/parameters.js";

const PLANES = 6;
const AREA = FIELD_SIDE * FIELD_SIDE;

/**
 * The palm by another, classic feature, for comparison only: in six orientations, how much darker a line of
 * 17 pixels is than the square of 17 around it (Huang, Jia and Zhang, "Palmprint verification based on
 * principal lines", Pattern Recognition 41(4), 2008; the modified finite Radon transform on a window). Same
 * region, same grid, same poses as the product's own.
 */
export const linePalm: Modality = {
	...palmVein,
	name: "palm-lines",
	codeLength: PLANES * AREA,
	grid: { ...palmVein.grid, planes: PLANES },
	extractInto,
	poseInto,
};

function extractInto(code: Int8Array, region: Region): CaptureRefusal | undefined {
	const { mask } = region;
	const field = bordered(region.pixels);
	const squares = squareSums(field);
	for (let plane = 0; plane < PLANES; plane++) {
		const offsets = lineOffsets((plane * Math.PI) / PLANES);
		const length = offsets.length;
		for (let at = 0, out = plane * AREA; at < AREA; at++, out++) {
			code[out] = 0;
			if (mask[at] !== GOOD) continue;
			const middle = placeIn(at);
			let sum = 0;
			for (let i = 0; i < length; i++) sum += field[middle + offsets[i]];
			code[out] = sum * WINDOW < squares[middle] ? SOFT_MAX : -SOFT_MAX;
		}
	}
	return undefined;
}

/** Half of the window, and its side. */
const REACH = 8;
const WINDOW = 2 * REACH + 1;
const BORDERED = FIELD_SIDE + 2 * REACH;

/** Of a field pixel in the bordered field. */
function placeIn(at: number): number {
	const x = at % FIELD_SIDE;
	return ((at - x) / FIELD_SIDE + REACH) * BORDERED + x + REACH;
}

/** The field with as much around it as the window reaches: the border's own values. */
function bordered(pixels: Uint8Array): Uint8Array {
	const inside = (place: number): number => Math.min(FIELD_SIDE - 1, Math.max(0, place - REACH));
	return Uint8Array.from(
		{ length: BORDERED * BORDERED },
		(_, i) => pixels[inside(Math.floor(i / BORDERED)) * FIELD_SIDE + inside(i % BORDERED)],
	);
}

/** Offsets in the bordered field of a line through its origin, one for each step of the longer coordinate. */
function lineOffsets(angle: number): Int32Array {
	const cos = Math.cos(angle);
	const sin = Math.sin(angle);
	const longer = Math.max(Math.abs(cos), Math.abs(sin));
	return Int32Array.from({ length: WINDOW }, (_, i) => {
		const along = (i - REACH) / longer;
		return Math.round(along * sin) * BORDERED + Math.round(along * cos);
	});
}

/** Sum of the window around each pixel at least REACH from the bordered field's border. */
function squareSums(field: Uint8Array): Int32Array {
	const rows = new Int32Array(field.length);
	const sums = new Int32Array(field.length);
	for (let i = REACH; i < field.length - REACH; i++) {
		for (let d = -REACH; d <= REACH; d++) rows[i] += field[i + d];
	}
	for (let at = 0; at < AREA; at++) {
		const i = placeIn(at);
		for (let d = -REACH; d <= REACH; d++) sums[i] += rows[i + d * BORDERED];
	}
	return sums;
}

/** Turned and scaled in place only: six degrees are a fifth of the way to the next orientation. */
function poseInto(cells: Int8Array, code: Int8Array, pose: number): void {
	const padded = CELLS + 2 * SHIFT;
	const angle = (ROTATIONS[pose % ROTATIONS.length] * Math.PI) / 180;
	const scale = (2 * SCALES[Math.floor(pose / ROTATIONS.length)]) / 100;
	const stepX = scale * Math.cos(angle);
	const stepY = scale * Math.sin(angle);
	for (let row = 0; row < padded; row++)
		for (let column = 0; column < padded; column++) {
			const u = column - (padded - 1) / 2;
			const v = row - (padded - 1) / 2;
			const x = Math.floor((FIELD_SIDE - 1) / 2 + u * stepX - v * stepY + 0.5);
			const y = Math.floor((FIELD_SIDE - 1) / 2 + u * stepY + v * stepX + 0.5);
			const isInside = x >= 0 && y >= 0 && x < FIELD_SIDE && y < FIELD_SIDE;
			for (let plane = 0; plane < PLANES; plane++) {
				const value = isInside ? code[plane * AREA + y * FIELD_SIDE + x] : 0;
				cells[(plane * padded + row) * padded + column] = value;
			}
		}
}
