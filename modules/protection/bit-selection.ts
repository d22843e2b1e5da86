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
	const pairs = pairsPerTile(profile);
	const tiles = tileCount(profile);
	let bit = 0;
	for (let tile = 0; tile < tiles; tile++) {
		for (let pair = 0; pair < pairs; pair++) {
			const side = choice[tile * pairs + pair];
			if (side === UNUSED) continue;
			const block = bit % profile.blocks;
			const slot = (bit / profile.blocks) | 0;
			cells[block * WORD_BITS + slot] = leftCellOf(profile, tile, pair) + (side === RIGHT ? 1 : 0);
			bit++;
		}
	}
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
		let better = 0;
		for (let other = 0; other < pairs; other++) {
			if (best[other] > best[pair] || (best[other] === best[pair] && other < pair)) better++;
		}
		if (better >= WORD_BITS) choice[start + pair] = UNUSED;
		else total += best[pair] >> 6;
	}
	return total;
}
