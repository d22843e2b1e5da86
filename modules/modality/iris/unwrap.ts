import { GOOD, OUTSIDE } from "../../image/blemish.js";
import type { GrayImage } from "../../image/gray-image.js";
import type { Region } from "../modality.js";
import { type Circle, COSINE, SINE } from "./circle.js";
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
	const { pixels, mask } = region;
	const { data, offset, stride, width, height } = frame;
	const lastX = width - 1;
	const lastY = height - 1;
	for (let column = 0; column < COLUMNS; column++) {
		const fromX = rimX(pupil, column);
		const fromY = rimY(pupil, column);
		const stepX = ((rimX(limbus, column) - fromX) / ROWS) | 0;
		const stepY = ((rimY(limbus, column) - fromY) / ROWS) | 0;
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

/** In 1/65536 pixel. */
function rimX(circle: Circle, angle: number): number {
	return (circle.x << 8) + ((COSINE[angle] * (circle.radius >> 2)) >> 4);
}

function rimY(circle: Circle, angle: number): number {
	return (circle.y << 8) + ((SINE[angle] * (circle.radius >> 2)) >> 4);
}
