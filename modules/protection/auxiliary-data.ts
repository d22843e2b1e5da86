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
	if (bytes.length !== auxiliaryLength(profile)) return false;
	const pairs = pairsPerTile(profile);
	if (unpackChoice(choice, bytes, tileCount(profile), pairs) !== profile.blocks) return false;
	readWords(offset, bytes, offsetStart(profile), profile.blocks);
	const start = shapeStart(profile);
	for (let i = 0; i < profile.shapeLength; i++) {
		if (bytes[start + i] > 127) return false;
		shape[i] = bytes[start + i];
	}
	return true;
}

/** What a board brings of auxiliary-data.c; it need not. */
declare const nativeKernels: { readonly unpackChoice: typeof unpackPlainly } | undefined;

const unpackChoice: typeof unpackPlainly =
	typeof nativeKernels === "undefined" ? unpackPlainly : nativeKernels.unpackChoice;

/**
 * Reads which tiles are used and their choices.
 * @param choice `tiles` x `pairs`
 * @returns how many tiles are used; -1 when something is not as `writeAuxiliary` writes it
 */
export function unpackPlainly(choice: Uint8Array, bytes: Uint8Array, tiles: number, pairs: number): number {
	let used = 0;
	let digits = 0;
	let left = 0;
	let at = (tiles + 7) >> 3;
	if ((tiles & 7) !== 0 && bytes[at - 1] >> (tiles & 7) !== 0) return -1;
	for (let tile = 0; tile < tiles; tile++) {
		const start = tile * pairs;
		if (((bytes[tile >> 3] >> (tile & 7)) & 1) === 0) {
			choice.fill(UNUSED, start, start + pairs);
			continue;
		}
		used++;
		let bits = 0;
		for (let i = start; i < start + pairs; i++) {
			if (left === 0) {
				if (digits !== 0 || at >= bytes.length) return -1;
				digits = bytes[at++];
				left = 5;
			}
			// floor(digits / 3) of a byte
			const rest = (digits * 171) >> 9;
			const digit = digits - 3 * rest;
			digits = rest;
			left--;
			choice[i] = digit;
			if (digit !== UNUSED) bits++;
		}
		if (bits !== WORD_BITS) return -1;
	}
	return digits === 0 ? used : -1;
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
