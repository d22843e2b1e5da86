/**
 * What a terminal needs of the Crypto door, in its own process: OpenSSL throughout, a hundred times as fast
 * as JavaScript.
 *
 * OpenSSL's ECDSA, as Node offers it, hashes by itself, while the door signs and verifies a digest. So this
 * door remembers what the last digest was made of: an envelope is always hashed right before it is signed or
 * verified. A digest from elsewhere goes to @noble/curves.
 */
import {
	createHmac,
	createPrivateKey,
	createPublicKey,
	hash,
	type KeyObject,
	randomFillSync,
	sign,
	verify,
} from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import type { Crypto } from "../hal/hal.js";
import { assert } from "../modules/bytes/assert.js";
import { concat, equalConstantTime, toHex } from "../modules/bytes/bytes.js";

/** A terminal seals nothing and is no device. */
export type TerminalCrypto = Omit<Crypto, "sealInto" | "openInto" | "deviceKeyInto">;

/** @param publicKeysRemembered more for many units: reading a key takes as long as verifying with it. */
export function createNativeCrypto({ publicKeysRemembered = 64 } = {}): TerminalCrypto {
	const publicKeys = new Map<string, KeyObject | undefined>();
	const privateKeys = new Map<string, KeyObject>();
	let hashed: { readonly digest: Uint8Array; readonly message: Uint8Array } | undefined;

	const messageOf = (digest: Uint8Array): Uint8Array | undefined =>
		hashed !== undefined && equalConstantTime(hashed.digest, digest) ? hashed.message : undefined;

	const keyOf = (publicKey: Uint8Array): KeyObject | undefined => {
		const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length).toString("latin1");
		if (!publicKeys.has(name)) {
			if (publicKeys.size === publicKeysRemembered) publicKeys.clear();
			publicKeys.set(name, publicKeyObject(publicKey));
		}
		return publicKeys.get(name);
	};

	/** OpenSSL takes longer to read a private key than to sign with it. */
	const signerOf = (privateKey: Uint8Array): KeyObject => {
		const name = hash("sha256", privateKey, "base64");
		const known = privateKeys.get(name);
		if (known !== undefined) return known;
		if (privateKeys.size === PRIVATE_KEYS_REMEMBERED) privateKeys.clear();
		const key = createPrivateKey({ key: sec1(privateKey), format: "der", type: "sec1" });
		privateKeys.set(name, key);
		return key;
	};

	return {
		sha256Into(out, ...parts) {
			const message = concat(...parts);
			const digest = hash("sha256", message, "buffer");
			out.set(digest);
			hashed = { digest, message };
		},
		hmacInto(out, key, ...parts) {
			out.set(
				createHmac("sha256", key)
					.update(concat(...parts))
					.digest(),
			);
		},
		entropyInto: (out) => void randomFillSync(out),
		generateSigningKeyInto(privateKey, publicKey) {
			const secret = p256.utils.randomSecretKey();
			privateKey.set(secret);
			publicKey.set(p256.getPublicKey(secret, false));
			secret.fill(0);
		},
		signInto(signature, privateKey, digest) {
			// With a key of zeros OpenSSL and noble look for a signature for ever.
			assert(p256.utils.isValidSecretKey(privateKey), "signInto: a private key is 32 bytes, 1..n-1");
			const message = messageOf(digest);
			if (message === undefined) signature.set(p256.sign(digest, privateKey, { prehash: false, lowS: true }));
			else signNatively(signature, signerOf(privateKey), message);
		},
		isPublicKey: (publicKey) => keyOf(publicKey) !== undefined,
		verify(publicKey, digest, signature) {
			const message = messageOf(digest);
			if (message === undefined) return p256.verify(signature, digest, publicKey, NOT_HASHED);
			const key = keyOf(publicKey);
			return key !== undefined && verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature);
		},
	};
}

/** The terminal's, the authority's, and a few that are rotated out. */
const PRIVATE_KEYS_REMEMBERED = 8;
const NOT_HASHED = { prehash: false, lowS: false } as const;

/** OpenSSL mixes key, message and entropy into the nonce, and leaves s as it falls. */
function signNatively(signature: Uint8Array, key: KeyObject, message: Uint8Array): void {
	const made = Uint8Array.from(sign("sha256", message, { key, dsaEncoding: "ieee-p1363" }));
	const s = BigInt(`0x${toHex(made.subarray(32))}`);
	if (s > ORDER / 2n) made.set(Buffer.from((ORDER - s).toString(16).padStart(64, "0"), "hex"), 32);
	signature.set(made);
}

const ORDER = p256.Point.Fn.ORDER;

/** ECPrivateKey (RFC 5915) without the public half, which OpenSSL works out. */
function sec1(privateKey: Uint8Array): Buffer {
	return Buffer.concat([SEC1_BEFORE_KEY, privateKey, SEC1_AFTER_KEY]);
}

/** SEQUENCE { INTEGER 1, OCTET STRING (32) */
const SEC1_BEFORE_KEY = Buffer.from("30310201010420", "hex");
/** [0] OBJECT IDENTIFIER prime256v1 } */
const SEC1_AFTER_KEY = Buffer.from("a00a06082a8648ce3d030107", "hex");

/** @returns undefined for whatever is not a point of the curve in SEC 1 uncompressed form. */
function publicKeyObject(publicKey: Uint8Array): KeyObject | undefined {
	if (publicKey.length !== 65 || !p256.utils.isValidPublicKey(publicKey, false)) return undefined;
	const coordinate = (from: number) => Buffer.from(publicKey.subarray(from, from + 32)).toString("base64url");
	const key = { kty: "EC", crv: "P-256", x: coordinate(1), y: coordinate(33) };
	return createPublicKey({ key, format: "jwk" });
}
