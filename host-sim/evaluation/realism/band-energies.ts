/**
 * How much detail a region has at each grain: its power spectrum, summed over octaves of radial frequency.
 * Contrast is relative to the mean level, so that two cameras' exposures do not tell.
 */
import { GOOD, OUTSIDE } from "../../../modules/image/blemish.js";
import type { Region } from "../../../modules/modality/modality.js";

/** Edges of the octaves, in cycles for each region pixel: periods of 64, 32, 16, 8, 4 and 2 pixels. */
const BAND_EDGES = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2] as const;

/** Periods in region pixels between which each band lies. */
export const BAND_NAMES = ["64-32", "32-16", "16-8", "8-4", "4-2"] as const;

/**
 * Of the middle of a region, at most 64 pixels squared.
 * @param width of the region's rows
 * @returns for each band the variance it contributes, relative to the squared mean level; undefined where
 *   what lies in the frame is narrower than 16 pixels, or black
 */
export function bandEnergies(picture: Picture, width: number): number[] | undefined {
	const box = middleInFrame(picture.mask, width);
	if (box.width < SIDE_MIN || box.height < SIDE_MIN) return undefined;
	const field = contrastOf(picture, width, box);
	if (field === undefined) return undefined;
	fade(field, box);
	const { re, im } = transformColumns(transformRows(field, box), box);
	const energies = new Array<number>(BAND_NAMES.length).fill(0);
	for (let v = 0; v < box.height; v++) {
		const fy = (v < box.height / 2 ? v : v - box.height) / box.height;
		for (let u = 0; u < box.width; u++) {
			const fx = (u < box.width / 2 ? u : u - box.width) / box.width;
			const band = bandOf(Math.sqrt(fx * fx + fy * fy));
			const at = v * box.width + u;
			if (band >= 0) energies[band] += re[at] * re[at] + im[at] * im[at];
		}
	}
	return energies;
}

type Picture = Pick<Region, "pixels" | "mask">;

const SIDE_MIN = 16;

interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** The middle, at most SIDE_MAX squared, of the least box that holds all pixels of the frame. */
function middleInFrame(mask: Uint8Array, width: number): Box {
	let left = width;
	let right = -1;
	let top = mask.length;
	let bottom = -1;
	for (let i = 0; i < mask.length; i++) {
		if (mask[i] === OUTSIDE) continue;
		const x = i % width;
		const y = Math.floor(i / width);
		if (x < left) left = x;
		if (x > right) right = x;
		if (y < top) top = y;
		bottom = y;
	}
	const wide = Math.max(0, Math.min(SIDE_MAX, right - left + 1));
	const high = Math.max(0, Math.min(SIDE_MAX, bottom - top + 1));
	return {
		left: Math.floor((left + right + 1 - wide) / 2),
		top: Math.floor((top + bottom + 1 - high) / 2),
		width: wide,
		height: high,
	};
}

/** Side of the palm's own square in its region, which has a margin around it. */
const SIDE_MAX = 64;

/** Relative deviations from the mean of what was measured, 0 elsewhere; undefined in the dark. */
function contrastOf({ pixels, mask }: Picture, width: number, box: Box): Float64Array | undefined {
	const field = new Float64Array(box.width * box.height);
	let sum = 0;
	let count = 0;
	for (let i = 0; i < field.length; i++) {
		const at = (box.top + Math.floor(i / box.width)) * width + box.left + (i % box.width);
		field[i] = mask[at] === GOOD ? pixels[at] : Number.NaN;
		if (mask[at] !== GOOD) continue;
		sum += pixels[at];
		count++;
	}
	if (sum === 0) return undefined;
	for (let i = 0; i < field.length; i++) {
		field[i] = Number.isNaN(field[i]) ? 0 : (field[i] * count) / sum - 1;
	}
	return field;
}

/** Fades out towards the borders (Hann), without changing the variance. */
function fade(field: Float64Array, { width, height }: Box): void {
	const fadeX = hann(width);
	const fadeY = hann(height);
	for (let i = 0; i < field.length; i++) field[i] *= fadeX[i % width] * fadeY[Math.floor(i / width)];
}

/** Weights whose mean square is one over the length, as Parseval's sum over a transform's power wants it. */
function hann(length: number): Float64Array {
	const scale = Math.sqrt(8 / 3) / length;
	return Float64Array.from({ length }, (_, i) => {
		const sine = Math.sin((Math.PI * (i + 0.5)) / length);
		return scale * sine * sine;
	});
}

interface Spectrum {
	readonly re: Float64Array;
	readonly im: Float64Array;
}

function transformRows(field: Float64Array, { width, height }: Box): Spectrum {
	const { cos, sin } = waves(width);
	const re = new Float64Array(width * height);
	const im = new Float64Array(width * height);
	for (let y = 0; y < height; y++)
		for (let u = 0; u < width; u++) {
			let sumRe = 0;
			let sumIm = 0;
			for (let x = 0, phase = 0; x < width; x++, phase = (phase + u) % width) {
				const value = field[y * width + x];
				sumRe += value * cos[phase];
				sumIm -= value * sin[phase];
			}
			re[y * width + u] = sumRe;
			im[y * width + u] = sumIm;
		}
	return { re, im };
}

function transformColumns(rows: Spectrum, { width, height }: Box): Spectrum {
	const { cos, sin } = waves(height);
	const re = new Float64Array(width * height);
	const im = new Float64Array(width * height);
	for (let v = 0; v < height; v++)
		for (let y = 0, phase = 0; y < height; y++, phase = (phase + v) % height) {
			const c = cos[phase];
			const s = sin[phase];
			for (let u = 0; u < width; u++) {
				const a = rows.re[y * width + u];
				const b = rows.im[y * width + u];
				re[v * width + u] += a * c + b * s;
				im[v * width + u] += b * c - a * s;
			}
		}
	return { re, im };
}

function waves(length: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
	const angle = (i: number) => (2 * Math.PI * i) / length;
	return {
		cos: Float64Array.from({ length }, (_, i) => Math.cos(angle(i))),
		sin: Float64Array.from({ length }, (_, i) => Math.sin(angle(i))),
	};
}

/** -1: slower than the first band, or in the corners beyond the last. */
function bandOf(frequency: number): number {
	for (let band = BAND_NAMES.length - 1; band >= 0; band--)
		if (frequency >= BAND_EDGES[band]) return frequency <= BAND_EDGES[band + 1] ? band : -1;
	return -1;
}
