/** The Crypto door over the board's C. */
import type { Crypto } from "../../hal/hal.js";
import {
	assertKeyPairLengths,
	assertLength,
	assertSealLengths,
	assertVerificationLengths,
	DIGEST_LENGTH,
	PUBLIC_KEY_LENGTH,
} from "../../modules/device/crypto-lengths.js";
import { P256Signer } from "../../modules/device/p256-signer.js";

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
	function hostP256Pair(pair: Uint8Array, k: Uint8Array): boolean;
	function hostP256Finish(
		signature: Uint8Array,
		pair: Uint8Array,
		privateKey: Uint8Array,
		digest: Uint8Array,
	): boolean;
	function hostP256PublicKey(publicKey: Uint8Array, privateKey: Uint8Array): boolean;
	function hostP256IsPublicKey(publicKey: Uint8Array): boolean;
	function hostP256Verify(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean;
}

export interface NativeCryptoOptions {
	readonly entropyInto: (out: Uint8Array) => void;
	/** 32 bytes that stand for the key burnt into one piece of hardware. */
	readonly deviceRoot: Uint8Array;
}

export function createNativeCrypto({ entropyInto, deviceRoot }: NativeCryptoOptions): Crypto {
	const signer = new P256Signer(
		{
			pairInto: (pair, k) => hostP256Pair(pair, k),
			finishInto: (signature, pair, key, digest) => hostP256Finish(signature, pair, key, digest),
		},
		hmacInto,
		entropyInto,
	);
	return {
		sha256Into(out, ...parts) {
			assertLength("digest", out, DIGEST_LENGTH);
			hostSha256(out, ...parts);
		},
		hmacInto,
		sealInto(out, key, nonce, aad, plaintext) {
			assertSealLengths(key, nonce, plaintext, out);
			hostSeal(out, key, nonce, aad, plaintext);
		},
		openInto(out, key, nonce, aad, sealed) {
			assertSealLengths(key, nonce, out, sealed);
			return hostOpen(out, key, nonce, aad, sealed);
		},
		entropyInto,
		deviceKeyInto(out, label) {
			const name = Uint8Array.from(label, (character) => character.charCodeAt(0));
			hmacInto(out, deviceRoot, name);
		},
		generateSigningKeyInto(privateKey, publicKey) {
			assertKeyPairLengths(privateKey, publicKey);
			do entropyInto(privateKey);
			while (!hostP256PublicKey(publicKey, privateKey));
		},
		prepareSignature: (privateKey, bootCount) => signer.prepare(privateKey, bootCount),
		signInto: (signature, privateKey, digest) => signer.signInto(signature, privateKey, digest),
		isPublicKey(publicKey) {
			assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
			return hostP256IsPublicKey(publicKey);
		},
		verify(publicKey, digest, signature) {
			assertVerificationLengths(publicKey, digest, signature);
			return hostP256Verify(publicKey, digest, signature);
		},
	};
}

/** Fills with a sequence that is the same in every run, as figures must be. */
export function repeatingEntropy(): (out: Uint8Array) => void {
	let drawn = 0;
	return (out) => {
		for (let i = 0; i < out.length; i++) out[i] = drawn = (drawn * 109 + 57) & 255;
	};
}

function hmacInto(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void {
	assertLength("MAC", out, DIGEST_LENGTH);
	hostHmac(out, key, ...parts);
}
