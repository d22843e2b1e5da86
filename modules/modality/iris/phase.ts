import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import * as P from "./parameters.js";
import { WAVELETS } from "./wavelets.js";

/**
 * Phase of the iris's texture along each of BANDS rings, at two wavelengths: the real and the imaginary part
 * of a complex wavelet's response, whose signs are the bits (Daugman 1993, here one-dimensional along the
 * angle).
 *
 * @param responses PLANES x BANDS x CELLS, on return in about 1/4 grey level
 * @param bands BANDS x COLUMNS working memory
 */
export function phaseInto(responses: Int16Array, bands: Int16Array, region: Region): void {
	for (let band = 0; band < P.BANDS; band++) {
		bandInto(bands, region.pixels, region.mask, band);
	}
	for (let band = 0; band < P.BANDS; band++) {
		for (let scale = 0; scale < WAVELETS.length; scale++) {
			const out = 2 * scale * P.BANDS * P.CELLS + band * P.CELLS;
			const { even, odd } = WAVELETS[scale];
			waveletInto(responses, out, bands, band * P.COLUMNS, even, odd);
		}
	}
}

/** What a board brings of phase.c; it need not. */
declare const nativeKernels:
	| {
			readonly bandInto: typeof bandPlainly;
			readonly waveletInto: typeof waveletPlainly;
			readonly meanOfPlane: typeof meanPlainly;
			readonly measuredInto: typeof measuredPlainly;
			readonly softenCells: typeof softenPlainly;
	  }
	| undefined;

const loops =
	typeof nativeKernels === "undefined"
		? {
				bandInto: bandPlainly,
				waveletInto: waveletPlainly,
				meanOfPlane: meanPlainly,
				measuredInto: measuredPlainly,
				softenCells: softenPlainly,
			}
		: nativeKernels;

const { bandInto, waveletInto } = loops;

/** As `meanPlainly`, in machine code where the board has it. */
export const meanResponse: typeof meanPlainly = loops.meanOfPlane;

/** As `measuredPlainly`, in machine code where the board has it. */
export const measuredInto: typeof measuredPlainly = loops.measuredInto;

/** As `softenPlainly`, in machine code where the board has it. */
export const softenInto: typeof softenPlainly = loops.softenCells;

/** Mean size of the responses of a plane. */
export function meanPlainly(responses: Int16Array, plane: number): number {
	const start = plane * P.BANDS * P.CELLS;
	let sum = 0;
	for (let i = start; i < start + P.BANDS * P.CELLS; i++)
		sum += responses[i] < 0 ? -responses[i] : responses[i];
	return (sum / (P.BANDS * P.CELLS)) | 0;
}

/** Which cells of a plane are measured, 1 or 0: those of whose surroundings enough is; BANDS x CELLS. */
export function measuredPlainly(measured: Int16Array, mask: Uint8Array): void {
	const least = P.CELL_MEASURED_MIN * ROWS_PER_BAND * (2 * P.CELL_REACH + 1);
	for (let i = 0; i < P.BANDS * P.CELLS; i++) {
		const first = ((i / P.CELLS) | 0) * ROWS_PER_BAND * P.COLUMNS;
		const centre = 2 * (i & (P.CELLS - 1));
		let good = 0;
		for (let row = first; row < first + ROWS_PER_BAND * P.COLUMNS; row += P.COLUMNS) {
			for (let k = centre - P.CELL_REACH; k <= centre + P.CELL_REACH; k++) {
				if (mask[row + (k & (P.COLUMNS - 1))] === GOOD) good++;
			}
		}
		measured[i] = 256 * good >= least ? 1 : 0;
	}
}

/**
 * Soft values of one plane: the response in units of its mean, limited, never 0 where measured, 0 elsewhere.
 * @param code may lie over the first bytes of `responses`, if planes are taken in order
 * @param mean of `meanResponse`, > 0
 */
export function softenPlainly(
	code: Int8Array,
	responses: Int16Array,
	measured: Int16Array,
	plane: number,
	mean: number,
): void {
	const start = plane * P.BANDS * P.CELLS;
	for (let i = 0; i < P.BANDS * P.CELLS; i++) {
		const value = responses[start + i];
		const size = value < 0 ? -value : value;
		const soft = ((size * P.SOFT_MEAN) / mean + 1) | 0;
		const limited = soft > P.SOFT_MAX ? P.SOFT_MAX : soft;
		code[start + i] = measured[i] === 0 ? 0 : value < 0 ? -limited : limited;
	}
}

const ROWS_PER_BAND = P.ROWS / P.BANDS;

/** Mean of a band's measured rows at every angle, in 1/16 grey level off the band's mean; 0 where unknown. */
export function bandPlainly(bands: Int16Array, pixels: Uint8Array, mask: Uint8Array, band: number): void {
	const start = band * P.COLUMNS;
	const firstRow = band * ROWS_PER_BAND - 1;
	let total = 0;
	let known = 0;
	for (let column = 0; column < P.COLUMNS; column++) {
		let sum = 0;
		let weight = 0;
		for (let k = 0; k < BAND_WEIGHTS.length; k++) {
			const row = firstRow + k;
			if (row < 0 || row >= P.ROWS) continue;
			const p = row * P.COLUMNS + column;
			if (mask[p] !== GOOD) continue;
			sum += BAND_WEIGHTS[k] * pixels[p];
			weight += BAND_WEIGHTS[k];
		}
		if (weight < BAND_WEIGHT_MIN) {
			bands[start + column] = UNKNOWN;
			continue;
		}
		const value = ((16 * sum) / weight) | 0;
		bands[start + column] = value;
		total += value;
		known++;
	}
	const mean = known === 0 ? 0 : (total / known) | 0;
	for (let p = start; p < start + P.COLUMNS; p++) bands[p] = bands[p] === UNKNOWN ? 0 : bands[p] - mean;
}

const BAND_WEIGHTS = [2, 4, 6, 7, 6, 4, 2];
const BAND_WEIGHT_MIN = 8;
const UNKNOWN = -32768;

/** Correlates one ring with one wavelet, see wavelets.ts, at every second column. */
export function waveletPlainly(
	responses: Int16Array,
	out: number,
	bands: Int16Array,
	start: number,
	even: Int16Array,
	odd: Int16Array,
): void {
	const imaginary = out + P.BANDS * P.CELLS;
	const reach = even.length;
	for (let cell = 0; cell < P.CELLS; cell++) {
		const centre = 2 * cell;
		let real = even[0] * bands[start + centre];
		let turned = 0;
		for (let k = 1; k < reach; k++) {
			const before = bands[start + ((centre - k) & (P.COLUMNS - 1))];
			const after = bands[start + ((centre + k) & (P.COLUMNS - 1))];
			real += even[k] * (before + after);
			turned += odd[k] * (after - before);
		}
		responses[out + cell] = real >> RESPONSE_SHIFT;
		responses[imaginary + cell] = turned >> RESPONSE_SHIFT;
	}
}

const RESPONSE_SHIFT = 12;
