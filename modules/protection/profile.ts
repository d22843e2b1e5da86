import { WORD_BITS } from "./reed-muller.js";

/**
 * How a trait's grid of cells becomes a fuzzy commitment. The grid is cut into tiles (all planes of a
 * rectangle of cells); inside a tile two cells side by side form a pair, of which at most one is used. Taking
 * a fixed quota from every tile and every plane keeps the bits independent: the globally most reliable ones
 * are strongly correlated.
 */
export interface ProtectionProfile {
	readonly planes: number;
	/** Cells; even. */
	readonly width: number;
	readonly height: number;
	readonly tileWidth: number;
	readonly tileHeight: number;
	/** Inner code words, one from each of as many tiles: of all tiles the weakest are left out. */
	readonly blocks: number;
	/** Symbols of six bits that the key has; the outer code is RS(blocks, keySymbols). */
	readonly keySymbols: number;
	/** Largest bit error rate between probe and opened reference, in 1/1024. */
	readonly bitErrorMax: number;
	/** Bytes of the trait's shape, which is sealed with the rest and compared by the pipeline. */
	readonly shapeLength: number;
}

/** Tiles of the whole grid; at least `blocks`. */
export function tileCount(profile: ProtectionProfile): number {
	return (profile.width / profile.tileWidth) * (profile.height / profile.tileHeight);
}

/** Pairs in one tile: at least 32, the quota. */
export function pairsPerTile(profile: ProtectionProfile): number {
	return (profile.planes * profile.tileWidth * profile.tileHeight) / 2;
}

/** Bits that a reference uses. */
export function bitCount(profile: ProtectionProfile): number {
	return profile.blocks * WORD_BITS;
}

/**
 * The cell on the left of pair `pair` of tile `tile`, as an index plane * height * width + y * width + x;
 * pairs are counted plane by plane, row by row inside the tile.
 */
export function leftCellOf(profile: ProtectionProfile, tile: number, pair: number): number {
	const across = profile.width / profile.tileWidth;
	const perRow = profile.tileWidth >> 1;
	const perPlane = perRow * profile.tileHeight;
	const plane = (pair / perPlane) | 0;
	const inPlane = pair - plane * perPlane;
	const row = (inPlane / perRow) | 0;
	const x = (tile % across) * profile.tileWidth + 2 * (inPlane - row * perRow);
	const y = ((tile / across) | 0) * profile.tileHeight + row;
	return (plane * profile.height + y) * profile.width + x;
}
