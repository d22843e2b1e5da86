/**
 * P-256. Node's own ECDSA does not fit the door: its nonces are random and it cannot verify over a digest.
 */
import { p256 } from "@noble/curves/nist.js";
import { curveOf, type P256Curve } from "../../modules/device/ecdsa-p256.js";

/**
 * A private key by rejection of candidates outside 1..n-1 (FIPS 186-5 A.2.2) and its public key.
 * @param privateKey 32 bytes, filled; @param publicKey 65 bytes, filled (SEC 1 uncompressed).
 */
export function generateP256KeyInto(
	privateKey: Uint8Array,
	publicKey: Uint8Array,
	entropyInto: (out: Uint8Array) => void,
): void {
	do {
		entropyInto(privateKey);
	} while (!p256.utils.isValidSecretKey(privateKey));
	publicKey.set(p256.getPublicKey(privateKey, false));
}

/** What signing asks of the curve. */
export const nobleCurve: P256Curve = curveOf({
	multiplyBase: (k) => p256.Point.BASE.multiply(k).toAffine(),
	invert: (a) => p256.Point.Fn.inv(a),
});

/** SP 800-56A rev. 3, 5.6.2.3.3; the curve's cofactor is 1, so that every point on it has the right order. */
export function isP256PublicKey(publicKey: Uint8Array): boolean {
	return publicKey.length === 65 && p256.utils.isValidPublicKey(publicKey, false);
}

/**
 * Any s in 1..n-1 is accepted, as FIPS 186-5 6.4.2 has it; false, never an exception, for a key off the
 * curve.
 */
export function verifyP256(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
	return p256.verify(signature, digest, publicKey, { prehash: false, lowS: false });
}
