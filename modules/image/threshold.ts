/**
 * The level that separates two populations of grey values best: the greatest variance between classes (Otsu 1979,
 * equation 18). Values of `ceiling` and more count as `ceiling`, so that glare does not make a class of its own.
 *
 * @param pixels `count` grey values
 * @returns the greatest level of the darker class
 */
export function otsuLevel(pixels: Uint8Array, count: number, ceiling: number): number {
	const histogram = new Array<number>(256).fill(0);
	for (let i = 0; i < count; i++) histogram[pixels[i]]++;
	for (let level = ceiling + 1; level < 256; level++) histogram[ceiling] += histogram[level];
	let total = 0;
	for (let level = 0; level <= ceiling; level++) total += level * histogram[level];
	let best = -1;
	let bestLevel = 0;
	let darker = 0;
	let darkerSum = 0;
	for (let level = 0; level < ceiling; level++) {
		darker += histogram[level];
		darkerSum += level * histogram[level];
		if (darker === 0 || darker === count) continue;
		const difference = darkerSum / darker - (total - darkerSum) / (count - darker);
		const variance = darker * (count - darker) * difference * difference;
		if (variance <= best) continue;
		best = variance;
		bestLevel = level;
	}
	return bestLevel;
}

/** In place: 1 where the value is above `level`, else 0. */
export function thresholdInto(mask: Uint8Array, pixels: Uint8Array, count: number, level: number): void {
	for (let i = 0; i < count; i++) mask[i] = pixels[i] > level ? 1 : 0;
}
