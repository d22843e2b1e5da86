/** Two populations of grey values: the greatest value of the darker, and the mean of each. */
export interface Split {
	readonly level: number;
	readonly darker: number;
	readonly brighter: number;
}

/**
 * Separates two populations of grey values by the greatest variance between them (Otsu 1979, equation 18).
 * Values above `ceiling` count as `ceiling`, so that glare does not make a population of its own.
 *
 * @param pixels at least `count` grey values
 * @returns level 0 and both means the same when all values are
 */
export function splitLevels(pixels: Uint8Array, count: number, ceiling: number): Split {
	const histogram = new Array<number>(256).fill(0);
	for (let i = 0; i < count; i++) histogram[pixels[i]]++;
	for (let level = ceiling + 1; level < 256; level++) histogram[ceiling] += histogram[level];
	let total = 0;
	for (let level = 0; level <= ceiling; level++) total += level * histogram[level];
	let split = { level: 0, darker: total / count, brighter: total / count };
	let best = 0;
	let below = 0;
	let sumBelow = 0;
	for (let level = 0; level < ceiling; level++) {
		below += histogram[level];
		sumBelow += level * histogram[level];
		if (below === 0 || below === count) continue;
		const darker = sumBelow / below;
		const brighter = (total - sumBelow) / (count - below);
		const variance = below * (count - below) * (brighter - darker) ** 2;
		if (variance <= best) continue;
		best = variance;
		split = { level, darker, brighter };
	}
	return split;
}

/** 1 where the value is above `level`, else 0. */
export function thresholdInto(mask: Uint8Array, pixels: Uint8Array, count: number, level: number): void {
	for (let i = 0; i < count; i++) mask[i] = pixels[i] > level ? 1 : 0;
}
