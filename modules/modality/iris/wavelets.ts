import * as P from "./parameters.js";

/** Half of a complex wavelet: even[k] = even[-k], odd[k] = -odd[-k]. */
export interface Wavelet {
	readonly even: Int16Array;
	readonly odd: Int16Array;
}

/** 16 and 32 columns long (a sixteenth and an eighth of a turn). */
export const WAVELETS: readonly Wavelet[] = [
	makeWavelet(P.LENGTH_1, P.SIGMA_1, P.REACH_1),
	makeWavelet(P.LENGTH_2, P.SIGMA_2, P.REACH_2),
];

/**
 * A wave under a Gaussian, in columns; the even part's mean is taken out, so that brightness does not answer.
 * Sum of the sizes of either part <= 8192, so that a response to 1/16 grey levels stays below 2^31.
 */
function makeWavelet(length: number, sigma: number, reach: number): Wavelet {
	const bell = Array.from({ length: reach + 1 }, (_, k) => Math.exp((-k * k) / (2 * sigma * sigma)));
	const wave = bell.map((b, k) => b * Math.cos((2 * Math.PI * k) / length));
	const turned = bell.map((b, k) => b * Math.sin((2 * Math.PI * k) / length));
	const both = (values: readonly number[]) => values.reduce((sum, v, k) => sum + (k === 0 ? v : 2 * v), 0);
	const lift = both(wave) / both(bell);
	const even = wave.map((v, k) => v - lift * bell[k]);
	const scale = 8192 / both(bell);
	return {
		even: Int16Array.from(even, (v) => Math.round(v * scale)),
		odd: Int16Array.from(turned, (v) => Math.round(v * scale)),
	};
}
