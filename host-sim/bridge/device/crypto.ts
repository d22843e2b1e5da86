import type { Crypto } from "../../../hal/hal.js";
import { concat } from "../../../modules/bytes/bytes.js";
import {
	assertKeyPairLengths,
	assertLength,
	assertSealLengths,
	assertSigningLengths,
	assertVerificationLengths,
	DIGEST_LENGTH,
	KEY_LENGTH,
	PUBLIC_KEY_LENGTH,
} from "../../../modules/device/crypto-lengths.js";
import { call, post } from "./wire.js";

/**
 * The Crypto door is native on the device, so here it is the host's: none of it takes
 * room in the unit's heap.
 */
export const proxiedCrypto: Crypto = {
	sha256Into(out, ...parts) {
		assertLength("digest", out, DIGEST_LENGTH);
		const text = concat(...parts);
		out.set(call("sha256", text)[0]);
		text.fill(0);
	},
	hmacInto(out, key, ...parts) {
		assertLength("MAC", out, DIGEST_LENGTH);
		const text = concat(...parts);
		takeInto(out, call("hmac", key, text)[0]);
		text.fill(0);
	},
	sealInto(out, key, nonce, aad, plaintext) {
		assertSealLengths(key, nonce, plaintext, out);
		out.set(call("seal", key, nonce, aad, plaintext)[0]);
	},
	openInto(out, key, nonce, aad, sealed) {
		assertSealLengths(key, nonce, out, sealed);
		const [isAuthentic, plaintext] = call("open", key, nonce, aad, sealed);
		takeInto(out, plaintext);
		return isAuthentic;
	},
	entropyInto(out) {
		takeInto(out, call("entropy", out.length)[0]);
	},
	deviceKeyInto(out, label) {
		assertLength("device key", out, KEY_LENGTH);
		takeInto(out, call("device-key", label)[0]);
	},
	generateSigningKeyInto(privateKey, publicKey) {
		assertKeyPairLengths(privateKey, publicKey);
		const pair = call("p256-generate");
		takeInto(privateKey, pair[0]);
		publicKey.set(pair[1]);
	},
	prepareSignature(privateKey, bootCount) {
		assertLength("private key", privateKey, KEY_LENGTH);
		post("p256-prepare", privateKey, bootCount);
	},
	signInto(signature, privateKey, digest) {
		assertSigningLengths(signature, privateKey, digest);
		signature.set(call("p256-sign", privateKey, digest)[0]);
	},
	isPublicKey(publicKey) {
		assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
		return call("p256-is-public", publicKey)[0];
	},
	verify(publicKey, digest, signature) {
		assertVerificationLengths(publicKey, digest, signature);
		return call("p256-verify", publicKey, digest, signature)[0];
	},
};

/** What may be secret leaves no copy in the unit's memory: natives make none. */
function takeInto(out: Uint8Array, bytes: Uint8Array): void {
	out.set(bytes);
	bytes.fill(0);
}
