/** What every implementation of the Crypto door asserts about its arguments. Pure: runs in XS too. */
import { assert } from "../bytes/assert.js";

export const KEY_LENGTH = 32;
export const DIGEST_LENGTH = 32;
export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
export const PUBLIC_KEY_LENGTH = 65;
export const SIGNATURE_LENGTH = 64;

/** @param name begins the complaint. */
export function assertLength(name: string, bytes: Uint8Array, length: number): void {
	assert(bytes.length === length, `${name} is ${length} bytes, not ${bytes.length}`);
}

/** @param plain the side without the tag. */
export function assertSealLengths(
	key: Uint8Array,
	nonce: Uint8Array,
	plain: Uint8Array,
	sealed: Uint8Array,
): void {
	assertLength("key", key, KEY_LENGTH);
	assertLength("nonce", nonce, NONCE_LENGTH);
	assertLength("sealed text", sealed, plain.length + TAG_LENGTH);
}
