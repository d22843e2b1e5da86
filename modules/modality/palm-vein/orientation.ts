import { GOOD } from "../../image/blemish.js";
import { filterEven, filterOdd } from "../../image/line-filter.js";
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
	const side = FIELD_SIDE;
	centreInto(planes, pixels, AREA);
	planes.copyWithin(AREA, 0, AREA);
	planes.copyWithin(2 * AREA, 0, AREA);
	filterEven(planes, 0, side, side, 1, side, SECOND, ROW_SHIFT);
	filterEven(planes, AREA, side, side, 1, side, SMOOTH, ROW_SHIFT);
	filterOdd(planes, 2 * AREA, side, side, 1, side, FIRST, ROW_SHIFT);
	filterEven(planes, 0, 1, side, side, side, SMOOTH, COLUMN_SHIFT);
	filterEven(planes, AREA, 1, side, side, side, SECOND, COLUMN_SHIFT);
	filterOdd(planes, 2 * AREA, 1, side, side, side, FIRST, COLUMN_SHIFT);
	mixInto(planes, AREA);
}

/** Mean absolute response over the measured pixels, one plane; 1/128 grey level. */
export function meanResponse(planes: Int16Array, mask: Uint8Array, plane: number): number {
	return meanSize(planes, mask, plane * AREA, AREA);
}

/**
 * Soft values of one plane: the response in units of its mean, limited, never 0 where measured, 0 elsewhere.
 * @param code may lie over the first bytes of `planes`, if planes are taken in order
 * @param mean of `meanResponse`, > 0
 */
export function softenInto(
	code: Int8Array,
	planes: Int16Array,
	mask: Uint8Array,
	plane: number,
	mean: number,
): void {
	const scale = ((SOFT_MEAN << 16) / mean) | 0;
	softenPlane(code, planes, mask, plane * AREA, AREA, scale, SOFT_MAX);
}

/** What a board brings of orientation.c; it need not. */
declare const nativeKernels:
	| {
			readonly centreInto: typeof centrePlainly;
			readonly mixInto: typeof mixPlainly;
			readonly meanSize: typeof meanSizePlainly;
			readonly softenPlane: typeof softenPlainly;
	  }
	| undefined;

const { centreInto, mixInto, meanSize, softenPlane } =
	typeof nativeKernels === "undefined"
		? {
				centreInto: centrePlainly,
				mixInto: mixPlainly,
				meanSize: meanSizePlainly,
				softenPlane: softenPlainly,
			}
		: nativeKernels;

/** Grey levels off the middle one. */
export function centrePlainly(plane: Int16Array, pixels: Uint8Array, area: number): void {
	for (let i = 0; i < area; i++) plane[i] = pixels[i] - 128;
}

/** xx, yy, xy -> R(0), R(60), R(120), in place; three planes of `area` samples. */
export function mixPlainly(planes: Int16Array, area: number): void {
	for (let i = 0; i < area; i++) {
		const across = (planes[i] + 3 * planes[i + area]) >> 2;
		const mixed = (planes[i + 2 * area] * SIN_120) >> 8;
		planes[i + area] = across + mixed;
		planes[i + 2 * area] = across - mixed;
	}
}

/** Mean size of `area` samples from `start` on, where `mask` says GOOD; 0 where it nowhere does. */
export function meanSizePlainly(planes: Int16Array, mask: Uint8Array, start: number, area: number): number {
	let sum = 0;
	let count = 0;
	for (let i = 0; i < area; i++) {
		if (mask[i] !== GOOD) continue;
		const value = planes[start + i];
		sum += value < 0 ? -value : value;
		count++;
	}
	return count === 0 ? 0 : (sum / count) | 0;
}

/** Soft values up to `most` of `area` samples from `start` on, 1 for every 65536 / `scale`. */
export function softenPlainly(
	code: Int8Array,
	planes: Int16Array,
	mask: Uint8Array,
	start: number,
	area: number,
	scale: number,
	most: number,
): void {
	const limit = ((most << 16) / scale) | 0;
	for (let i = 0; i < area; i++) {
		if (mask[i] !== GOOD) {
			code[start + i] = 0;
			continue;
		}
		const value = planes[start + i];
		const size = value < 0 ? -value : value;
		const soft = size >= limit ? most : ((size * scale) >> 16) + 1;
		code[start + i] = value < 0 ? -soft : soft;
	}
}

const AREA = FIELD_SIDE * FIELD_SIDE;

/** 256 sin 120 degrees. */
const SIN_120 = 222;

/** Gaussian, first and second derivative at sigma 1.5, times 1024; SMOOTH sums to 1024, SECOND to 0. */
const SMOOTH = Int16Array.from([272, 218, 112, 37, 8, 1]);
const FIRST = Int16Array.from([145, 149, 74, 21, 4]);
const SECOND = Int16Array.from([-272, -121, 87, 111, 48, 11]);

/** Two filters of gain 1024 on +-128 grey levels, out in 1/128: 2^20 >> 13. */
const ROW_SHIFT = 3;
const COLUMN_SHIFT = 10;
