import { GOOD } from "../../image/blemish.js";
import type { Region } from "../modality.js";
import * as P from "./parameters.js";
import { WAVELETS, type Wavelet } from "./wavelets.js";

/**
 * Phase of the iris's texture along each of BANDS rings, at two wavelengths: the real and the imaginary part of
 * a complex wavelet's response, whose signs are the bits (Daugman 1993, here one-dimensional along the angle).
 *
 * @param responses PLANES x BANDS x CELLS, on return in about 1/4 grey level
 * @param bands BANDS x COLUMNS working memory
 */
export function phaseInto(responses: Int16Array, bands: Int16Array, region: Region): void {
	for (let band = 0; band < P.BANDS; band++) {
		bandInto(bands, band * P.COLUMNS, region, band);
	}
	for (let band = 0; band < P.BANDS; band++) {
		for (let scale = 0; scale < WAVELETS.length; scale++) {
			const plane = 2 * scale * P.BANDS * P.CELLS;
			waveletInto(responses, plane + band * P.CELLS, bands, band * P.COLUMNS, WAVELETS[scale]);
		}
	}
}

/** Which cells of a plane are measured: those of whose surroundings at least half are; BANDS x CELLS. */
export function isMeasured(mask: Uint8Array, band: number, cell: number): boolean {
	let good = 0;
	const first = band * ROWS_PER_BAND;
	for (let row = first; row < first + ROWS_PER_BAND; row++) {
		for (let k = -P.CELL_REACH; k <= P.CELL_REACH; k++) {
			if (mask[row * P.COLUMNS + ((2 * cell + k) & (P.COLUMNS - 1))] === GOOD) good++;
		}
	}
	return 256 * good >= P.CELL_MEASURED_MIN * ROWS_PER_BAND * (2 * P.CELL_REACH + 1);
}

const ROWS_PER_BAND = P.ROWS / P.BANDS;

/** Mean of a band's measured rows at every angle, in 1/16 grey level off the band's mean; 0 where unknown. */
function bandInto(bands: Int16Array, start: number, { pixels, mask }: Region, band: number): void {
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

/** Correlates one ring with one wavelet at every second column. */
function waveletInto(
	responses: Int16Array,
	out: number,
	bands: Int16Array,
	start: number,
	{ even, odd }: Wavelet,
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
