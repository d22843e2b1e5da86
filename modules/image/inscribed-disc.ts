/**
 * The largest disc inside a shape. Exact Euclidean distance in two steps (Saito and Toriwaki 1994): first
 * along columns, kept; then across rows, only where it can still be the greatest, so nothing needs to be
 * kept.
 */
export interface Disc {
	/** Centre in pixels: the mean of all places whose distance is within PLATEAU of the greatest. */
	readonly x: number;
	readonly y: number;
	/** Pixels; the distance to the nearest background pixel's centre, less half a pixel. */
	readonly radius: number;
}

/**
 * @param mask width x height, 0 or 1; on return each one holds its distance to the nearest background
 *   along its column, at most 255, so that it is still "not 0" inside. Beyond the border lies background.
 * @returns undefined for an empty mask
 */
export function largestDisc(mask: Uint8Array, width: number, height: number): Disc | undefined {
	for (let x = 0; x < width; x++) columnDistances(mask, x, width, height);
	let best = 0;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const column = mask[y * width + x];
			if (column * column > best) best = squaredDistance(mask, y * width, x, width, best);
		}
	}
	if (best === 0) return undefined;
	const floor = (Math.sqrt(best) - PLATEAU) ** 2;
	let sumX = 0;
	let sumY = 0;
	let count = 0;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const column = mask[y * width + x];
			if (column * column < floor) continue;
			if (squaredDistance(mask, y * width, x, width, floor - 1) < floor) continue;
			sumX += x;
			sumY += y;
			count++;
		}
	}
	return { x: sumX / count, y: sumY / count, radius: Math.sqrt(best) - 0.5 };
}

/** Half a pixel of a hand at arm's length more or less: the ridge of an oblong palm counts as a whole. */
const PLATEAU = 0.5;

function columnDistances(mask: Uint8Array, start: number, step: number, count: number): void {
	const last = start + (count - 1) * step;
	let distance = 0;
	for (let p = start; p <= last; p += step) {
		distance = mask[p] === 0 ? 0 : distance < 255 ? distance + 1 : 255;
		mask[p] = distance;
	}
	distance = 0;
	for (let p = last; p >= start; p -= step) {
		if (mask[p] === 0) distance = 0;
		else if (++distance < mask[p]) mask[p] = distance;
	}
}

/**
 * Squared distance of pixel `x` of a row to the background, from the column distances on both sides.
 * @param enough a result of at most this is of no interest: it is then returned as it is found
 */
function squaredDistance(columns: Uint8Array, row: number, x: number, width: number, enough: number): number {
	let least = columns[row + x] * columns[row + x];
	for (let k = 1; k * k < least && least > enough; k++) {
		const left = x - k < 0 ? 0 : columns[row + x - k];
		const right = x + k >= width ? 0 : columns[row + x + k];
		const nearer = left < right ? left : right;
		const squared = nearer * nearer + k * k;
		if (squared < least) least = squared;
	}
	return least > enough ? least : enough;
}
