import { UNUSED } from "./bit-selection.js";
import { type ProtectionProfile, pairsPerTile, tileCount } from "./profile.js";
import { WORD_BITS } from "./reed-muller.js";

/**
 * Auxiliary data (ISO/IEC 24745: AD), the part of a reference that is always sealed: with bit positions alone
 * two references of one palm can be linked.
 *
 *   +----------------+------------------------------------+----------------------+-------------+
 *   | tiles used     | choices of the used tiles, base 3, | code offset          | shape       |
 *   | 1 bit each     | five to a byte, least digit first  | blocks x 32 bits, BE | 0..127 each |
 *   | ceil(tiles/8)  | ceil(blocks x pairs / 5)           | blocks x 4           | shapeLength |
 *   +----------------+------------------------------------+----------------------+-------------+
 */
export function auxiliaryLength(profile: ProtectionProfile): number {
	return shapeStart(profile) + profile.shapeLength;
}

/**
 * @param choice of `selectBitsInto`
 * @param offset the code offset, one 32-bit word a block
 * @param shape shapeLength values, none negative
 */
export function writeAuxiliary(
	out: Uint8Array,
	choice: Uint8Array,
	offset: Int32Array,
	shape: Int8Array,
	profile: ProtectionProfile,
): void {
	const pairs = pairsPerTile(profile);
	const tiles = tileCount(profile);
	out.fill(0);
	let digits = 0;
	let power = 1;
	let at = mapLength(profile);
	for (let tile = 0; tile < tiles; tile++) {
		if (!isUsed(choice, tile * pairs, pairs)) continue;
		out[tile >> 3] |= 1 << (tile & 7);
		for (let pair = 0; pair < pairs; pair++) {
			digits += power * choice[tile * pairs + pair];
			power *= 3;
			if (power < 243) continue;
			out[at++] = digits;
			digits = 0;
			power = 1;
		}
	}
	if (power > 1) out[at] = digits;
	writeWords(out, offsetStart(profile), offset, profile.blocks);
	out.set(shape, shapeStart(profile));
}

/**
 * The reverse. Whatever is read writes back to the same bytes.
 * @returns false when the bytes are no auxiliary data of this profile (which an authentic record never is);
 * `choice`, `offset` and `shape` are then unspecified
 */
export function readAuxiliary(
	choice: Uint8Array,
	offset: Int32Array,
	shape: Int8Array,
	bytes: Uint8Array,
	profile: ProtectionProfile,
): boolean {
	const pairs = pairsPerTile(profile);
	const tiles = tileCount(profile);
	if (bytes.length !== auxiliaryLength(profile)) return false;
	let used = 0;
	let digits = 0;
	let left = 0;
	let at = mapLength(profile);
	if ((tiles & 7) !== 0 && bytes[at - 1] >> (tiles & 7) !== 0) return false;
	for (let tile = 0; tile < tiles; tile++) {
		if (((bytes[tile >> 3] >> (tile & 7)) & 1) === 0) {
			choice.fill(UNUSED, tile * pairs, (tile + 1) * pairs);
			continue;
		}
		if (++used > profile.blocks) return false;
		let bits = 0;
		for (let pair = 0; pair < pairs; pair++) {
			if (left === 0) {
				if (digits !== 0) return false;
				digits = bytes[at++];
				left = 5;
			}
			const digit = digits % 3;
			digits = (digits / 3) | 0;
			left--;
			choice[tile * pairs + pair] = digit;
			if (digit !== UNUSED) bits++;
		}
		if (bits !== WORD_BITS) return false;
	}
	readWords(offset, bytes, offsetStart(profile), profile.blocks);
	const start = shapeStart(profile);
	for (let i = 0; i < profile.shapeLength; i++) {
		if (bytes[start + i] > 127) return false;
		shape[i] = bytes[start + i];
	}
	return used === profile.blocks && digits === 0;
}

function mapLength(profile: ProtectionProfile): number {
	return (tileCount(profile) + 7) >> 3;
}

function offsetStart(profile: ProtectionProfile): number {
	return mapLength(profile) + (((profile.blocks * pairsPerTile(profile) + 4) / 5) | 0);
}

function shapeStart(profile: ProtectionProfile): number {
	return offsetStart(profile) + 4 * profile.blocks;
}

function isUsed(choice: Uint8Array, start: number, pairs: number): boolean {
	for (let pair = 0; pair < pairs; pair++) if (choice[start + pair] !== UNUSED) return true;
	return false;
}

function writeWords(out: Uint8Array, start: number, words: Int32Array, count: number): void {
	for (let i = 0, at = start; i < count; i++) {
		const word = words[i];
		out[at++] = word >>> 24;
		out[at++] = word >>> 16;
		out[at++] = word >>> 8;
		out[at++] = word;
	}
}

function readWords(words: Int32Array, bytes: Uint8Array, start: number, count: number): void {
	for (let i = 0, at = start; i < count; i++, at += 4) {
		words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
	}
}
