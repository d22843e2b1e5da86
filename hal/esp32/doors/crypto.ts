import { BlockCipher, GHASH, Mode } from "crypt";
import { equalConstantTime } from "../../../modules/bytes/bytes.js";
import {
	assertKeyPairLengths,
	assertLength,
	assertSealLengths,
	assertVerificationLengths,
	DIGEST_LENGTH,
	KEY_LENGTH,
	PUBLIC_KEY_LENGTH,
	TAG_LENGTH,
} from "../../../modules/device/crypto-lengths.js";
import { curveOf, generateKeyInto, isPublicKey, verify } from "../../../modules/device/ecdsa-p256.js";
import { P256Signer } from "../../../modules/device/p256-signer.js";
import type { Crypto } from "../../hal.js";
import { openP256 } from "./p256.js";
import { openSha256 } from "./sha256.js";

const BLOCK_LENGTH = 16;
/** Bytes that SHA-256 takes at a time, and HMAC its key in (RFC 2104). */
const HMAC_BLOCK = 64;

/**
 * The Crypto door on the SDK's natives; every nonce and key comes from the hardware's entropy or RFC 6979.
 */
export function openCrypto(
	deviceKeyInto: Crypto["deviceKeyInto"],
	entropyInto: Crypto["entropyInto"],
): Crypto {
	const group = openP256();
	const signer = new P256Signer(curveOf(group), hmacInto, entropyInto);
	return {
		sha256Into,
		hmacInto,
		sealInto,
		openInto,
		entropyInto,
		deviceKeyInto(out, label) {
			assertLength("device key", out, KEY_LENGTH);
			deviceKeyInto(out, label);
		},
		generateSigningKeyInto(privateKey, publicKey) {
			assertKeyPairLengths(privateKey, publicKey);
			generateKeyInto(privateKey, publicKey, group, entropyInto);
		},
		prepareSignature: (privateKey, bootCount) => signer.prepare(privateKey, bootCount),
		signInto: (signature, privateKey, digest) => signer.signInto(signature, privateKey, digest),
		isPublicKey(publicKey) {
			assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
			return isPublicKey(publicKey);
		},
		verify(publicKey, digest, signature) {
			assertVerificationLengths(publicKey, digest, signature);
			return verify(group, publicKey, digest, signature);
		},
	};
}

function sha256Into(out: Uint8Array, ...parts: readonly Uint8Array[]): void {
	assertLength("digest", out, DIGEST_LENGTH);
	const hash = openSha256();
	for (const part of parts) hash.write(part);
	hash.closeInto(out);
}

/** HMAC-SHA-256 (RFC 2104) on the SDK's digest; see hal.ts. */
export function hmacInto(out: Uint8Array, key: Uint8Array, ...parts: readonly Uint8Array[]): void {
	assertLength("MAC", out, DIGEST_LENGTH);
	const block = new Uint8Array(HMAC_BLOCK);
	const inner = new Uint8Array(DIGEST_LENGTH);
	try {
		if (key.length > HMAC_BLOCK) sha256Into(block.subarray(0, DIGEST_LENGTH), key);
		else block.set(key);
		for (let i = 0; i < HMAC_BLOCK; i++) block[i] ^= 0x36;
		sha256Into(inner, block, ...parts);
		for (let i = 0; i < HMAC_BLOCK; i++) block[i] ^= 0x36 ^ 0x5c;
		sha256Into(out, block, inner);
	} finally {
		block.fill(0);
		inner.fill(0);
	}
}

function sealInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	plaintext: Uint8Array,
): void {
	assertSealLengths(key, nonce, plaintext, out);
	const gcm = openGcm(key, nonce, aad);
	const ciphertext = gcm.crypt(plaintext);
	out.set(ciphertext);
	out.set(gcm.tagOf(ciphertext), plaintext.length);
}

function openInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	sealed: Uint8Array,
): boolean {
	assertSealLengths(key, nonce, out, sealed);
	const gcm = openGcm(key, nonce, aad);
	const ciphertext = sealed.subarray(0, out.length);
	if (!equalConstantTime(gcm.tagOf(ciphertext), sealed.subarray(out.length))) {
		out.fill(0);
		return false;
	}
	const plaintext = gcm.crypt(ciphertext);
	out.set(plaintext);
	plaintext.fill(0);
	return true;
}

/** SP 800-38D for a nonce of 96 bits, on the SDK's AES, counter mode and GHASH. */
function openGcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array): Gcm {
	const keyBuffer = bufferOf(key);
	const cipher = new BlockCipher("AES", keyBuffer);
	new Uint8Array(keyBuffer).fill(0);
	const counter = new Uint8Array(BLOCK_LENGTH);
	counter.set(nonce);
	counter[BLOCK_LENGTH - 1] = 1;
	const h = cipher.encrypt(new ArrayBuffer(BLOCK_LENGTH));
	const mask = new Uint8Array(cipher.encrypt(bufferOf(counter)));
	counter[BLOCK_LENGTH - 1] = 2;
	return {
		crypt(text) {
			if (text.length === 0) return new Uint8Array(0);
			const mode = new Mode("CTR", cipher);
			mode.setIV(bufferOf(counter));
			return new Uint8Array(mode.encrypt(text));
		},
		tagOf(ciphertext) {
			const hash = aad.length === 0 ? new GHASH(h) : new GHASH(h, bufferOf(aad));
			if (ciphertext.length > 0) hash.write(ciphertext);
			const tag = new Uint8Array(hash.close());
			for (let i = 0; i < TAG_LENGTH; i++) tag[i] ^= mask[i];
			return tag;
		},
	};
}

interface Gcm {
	/** Encrypts or decrypts. */
	crypt(text: Uint8Array): Uint8Array;
	tagOf(ciphertext: Uint8Array): Uint8Array;
}

/** The natives take whole buffers only. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
	const copy = new Uint8Array(bytes.length);
	copy.set(bytes);
	return copy.buffer;
}
