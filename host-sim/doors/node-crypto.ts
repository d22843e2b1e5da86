import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import type { Crypto } from "../../hal/hal.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import {
	assertKeyPairLengths,
	assertLength,
	assertSealLengths,
	assertVerificationLengths,
	DIGEST_LENGTH,
	KEY_LENGTH,
	PUBLIC_KEY_LENGTH,
	TAG_LENGTH,
} from "../../modules/device/crypto-lengths.js";
import { P256Signer } from "../../modules/device/p256-signer.js";
import type { EntropySource } from "./entropy.js";
import { generateP256KeyInto, isP256PublicKey, nobleCurve, verifyP256 } from "./p256-signing.js";

export interface NodeCryptoOptions {
	readonly entropy: EntropySource;
	/** 32 bytes that stand for the key burnt into one piece of hardware. */
	readonly deviceRoot: Uint8Array;
}

/** The Crypto door on node:crypto; ECDSA on @noble/curves. */
export function createNodeCrypto({ entropy, deviceRoot }: NodeCryptoOptions): Crypto {
	assertLength("device root", deviceRoot, KEY_LENGTH);
	const signer = new P256Signer(nobleCurve, hmacInto, entropy);
	return {
		sha256Into,
		hmacInto,
		sealInto,
		openInto,
		entropyInto: entropy,
		deviceKeyInto: (out, label) => hmacInto(out, deviceRoot, encodeUtf8(label)),
		generateSigningKeyInto(privateKey, publicKey) {
			assertKeyPairLengths(privateKey, publicKey);
			generateP256KeyInto(privateKey, publicKey, entropy);
		},
		prepareSignature: (privateKey, bootCount) => signer.prepare(privateKey, bootCount),
		signInto: (signature, privateKey, digest) => signer.signInto(signature, privateKey, digest),
		isPublicKey(publicKey) {
			assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
			return isP256PublicKey(publicKey);
		},
		verify(publicKey, digest, signature) {
			assertVerificationLengths(publicKey, digest, signature);
			return verifyP256(publicKey, digest, signature);
		},
	};
}

function sha256Into(out: Uint8Array, ...parts: readonly Uint8Array[]): void {
	assertLength("digest", out, DIGEST_LENGTH);
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	out.set(hash.digest());
}

function hmacInto(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void {
	assertLength("MAC", out, DIGEST_LENGTH);
	const mac = createHmac("sha256", key);
	for (const part of parts) mac.update(part);
	out.set(mac.digest());
}

function sealInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	plaintext: Uint8Array,
): void {
	assertSealLengths(key, nonce, plaintext, out);
	const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(aad);
	out.set(cipher.update(plaintext));
	cipher.final();
	out.set(cipher.getAuthTag(), plaintext.length);
}

function openInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	sealed: Uint8Array,
): boolean {
	assertSealLengths(key, nonce, out, sealed);
	const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_LENGTH }).setAAD(aad);
	decipher.setAuthTag(sealed.subarray(out.length));
	const plaintext = decipher.update(sealed.subarray(0, out.length));
	try {
		decipher.final();
	} catch {
		plaintext.fill(0);
		out.fill(0);
		return false;
	}
	out.set(plaintext);
	return true;
}
