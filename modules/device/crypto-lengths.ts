/** What every implementation of the Crypto door asserts about its arguments. Pure: runs in XS too. */
import { assert } from "../bytes/assert.js";

export const KEY_LENGTH = 32;
export const DIGEST_LENGTH = 32;
const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
export const PUBLIC_KEY_LENGTH = 65;
export const SIGNATURE_LENGTH = 64;

/** @param name begins the complaint. */
export function assertLength(name: string, bytes: Uint8Array, length: number): void {
	// The complaint is put together only when there is one: every call of the door comes through here.
	if (bytes.length !== length) assert(false, `${name} is ${length} bytes, not ${bytes.length}`);
}

/** Of what a new key pair is written to. */
export function assertKeyPairLengths(privateKey: Uint8Array, publicKey: Uint8Array): void {
	assertLength("private key", privateKey, KEY_LENGTH);
	assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
}

/** P256Signer asserts it for the doors that sign by it. */
export function assertSigningLengths(
	signature: Uint8Array,
	privateKey: Uint8Array,
	digest: Uint8Array,
): void {
	assertLength("signature", signature, SIGNATURE_LENGTH);
	assertLength("private key", privateKey, KEY_LENGTH);
	assertLength("digest", digest, DIGEST_LENGTH);
}

/** Whether a key and a signature are good is an answer; how long they are is the caller's duty. */
export function assertVerificationLengths(
	publicKey: Uint8Array,
	digest: Uint8Array,
	signature: Uint8Array,
): void {
	assertLength("public key", publicKey, PUBLIC_KEY_LENGTH);
	assertLength("digest", digest, DIGEST_LENGTH);
	assertLength("signature", signature, SIGNATURE_LENGTH);
}

/** @param plain the side without the tag. */
export function assertSealLengths(
	key: Uint8Array,
	nonce: Uint8Array,
	plain: Uint8Array,
	sealed: Uint8Array,
): void {
	assertLength("key", key, KEY_LENGTH);
	assertLength("nonce", nonce, NONCE_LENGTH);
	assertLength("sealed text", sealed, plain.length + TAG_LENGTH);
}
