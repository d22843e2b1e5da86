/** Two populations of grey values: the greatest value of the darker, and the mean of each. */
export interface Split {
	readonly level: number;
	readonly darker: number;
	readonly brighter: number;
}

/** What a board brings of threshold.c; it need not. */
declare const nativeKernels:
	| {
			readonly histogramInto: typeof histogramPlainly;
			readonly splitAt: typeof splitPlainly;
			readonly thresholdInto: typeof thresholdPlainly;
	  }
	| undefined;

const splitAt: typeof splitPlainly =
	typeof nativeKernels === "undefined" ? splitPlainly : nativeKernels.splitAt;

/** As `histogramPlainly`, in machine code where the board has it. */
export const histogramInto: typeof histogramPlainly =
	typeof nativeKernels === "undefined" ? histogramPlainly : nativeKernels.histogramInto;

/** As `thresholdPlainly`, in machine code where the board has it. */
export const thresholdInto: typeof thresholdPlainly =
	typeof nativeKernels === "undefined" ? thresholdPlainly : nativeKernels.thresholdInto;

/** How often each grey value occurs among the first `count` <= 32,767 pixels; GREYS counts out. */
export function histogramPlainly(histogram: Int16Array, pixels: Uint8Array, count: number): void {
	for (let level = 0; level < GREYS; level++) histogram[level] = 0;
	for (let i = 0; i < count; i++) histogram[pixels[i]]++;
}

/** Grey values. */
export const GREYS = 256;

/**
 * Separates two populations of grey values by the greatest variance between them (Otsu 1979, equation 18).
 * Values above `ceiling` count as `ceiling`, so that glare does not make a population of its own.
 *
 * @param histogram of `count` pixels
 * @returns level 0 and both means the same when all values are
 */
export function splitLevels(histogram: Int16Array, count: number, ceiling: number): Split {
	const sums = new Int32Array(SPLIT_SUMS);
	const level = splitAt(sums, histogram, count, ceiling);
	const [below, sumBelow, total] = sums;
	const darker = below === 0 ? total / count : sumBelow / below;
	const brighter = (total - sumBelow) / (count - below);
	return { level, darker, brighter };
}

const SPLIT_SUMS = 3;

/**
 * @param sums of the split, out: pixels of the darker population, the sum of their values, the sum of all
 * @returns the greatest value of the darker population; 0 and no pixels in it when all values are the same
 */
export function splitPlainly(
	sums: Int32Array,
	histogram: Int16Array,
	count: number,
	ceiling: number,
): number {
	let total = 0;
	for (let level = 0; level < GREYS; level++) total += (level < ceiling ? level : ceiling) * histogram[level];
	sums[0] = 0;
	sums[1] = 0;
	sums[2] = total;
	let split = 0;
	let best = 0;
	let below = 0;
	let sumBelow = 0;
	for (let level = 0; level < ceiling; level++) {
		const pixels = histogram[level];
		if (pixels === 0) continue;
		below += pixels;
		sumBelow += level * pixels;
		if (below === count) break;
		const darker = sumBelow / below;
		const brighter = (total - sumBelow) / (count - below);
		const variance = below * (count - below) * ((brighter - darker) * (brighter - darker));
		if (variance <= best) continue;
		best = variance;
		split = level;
		sums[0] = below;
		sums[1] = sumBelow;
	}
	return split;
}

/** 1 where the value is above `level`, else 0. */
export function thresholdPlainly(mask: Uint8Array, pixels: Uint8Array, count: number, level: number): void {
	for (let i = 0; i < count; i++) mask[i] = pixels[i] > level ? 1 : 0;
}
