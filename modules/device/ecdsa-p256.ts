import { assert } from "../bytes/assert.js";
import { type Hmac, withNonce } from "./rfc6979.js";

/**
 * ECDSA on P-256 (FIPS 186-5, 6.4) over whatever multiplies points: the SDK's native curve on the unit. That
 * library has a signer of its own, whose nonces come from a weak generator and which checks no range; so only
 * its arithmetic is used, and everything a standard asks for stands here.
 *
 * Nothing here takes constant time: whoever can measure the unit's signing to the microsecond is inside its
 * case.
 */
export interface P256Group {
	/** k G, 1 <= k < n. */
	multiplyBase(k: bigint): P256Point;
	/** j G + k Q; undefined for the point at infinity. */
	multiplyAdd(j: bigint, k: bigint, q: P256Point): P256Point | undefined;
	/** 1 / a modulo `P256_ORDER`, 0 < a < n. */
	invert(a: bigint): bigint;
}

/** What signing asks of the curve. Numbers are 32 bytes, big-endian; constant time where it can be had. */
export interface P256Curve {
	/** r || 1 / k, the part of a signature that needs no message; false unless 1 <= k < n and r > 0. */
	pairInto(pair: Uint8Array, k: Uint8Array): boolean;
	/** r || s over a 32-byte digest, s made low; false when s is 0. A pair used twice gives the key away. */
	finishInto(signature: Uint8Array, pair: Uint8Array, privateKey: Uint8Array, digest: Uint8Array): boolean;
}

/** Affine coordinates, 0 <= x, y < `P256_PRIME`. */
export interface P256Point {
	readonly x: bigint;
	readonly y: bigint;
}

/** SP 800-186, 3.2.1.3. */
export const P256_PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const SCALAR_LENGTH = 32;
const PUBLIC_KEY_LENGTH = 65;
const UNCOMPRESSED = 4;

/**
 * Signs a 32-byte digest into 64 bytes r || s: nonce by RFC 6979, s made low.
 * @param privateKey 32 bytes, 1..n-1; asserted, as a key and a digest of zeros have no signature to be found
 */
export function signInto(
	signature: Uint8Array,
	curve: P256Curve,
	hmac: Hmac,
	privateKey: Uint8Array,
	digest: Uint8Array,
): void {
	assert(isScalar(toInteger(privateKey)), "signInto: a private key is 1..n-1");
	const reduced = new Uint8Array(SCALAR_LENGTH);
	const pair = new Uint8Array(2 * SCALAR_LENGTH);
	integerInto(reduced, toInteger(digest) % P256_ORDER);
	try {
		withNonce(
			hmac,
			privateKey,
			reduced,
			(nonce) => curve.pairInto(pair, nonce) && curve.finishInto(signature, pair, privateKey, digest),
		);
	} finally {
		pair.fill(0);
	}
}

/** Signing over whatever multiplies points. */
export function curveOf({ multiplyBase, invert }: Pick<P256Group, "multiplyBase" | "invert">): P256Curve {
	return {
		pairInto(pair, nonce) {
			const k = toInteger(nonce);
			if (!isScalar(k)) return false;
			const r = multiplyBase(k).x % P256_ORDER;
			integerInto(pair.subarray(0, SCALAR_LENGTH), r);
			integerInto(pair.subarray(SCALAR_LENGTH), invert(k));
			return r !== 0n;
		},
		finishInto(signature, pair, privateKey, digest) {
			const r = toInteger(pair.subarray(0, SCALAR_LENGTH));
			const z = toInteger(digest) % P256_ORDER;
			const sum = (z + r * toInteger(privateKey)) % P256_ORDER;
			const s = (toInteger(pair.subarray(SCALAR_LENGTH)) * sum) % P256_ORDER;
			signature.set(pair.subarray(0, SCALAR_LENGTH));
			integerInto(signature.subarray(SCALAR_LENGTH), s > P256_ORDER / 2n ? P256_ORDER - s : s);
			return s !== 0n;
		},
	};
}

/** False, never an exception, for a bad signature, r or s out of 1..n-1, and a key off the curve. */
export function verify(
	group: P256Group,
	publicKey: Uint8Array,
	digest: Uint8Array,
	signature: Uint8Array,
): boolean {
	const q = pointOf(publicKey);
	const r = toInteger(signature.subarray(0, SCALAR_LENGTH));
	const s = toInteger(signature.subarray(SCALAR_LENGTH));
	if (q === undefined || !isScalar(r) || !isScalar(s)) return false;
	const w = group.invert(s);
	const u = ((toInteger(digest) % P256_ORDER) * w) % P256_ORDER;
	const v = (r * w) % P256_ORDER;
	const sum = group.multiplyAdd(u, v, q);
	return sum !== undefined && sum.x % P256_ORDER === r;
}

/** SP 800-56A rev. 3, 5.6.2.3.3, for SEC 1's uncompressed form; the curve's cofactor is 1. */
export function isPublicKey(publicKey: Uint8Array): boolean {
	return pointOf(publicKey) !== undefined;
}

/**
 * A key pair by rejection of candidates outside 1..n-1 (FIPS 186-5, A.2.2).
 * @param privateKey 32 bytes, filled; @param publicKey 65 bytes, filled.
 */
export function generateKeyInto(
	privateKey: Uint8Array,
	publicKey: Uint8Array,
	group: P256Group,
	entropyInto: (out: Uint8Array) => void,
): void {
	do {
		entropyInto(privateKey);
	} while (!isScalar(toInteger(privateKey)));
	const { x, y } = group.multiplyBase(toInteger(privateKey));
	publicKey[0] = UNCOMPRESSED;
	integerInto(publicKey.subarray(1, 33), x);
	integerInto(publicKey.subarray(33), y);
}

function pointOf(publicKey: Uint8Array): P256Point | undefined {
	if (publicKey.length !== PUBLIC_KEY_LENGTH || publicKey[0] !== UNCOMPRESSED) return undefined;
	const x = toInteger(publicKey.subarray(1, 33));
	const y = toInteger(publicKey.subarray(33));
	if (x >= P256_PRIME || y >= P256_PRIME) return undefined;
	// y^2 = x^3 - 3 x + b
	const right = ((((x * x) % P256_PRIME) + P256_PRIME - 3n) * x + B) % P256_PRIME;
	return (y * y) % P256_PRIME === right ? { x, y } : undefined;
}

function isScalar(value: bigint): boolean {
	return value > 0n && value < P256_ORDER;
}

function toInteger(bytes: Uint8Array): bigint {
	let value = 0n;
	for (let i = 0; i < bytes.length; i += 4) {
		const word = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
		value = (value << 32n) | BigInt(word >>> 0);
	}
	return value;
}

/** Big-endian, filling `out`, whose length is a multiple of 4. */
function integerInto(out: Uint8Array, value: bigint): void {
	let rest = value;
	for (let i = out.length - 4; i >= 0; i -= 4) {
		const word = Number(rest & 0xffffffffn);
		out[i] = word >>> 24;
		out[i + 1] = word >>> 16;
		out[i + 2] = word >>> 8;
		out[i + 3] = word;
		rest >>= 32n;
	}
}
