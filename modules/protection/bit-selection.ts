import { leftCellOf, type ProtectionProfile, pairsPerTile, tileCount } from "./profile.js";
import { WORD_BITS } from "./reed-muller.js";

/** What a pair contributes: nothing, its left cell, or its right cell. */
export const UNUSED = 0;
export const LEFT = 1;
export const RIGHT = 2;

/**
 * Chooses the bits of a reference: in each tile the 32 pairs whose better cell is most reliable, then the
 * `blocks` tiles whose choice is most reliable.
 *
 * @param choice one of UNUSED, LEFT, RIGHT for every pair of every tile; all UNUSED in a tile left out
 * @param reliability one value >= 0 for every cell, below 2^26
 * @param scratch at least pairsPerTile + tileCount values
 */
export function selectBitsInto(
	choice: Uint8Array,
	reliability: Int32Array,
	scratch: Int32Array,
	profile: ProtectionProfile,
): void {
	const pairs = pairsPerTile(profile);
	const tiles = tileCount(profile);
	for (let tile = 0; tile < tiles; tile++) {
		scratch[pairs + tile] = selectInTile(choice, reliability, scratch, profile, tile);
	}
	for (let surplus = tiles - profile.blocks; surplus > 0; surplus--) {
		let weakest = 0;
		for (let tile = 1; tile < tiles; tile++) {
			if (scratch[pairs + tile] < scratch[pairs + weakest]) weakest = tile;
		}
		scratch[pairs + weakest] = 0x7fffffff;
		choice.fill(UNUSED, weakest * pairs, (weakest + 1) * pairs);
	}
}

/**
 * The cells that a choice uses, in the order of the committed bits. Consecutive bits of a tile go to
 * consecutive blocks, so that a smudge on the hand costs every inner word one bit rather than one word all of
 * them.
 *
 * @param cells blocks * 32 cell indices: those of block b at 32 b ..
 */
export function cellsInto(cells: Int16Array, choice: Uint8Array, profile: ProtectionProfile): void {
	const { planes, width, height, tileWidth, tileHeight } = profile;
	placeCells(cells, choice, planes, width, height, tileWidth, tileHeight);
}

/** What a board brings of bit-selection.c; it need not. */
declare const nativeKernels:
	| { readonly placeCells: typeof placeCellsPlainly; readonly signsInto: typeof signsPlainly }
	| undefined;

const placeCells: typeof placeCellsPlainly =
	typeof nativeKernels === "undefined" ? placeCellsPlainly : nativeKernels.placeCells;

/** As `signsPlainly`, in machine code where the board has it. */
export const signsInto: typeof signsPlainly =
	typeof nativeKernels === "undefined" ? signsPlainly : nativeKernels.signsInto;

/** As `cellsInto`, the profile by its parts; there are as many blocks as `cells` have room for. */
export function placeCellsPlainly(
	cells: Int16Array,
	choice: Uint8Array,
	planes: number,
	width: number,
	height: number,
	tileWidth: number,
	tileHeight: number,
): void {
	const count = cells.length;
	let slot = 0;
	let place = 0;
	let pair = 0;
	for (let top = 0; top < height; top += tileHeight) {
		for (let left = 0; left < width; left += tileWidth) {
			for (let row = 0; row < planes * tileHeight; row++) {
				// Rows of a tile, plane by plane: see `leftCellOf`.
				const plane = (row / tileHeight) | 0;
				const y = plane * height + top + row - plane * tileHeight;
				for (let x = left; x < left + tileWidth; x += 2) {
					const side = choice[pair++];
					if (side === UNUSED || slot === WORD_BITS) continue;
					cells[place + slot] = y * width + x + side - LEFT;
					place += WORD_BITS;
					if (place < count) continue;
					place = 0;
					slot++;
				}
			}
		}
	}
}

/** +1 for each 0 of the code offset, -1 for each 1; 32 for each of its words. */
export function signsPlainly(signs: Int8Array, offset: Int32Array): void {
	for (let i = 0; i < signs.length; i++) signs[i] = 1 - 2 * ((offset[i >> 5] >>> (i & 31)) & 1);
}

/** @returns the summed reliability of the tile's 32 chosen cells. */
function selectInTile(
	choice: Uint8Array,
	reliability: Int32Array,
	best: Int32Array,
	profile: ProtectionProfile,
	tile: number,
): number {
	const pairs = pairsPerTile(profile);
	const start = tile * pairs;
	for (let pair = 0; pair < pairs; pair++) {
		const left = leftCellOf(profile, tile, pair);
		const right = reliability[left + 1] > reliability[left];
		best[pair] = reliability[right ? left + 1 : left];
		choice[start + pair] = right ? RIGHT : LEFT;
	}
	let total = 0;
	for (let pair = 0; pair < pairs; pair++) {
		const own = best[pair];
		let better = 0;
		for (let other = 0; other < pair; other++) if (best[other] >= own) better++;
		for (let other = pair + 1; other < pairs; other++) if (best[other] > own) better++;
		if (better >= WORD_BITS) choice[start + pair] = UNUSED;
		else total += own >> 6;
	}
	return total;
}
