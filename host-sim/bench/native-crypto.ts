/** The Crypto door over the board's C, as far as a pipeline needs it. */
import type { Crypto } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";

declare global {
	/** Instructions executed since boot, or computrons on a board that does not count those. */
	function hostCost(): number;
	/** Of that, what was spent before the first event. */
	function hostBootCost(): number;
	function hostSha256(out: Uint8Array, ...parts: readonly Uint8Array[]): void;
	function hostHmac(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void;
	function hostSeal(
		out: Uint8Array,
		key: Uint8Array,
		nonce: Uint8Array,
		aad: Uint8Array,
		plaintext: Uint8Array,
	): void;
	function hostOpen(
		out: Uint8Array,
		key: Uint8Array,
		nonce: Uint8Array,
		aad: Uint8Array,
		sealed: Uint8Array,
	): boolean;
}

let drawn = 0;

export const nativeCrypto: Crypto = {
	sha256Into: (out, ...parts) => hostSha256(out, ...parts),
	hmacInto: (out, key, ...parts) => hostHmac(out, key, ...parts),
	sealInto: (out, key, nonce, aad, plaintext) => hostSeal(out, key, nonce, aad, plaintext),
	openInto: (out, key, nonce, aad, sealed) => hostOpen(out, key, nonce, aad, sealed),
	/** Repeats from run to run, as figures must. */
	entropyInto(out) {
		for (let i = 0; i < out.length; i++) out[i] = drawn = (drawn * 109 + 57) & 255;
	},
	deviceKeyInto(out, label) {
		hostHmac(
			out,
			new Uint8Array(32),
			Uint8Array.from(label, (character) => character.charCodeAt(0)),
		);
	},
	generateSigningKeyInto: notHere,
	signInto: notHere,
	isPublicKey: notHere,
	verify: notHere,
};

function notHere(): never {
	assert(false, "the bench signs nothing by this door");
}
