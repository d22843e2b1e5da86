import { createHmac, randomFillSync } from "node:crypto";
import { assert } from "../../modules/bytes/assert.js";

/** Fills `out` with bytes nobody can foresee, or, for a rehearsed day, with bytes that a seed decides. */
export type EntropySource = (out: Uint8Array) => void;

/** The operating system's generator. */
export function systemEntropy(out: Uint8Array): void {
	randomFillSync(out);
}

const OUTPUT_LENGTH = 32;
/** SP 800-90A table 2: at most 2^19 bits a request. */
const REQUEST_MAX = 1 << 16;

/**
 * HMAC_DRBG with SHA-256 (NIST SP 800-90A 10.1.2), without reseeding: the same `seed` gives the same bytes
 * for the same sequence of request lengths.
 * @param seed entropy input, nonce and personalisation string in one, at least 32 bytes.
 */
export function seededEntropy(seed: Uint8Array): EntropySource {
	assert(seed.length >= 32, "seededEntropy: the seed is at least 32 bytes");
	let key: Uint8Array = new Uint8Array(OUTPUT_LENGTH);
	let value: Uint8Array = new Uint8Array(OUTPUT_LENGTH).fill(1);

	/** HMAC_DRBG_Update, 10.1.2.2. */
	const update = (provided: Uint8Array): void => {
		for (const separator of provided.length > 0 ? [0, 1] : [0]) {
			key = hmac(key, value, Uint8Array.of(separator), provided);
			value = hmac(key, value);
		}
	};

	update(seed);
	return (out) => {
		assert(out.length <= REQUEST_MAX, "seededEntropy: at most 65,536 bytes a request");
		for (let offset = 0; offset < out.length; offset += OUTPUT_LENGTH) {
			value = hmac(key, value);
			out.set(value.subarray(0, Math.min(OUTPUT_LENGTH, out.length - offset)), offset);
		}
		update(new Uint8Array(0));
	};
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
	const mac = createHmac("sha256", key);
	for (const part of parts) mac.update(part);
	return mac.digest();
}
