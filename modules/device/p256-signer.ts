import { equalConstantTime } from "../bytes/bytes.js";
import { assertLength, assertSigningLengths, KEY_LENGTH } from "./crypto-lengths.js";
import { type P256Curve, signInto } from "./ecdsa-p256.js";
import { type Hmac, withNonce } from "./rfc6979.js";

/**
 * Signs ES256, with the dear part done beforehand when there was time: k G and 1 / k need no message.
 *
 * A nonce made without the message must differ from every other one, and be unknown, for as long as the key
 * lives; RFC 6979 has that from the message, a pair made in advance does not. So k comes out of RFC 6979's
 * generator (HMAC-DRBG, SP 800-90A 10.1.2) seeded with all of:
 *
 *   private key | 32 bytes of entropy | boot count | number of the pair within this boot
 *
 * - Entropy that is good makes k random, whatever the counts do (after flash was put back to an old state,
 *   say).
 * - Entropy that is bad, known or the same each time leaves k a pseudo-random function of the counts under
 *   the key, as RFC 6979's is of the message: unknown, and new each time, as the boot count is written
 *   before the unit does anything and the number grows with each pair. Only both failing at once repeats a k.
 * - RFC 6979 proper feeds 32 bytes where this feeds 40: neither ever makes the other's nonce.
 *
 * A pair serves one signature: it is given up before it is used, so neither an exception nor a refused
 * message brings it back. It lives in memory alone and is overwritten after use; a restart loses it. Who
 * reads memory while a pair waits can compute the key from the signature that uses it: a pair is as secret as
 * the key. A MAC under the key, checked before use, says that the pair is this key's and that no bit of it
 * fell over. Without a pair, the signature takes the full way by RFC 6979.
 */
export class P256Signer {
	readonly #curve: P256Curve;
	readonly #hmac: Hmac;
	readonly #entropyInto: (out: Uint8Array) => void;
	readonly #pair = new Uint8Array(PAIR_LENGTH);
	readonly #mac = new Uint8Array(MAC_LENGTH);
	#isReady = false;
	/** Pairs of this boot. */
	#count = 0;

	constructor(curve: P256Curve, hmac: Hmac, entropyInto: (out: Uint8Array) => void) {
		this.#curve = curve;
		this.#hmac = hmac;
		this.#entropyInto = entropyInto;
	}

	/**
	 * Makes a pair for the next signature with this key; one that waits is kept if it is this key's.
	 * @param bootCount never the same in two boots of the unit, 0..2^32-1
	 */
	prepare(privateKey: Uint8Array, bootCount: number): void {
		assertLength("private key", privateKey, KEY_LENGTH);
		if (this.#isReady && this.#isOurs(privateKey)) return;
		this.#isReady = false;
		const seed = new Uint8Array(ENTROPY_LENGTH + 8);
		try {
			this.#entropyInto(seed.subarray(0, ENTROPY_LENGTH));
			const counts = new DataView(seed.buffer);
			counts.setUint32(ENTROPY_LENGTH, bootCount);
			counts.setUint32(ENTROPY_LENGTH + 4, ++this.#count);
			withNonce(this.#hmac, privateKey, seed, (k) => this.#curve.pairInto(this.#pair, k));
			this.#hmac(this.#mac, privateKey, this.#pair);
			this.#isReady = true;
		} finally {
			seed.fill(0);
		}
	}

	/** Signs a 32-byte digest into 64 bytes r || s, s low. */
	signInto(signature: Uint8Array, privateKey: Uint8Array, digest: Uint8Array): void {
		assertSigningLengths(signature, privateKey, digest);
		if (this.#finish(signature, privateKey, digest)) return;
		signInto(signature, this.#curve, this.#hmac, privateKey, digest);
	}

	#finish(signature: Uint8Array, privateKey: Uint8Array, digest: Uint8Array): boolean {
		if (!this.#isReady) return false;
		this.#isReady = false;
		try {
			return this.#isOurs(privateKey) && this.#curve.finishInto(signature, this.#pair, privateKey, digest);
		} finally {
			this.#pair.fill(0);
			this.#mac.fill(0);
		}
	}

	#isOurs(privateKey: Uint8Array): boolean {
		const mac = new Uint8Array(MAC_LENGTH);
		this.#hmac(mac, privateKey, this.#pair);
		return equalConstantTime(mac, this.#mac);
	}
}

const PAIR_LENGTH = 64;
const MAC_LENGTH = 32;
const ENTROPY_LENGTH = 32;
