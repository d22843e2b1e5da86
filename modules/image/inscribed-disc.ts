/** A disc in pixels, whose centres lie at whole numbers. */
export interface Disc {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
}

/**
 * The largest disc inside a shape. Exact Euclidean distance in two steps (Saito and Toriwaki 1994): first
 * along columns, kept; then across rows, only where it can still be the greatest, so nothing needs keeping.
 *
 * @param mask width x height, 0 or 1; on return each one holds its distance to the nearest background
 *   along its column, at most 255, so that it is still "not 0" inside. Beyond the border lies background.
 * @returns centred on the mean of all places whose distance is within PLATEAU of the greatest, with the
 *   greatest less half a pixel for radius; undefined for an empty mask
 */
export function largestDisc(mask: Uint8Array, width: number, height: number): Disc | undefined {
	const best = greatestDistance(mask, width, height);
	if (best === 0) return undefined;
	const ridge = new Int32Array(3);
	ridgeInto(ridge, mask, width, height, Math.ceil((Math.sqrt(best) - PLATEAU) ** 2));
	const count = ridge[2];
	return { x: ridge[0] / count, y: ridge[1] / count, radius: Math.sqrt(best) - 0.5 };
}

/** An oblong shape has a ridge of equal distances, broken by rounding: it counts as a whole. Pixels. */
const PLATEAU = 0.5;

/** What a board brings of inscribed-disc.c; it need not. */
declare const nativeKernels:
	| { readonly greatestDistance: typeof greatestDistancePlainly; readonly ridgeInto: typeof ridgePlainly }
	| undefined;

const greatestDistance: typeof greatestDistancePlainly =
	typeof nativeKernels === "undefined" ? greatestDistancePlainly : nativeKernels.greatestDistance;

const ridgeInto: typeof ridgePlainly =
	typeof nativeKernels === "undefined" ? ridgePlainly : nativeKernels.ridgeInto;

/**
 * The first step, and of the second what is greatest.
 * @param mask as `largestDisc` takes and leaves it
 * @returns the greatest squared distance to the background; 0 for an empty mask
 */
export function greatestDistancePlainly(mask: Uint8Array, width: number, height: number): number {
	for (let x = 0; x < width; x++) columnDistances(mask, x, width, height);
	let best = 0;
	for (let first = 0; first < ROW_STRIDE; first++) {
		for (let y = first; y < height; y += ROW_STRIDE) best = greatestInRow(mask, y * width, width, best);
	}
	return best;
}

/**
 * @param ridge of all places whose squared distance is `floor` > 0 or more: sum of x, sum of y, number
 * @param columns what `greatestDistancePlainly` leaves of a mask
 */
export function ridgePlainly(
	ridge: Int32Array,
	columns: Uint8Array,
	width: number,
	height: number,
	floor: number,
): void {
	const root = rootOf(floor - 1);
	let sumX = 0;
	let sumY = 0;
	let count = 0;
	for (let y = 0; y < height; y++) {
		const row = y * width;
		for (let x = 0; x < width; x++) {
			const alongColumn = columns[row + x];
			if (alongColumn * alongColumn < floor) continue;
			if (squaredDistance(columns, row, x, width, floor - 1, root) < floor) continue;
			sumX += x;
			sumY += y;
			count++;
		}
	}
	ridge[0] = sumX;
	ridge[1] = sumY;
	ridge[2] = count;
}

/** Every eighth row first: a great distance found early spares most of the others a closer look. */
const ROW_STRIDE = 8;

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

/** @returns the greatest squared distance in this row, or `best` */
function greatestInRow(columns: Uint8Array, row: number, width: number, best: number): number {
	let greatest = best;
	let root = rootOf(best);
	for (let x = 0; x < width; x++) {
		const alongColumn = columns[row + x];
		if (alongColumn * alongColumn <= greatest) continue;
		greatest = squaredDistance(columns, row, x, width, greatest, root);
		while ((root + 1) * (root + 1) <= greatest) root++;
	}
	return greatest;
}

/**
 * Squared distance of pixel `x` of a row to the background, from the column distances on both sides. Looks
 * first as far away as nothing may lie, where the background shows most often, and comes nearer.
 * @param enough what is not above this is of no interest: the search then ends
 * @param root of `enough`, rounded down
 * @returns the squared distance, or `enough`
 */
function squaredDistance(
	columns: Uint8Array,
	row: number,
	x: number,
	width: number,
	enough: number,
	root: number,
): number {
	let least = columns[row + x] * columns[row + x];
	for (let k = root; k > 0 && least > enough; k--) least = nearerAt(columns, row, x, width, k, least);
	for (let k = root + 1; k * k < least && least > enough; k++)
		least = nearerAt(columns, row, x, width, k, least);
	return least > enough ? least : enough;
}

function nearerAt(
	columns: Uint8Array,
	row: number,
	x: number,
	width: number,
	k: number,
	least: number,
): number {
	const left = x - k < 0 ? 0 : columns[row + x - k];
	const right = x + k >= width ? 0 : columns[row + x + k];
	const nearer = left < right ? left : right;
	const squared = nearer * nearer + k * k;
	return squared < least ? squared : least;
}

function rootOf(square: number): number {
	let root = 0;
	while ((root + 1) * (root + 1) <= square) root++;
	return root;
}
