/** Where a signature's nonce comes from: RFC 6979, deterministic, so that no generator can betray a key. */

/** HMAC-SHA-256 of the concatenation of `parts`, as the Crypto door has it. */
export type Hmac = (out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]) => void;

const LENGTH = 32;

/**
 * Calls `use` with one nonce candidate after another until it accepts one; all of them are wiped.
 * RFC 6979 3.2 for a group order of 256 bits and SHA-256; `use` judges 1 <= k < n (step h.3) and r, s != 0.
 * @param privateKey 32 bytes, big-endian, below the group order.
 * @param seed what else the nonce hangs on. For a signature by that standard 32 bytes: bits2octets of the
 * message's digest, that is its value modulo the group order.
 */
export function withNonce(
	hmac: Hmac,
	privateKey: Uint8Array,
	seed: Uint8Array,
	use: (nonce: Uint8Array) => boolean,
): void {
	const key = new Uint8Array(LENGTH);
	const value = new Uint8Array(LENGTH).fill(1);
	try {
		hmac(key, key, value, ZERO, privateKey, seed);
		hmac(value, key, value);
		hmac(key, key, value, ONE, privateKey, seed);
		hmac(value, key, value);
		hmac(value, key, value);
		while (!use(value)) {
			hmac(key, key, value, ZERO);
			hmac(value, key, value);
			hmac(value, key, value);
		}
	} finally {
		key.fill(0);
		value.fill(0);
	}
}

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);
