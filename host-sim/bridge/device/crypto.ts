import { p256 } from "@noble/curves/nist.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Crypto } from "../../../hal/hal.js";
import {
	assertLength,
	DIGEST_LENGTH,
	KEY_LENGTH,
	PUBLIC_KEY_LENGTH,
	SIGNATURE_LENGTH,
} from "../crypto-lengths.js";
import { generateP256KeyInto, signP256Into, verifyP256 } from "../p256-signing.js";
import { openAesGcmInto, sealAesGcmInto } from "./aes-gcm.js";

/** What software cannot do for itself. */
export interface HardwareSecrets {
	readonly entropyInto: (out: Uint8Array) => void;
	readonly deviceKeyInto: (out: Uint8Array, label: string) => void;
}

/** The Crypto door in portable JavaScript, sized for the unit's heap. */
export function createPortableCrypto({ entropyInto, deviceKeyInto }: HardwareSecrets): Crypto {
	// Window 1: no table for the base point, which would take 0.9 MB. Lazily, or a trial multiplication runs at
	// boot.
	p256.Point.BASE.precompute(1, true);
	return {
		sha256Into(out, ...parts) {
			assertLength("digest", out, DIGEST_LENGTH);
			const hash = sha256.create();
			for (let i = 0; i < parts.length; i++) hash.update(parts[i]);
			hash.digestInto(out);
			hash.destroy();
		},
		hmacInto(out, key, ...parts) {
			assertLength("MAC", out, DIGEST_LENGTH);
			const mac = hmac.create(sha256, key);
			for (let i = 0; i < parts.length; i++) mac.update(parts[i]);
			mac.digestInto(out);
			mac.destroy();
		},
		sealInto: sealAesGcmInto,
		openInto: openAesGcmInto,
		entropyInto,
		deviceKeyInto(out, label) {
			assertLength("device key", out, KEY_LENGTH);
			deviceKeyInto(out, label);
		},
		generateSigningKeyInto(privateKey, publicKey) {
			assertLength("private key", privateKey, KEY_LENGTH);
			assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
			generateP256KeyInto(privateKey, publicKey, entropyInto);
		},
		signInto(signature, privateKey, digest) {
			assertLength("signature", signature, SIGNATURE_LENGTH);
			assertLength("private key", privateKey, KEY_LENGTH);
			assertLength("digest", digest, DIGEST_LENGTH);
			signP256Into(signature, privateKey, digest);
		},
		verify(publicKey, digest, signature) {
			assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
			assertLength("digest", digest, DIGEST_LENGTH);
			assertLength("signature", signature, SIGNATURE_LENGTH);
			return verifyP256(publicKey, digest, signature);
		},
	};
}
