import { GOOD } from "../../image/blemish.js";
import { type EvenTaps, filterEven, filterOdd, type OddTaps } from "../../image/line-filter.js";
import { FIELD_SIDE, SOFT_MAX, SOFT_MEAN } from "./parameters.js";

/**
 * Orientation responses of the field: second derivatives of a Gaussian (G2, sigma 1.5 field pixels) at 0, 60
 * and 120 degrees (Freeman and Adelson 1991). A vein or a line is dark: its response across is positive.
 *
 *   xx = d2(x) g(y)    yy = g(x) d2(y)    xy = d1(x) d1(y)
 *   R(t) = cos^2 t xx + sin^2 t yy + 2 cos t sin t xy
 *
 * @param planes three planes of FIELD_SIDE^2 samples; on return R(0), R(60), R(120) in 1/128 grey level
 * @param pixels the field, continued where it was not measured
 */
export function orientationInto(planes: Int16Array, pixels: Uint8Array): void {
	for (let i = 0; i < AREA; i++) planes[i] = planes[i + AREA] = planes[i + 2 * AREA] = pixels[i] - 128;
	for (let row = 0; row < AREA; row += FIELD_SIDE) {
		filterEven(planes, row, 1, FIELD_SIDE, SECOND, ROW_SHIFT);
		filterEven(planes, row + AREA, 1, FIELD_SIDE, SMOOTH, ROW_SHIFT);
		filterOdd(planes, row + 2 * AREA, 1, FIELD_SIDE, FIRST, ROW_SHIFT);
	}
	for (let column = 0; column < FIELD_SIDE; column++) {
		filterEven(planes, column, FIELD_SIDE, FIELD_SIDE, SMOOTH, COLUMN_SHIFT);
		filterEven(planes, column + AREA, FIELD_SIDE, FIELD_SIDE, SECOND, COLUMN_SHIFT);
		filterOdd(planes, column + 2 * AREA, FIELD_SIDE, FIELD_SIDE, FIRST, COLUMN_SHIFT);
	}
	for (let i = 0; i < AREA; i++) {
		const xx = planes[i];
		const across = (xx + 3 * planes[i + AREA]) >> 2;
		const mixed = (planes[i + 2 * AREA] * SIN_120) >> 8;
		planes[i + AREA] = across + mixed;
		planes[i + 2 * AREA] = across - mixed;
	}
}

/** Mean absolute response over the measured pixels, one plane; 1/128 grey level. */
export function meanResponse(planes: Int16Array, mask: Uint8Array, plane: number): number {
	const start = plane * AREA;
	let sum = 0;
	let count = 0;
	for (let i = 0; i < AREA; i++) {
		if (mask[i] !== GOOD) continue;
		const value = planes[start + i];
		sum += value < 0 ? -value : value;
		count++;
	}
	return count === 0 ? 0 : (sum / count) | 0;
}

/**
 * Soft values of one plane: the response in units of its mean, limited, never 0 where measured, 0 elsewhere.
 * @param mean of `meanResponse`, > 0
 */
export function softenInto(
	code: Int8Array,
	planes: Int16Array,
	mask: Uint8Array,
	plane: number,
	mean: number,
): void {
	const start = plane * AREA;
	const scale = ((SOFT_MEAN << 16) / mean) | 0;
	const limit = ((SOFT_MAX << 16) / scale) | 0;
	for (let i = 0; i < AREA; i++) {
		if (mask[i] !== GOOD) {
			code[start + i] = 0;
			continue;
		}
		const value = planes[start + i];
		const size = value < 0 ? -value : value;
		const soft = size >= limit ? SOFT_MAX : ((size * scale) >> 16) + 1;
		code[start + i] = value < 0 ? -soft : soft;
	}
}

const AREA = FIELD_SIDE * FIELD_SIDE;

/** 256 sin 120 degrees. */
const SIN_120 = 222;

/** Gaussian, first and second derivative at sigma 1.5, times 1024; SMOOTH sums to 1024, SECOND to 0. */
const SMOOTH: EvenTaps = [272, 218, 112, 37, 8, 1];
const FIRST: OddTaps = [145, 149, 74, 21, 4];
const SECOND: EvenTaps = [-272, -121, 87, 111, 48, 11];

/** Two filters of gain 1024 on +-128 grey levels, out in 1/128: 2^20 >> 13. */
const ROW_SHIFT = 3;
const COLUMN_SHIFT = 10;
