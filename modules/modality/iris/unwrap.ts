import { GOOD, OUTSIDE } from "../../image/blemish.js";
import type { GrayImage } from "../../image/gray-image.js";
import type { Region } from "../modality.js";
import { COSINE } from "./circle.js";
import type { Eye } from "./locate-eye.js";
import { COLUMNS, ROWS } from "./parameters.js";

/**
 * Unrolls the ring between pupil and limbus: one row a radius, pupil first, one column an angle, from the
 * right
 * clockwise. Each point lies on the straight line from the pupil's rim to the limbus, so that a pupil that
 * opens or closes stretches rows only (Daugman's rubber sheet, 1993). Bilinear; a point outside the frame is
 * OUTSIDE, every other GOOD.
 */
export function unwrapInto(region: Region, frame: GrayImage, { pupil, limbus }: Eye): void {
	const { data, offset, stride, width, height } = frame;
	const circles = Int32Array.of(pupil.x, pupil.y, pupil.radius, limbus.x, limbus.y, limbus.radius);
	unwrapFrom(region.pixels, region.mask, data, offset, stride, width, height, circles, COSINE);
}

/** What a board brings of unwrap.c; it need not. */
declare const nativeKernels: { readonly unwrapFrom: typeof unwrapPlainly } | undefined;

const unwrapFrom: typeof unwrapPlainly =
	typeof nativeKernels === "undefined" ? unwrapPlainly : nativeKernels.unwrapFrom;

/**
 * As `unwrapInto`, all by its parts.
 * @param circles x, y, radius of pupil and limbus, 1/256 pixel
 */
export function unwrapPlainly(
	pixels: Uint8Array,
	mask: Uint8Array,
	data: Uint8Array,
	offset: number,
	stride: number,
	width: number,
	height: number,
	circles: Int32Array,
	cosines: Int16Array,
): void {
	const [pupilX, pupilY, pupilRadius, limbusX, limbusY, limbusRadius] = circles;
	const lastX = width - 1;
	const lastY = height - 1;
	for (let column = 0; column < COLUMNS; column++) {
		const cosine = cosines[column];
		const sine = cosines[(column + QUARTER) & (COLUMNS - 1)];
		const fromX = onRim(pupilX, pupilRadius, cosine);
		const fromY = onRim(pupilY, pupilRadius, sine);
		const stepX = ((onRim(limbusX, limbusRadius, cosine) - fromX) / ROWS) | 0;
		const stepY = ((onRim(limbusY, limbusRadius, sine) - fromY) / ROWS) | 0;
		let x = fromX + (stepX >> 1);
		let y = fromY + (stepY >> 1);
		for (let o = column; o < ROWS * COLUMNS; o += COLUMNS, x += stepX, y += stepY) {
			const left = x >> 16;
			const top = y >> 16;
			if (left < 0 || top < 0 || left >= lastX || top >= lastY) {
				pixels[o] = 0;
				mask[o] = OUTSIDE;
				continue;
			}
			const p = offset + top * stride + left;
			const fx = (x >> 8) & 255;
			const a = data[p];
			const b = data[p + stride];
			const upper = (a << 8) + (data[p + 1] - a) * fx;
			const lower = (b << 8) + (data[p + stride + 1] - b) * fx;
			pixels[o] = ((upper << 8) + (lower - upper) * ((y >> 8) & 255) + 0x8000) >> 16;
			mask[o] = GOOD;
		}
	}
}

/** A sine is the cosine three quarters of a turn on. */
const QUARTER = (3 * COLUMNS) / 4;

/** In 1/65536 pixel. */
function onRim(centre: number, radius: number, cosine: number): number {
	return (centre << 8) + ((cosine * (radius >> 2)) >> 4);
}
