import { assert } from "../bytes/assert.js";
import { fromHex } from "../bytes/bytes.js";

/** The bytes of a published vector. */
export function bytesOf(hex: string): Uint8Array {
	const bytes = fromHex(hex);
	assert(bytes !== undefined, "a vector is hexadecimal");
	return bytes;
}

/** A copy with bit `bit` turned over. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
	const flipped = bytes.slice();
	flipped[bit >> 3] ^= 1 << (bit & 7);
	return flipped;
}

/** Bytes that are all different from their neighbours. */
export function patterned(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => (i * 7 + 3) % 256);
}
