import type { Crypto } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { compareBytes } from "../bytes/bytes.js";
import {
	type CborFault,
	type CborValue,
	decodeCbor,
	encodeCbor,
	isCborArray,
	isCborMap,
	isCborTag,
} from "./cbor.js";
import { ENVELOPE_LIMITS, MESSAGE_LIMITS, SIGN1_TAG } from "./limits.js";

/**
 * COSE_Sign1 (RFC 9052 4.2) in one profile: ES256 (RFC 9053 2.1), key id and content
 * type protected, nothing unprotected.
 *
 *     18([ protected  h'..' -> { 1 alg: -7, 3 content type: text, 4 kid: 8 bytes },
 *          unprotected       {},
 *          payload    h'..',
 *          signature  h'..'    64 bytes, r || s ])
 *
 *     signed: SHA-256 of the Sig_structure (4.4) [ "Signature1", protected, external_aad, payload ]
 *
 * Header and envelope have one encoding, and s is in the lower half of the group order, so whoever lacks the
 * key cannot make a second valid envelope out of a first.
 */
export interface Sign1 extends Sign1Content {
	/** The encoding of contentType and kid, as it was signed; there is no other. */
	readonly header: Uint8Array;
	readonly signature: Uint8Array;
}

/** What is signed. */
export interface Sign1Content {
	readonly contentType: string;
	readonly kid: Uint8Array;
	readonly payload: Uint8Array;
}

export type Sign1Fault =
	| CborFault
	/** CBOR, but not tag 18 of four items of the right types and sizes. */
	| "not-sign1"
	/** The protected header is not exactly {alg: ES256, content type: text, kid: 8 bytes}. */
	| "header"
	/** s > n/2: the other, equally valid form of a signature. */
	| "high-s";

export type Sign1Decoding =
	| { readonly kind: "decoded"; readonly message: Sign1 }
	| { readonly kind: "malformed"; readonly reason: Sign1Fault; readonly offset: number };

/** What signing and verifying need of the Crypto door. */
export type SigningDoor = Pick<Crypto, "sha256Into" | "signInto" | "verify">;

export const KID_LENGTH = 8;
const SIGNATURE_LENGTH = 64;
const DIGEST_LENGTH = 32;

/** Signs and encodes. `externalAad` is authenticated but not carried: both sides must know it. */
export function signSign1(
	crypto: SigningDoor,
	privateKey: Uint8Array,
	externalAad: Uint8Array,
	content: Sign1Content,
): Uint8Array {
	assert(content.kid.length === KID_LENGTH, "signSign1: kid is 8 bytes");
	const header = encodeHeader(content);
	const signature = new Uint8Array(SIGNATURE_LENGTH);
	crypto.signInto(signature, privateKey, digestOf(crypto, header, externalAad, content.payload));
	return encodeCbor({ tag: SIGN1_TAG, value: [header, new Map(), content.payload, signature] });
}

/** Checks the form of an envelope; says nothing yet about the signature. What it returns are views. */
export function decodeSign1(bytes: Uint8Array): Sign1Decoding {
	const decoding = decodeCbor(bytes, ENVELOPE_LIMITS);
	if (decoding.kind === "malformed") return decoding;
	const parts = partsOf(decoding.value);
	if (parts === undefined) return { kind: "malformed", reason: "not-sign1", offset: 0 };
	const fields = decodeHeader(parts.header);
	if (fields === undefined) return { kind: "malformed", reason: "header", offset: HEADER_OFFSET };
	if (!isLowS(parts.signature))
		return { kind: "malformed", reason: "high-s", offset: bytes.length - SIGNATURE_LENGTH };
	const { contentType, kid } = fields;
	return { kind: "decoded", message: { ...parts, contentType, kid } };
}

/** @returns whether the holder of the private half of `publicKey` signed `message` for this `externalAad`. */
export function verifySign1(
	crypto: SigningDoor,
	publicKey: Uint8Array,
	externalAad: Uint8Array,
	{ header, payload, signature }: Pick<Sign1, "header" | "payload" | "signature">,
): boolean {
	return crypto.verify(publicKey, digestOf(crypto, header, externalAad, payload), signature);
}

function digestOf(
	crypto: SigningDoor,
	header: Uint8Array,
	externalAad: Uint8Array,
	payload: Uint8Array,
): Uint8Array {
	const digest = new Uint8Array(DIGEST_LENGTH);
	const signed = encodeCbor(["Signature1", header, externalAad, payload]);
	crypto.sha256Into(digest, signed);
	// A request's payload names a person.
	signed.fill(0);
	return digest;
}

function encodeHeader({ contentType, kid }: Omit<Sign1Content, "payload">): Uint8Array {
	return encodeCbor(
		new Map<number, CborValue>([
			[HEADER_ALG, ALG_ES256],
			[HEADER_CONTENT_TYPE, contentType],
			[HEADER_KID, kid],
		]),
	);
}

function decodeHeader(bytes: Uint8Array): Omit<Sign1Content, "payload"> | undefined {
	const decoding = decodeCbor(bytes, MESSAGE_LIMITS);
	if (decoding.kind === "malformed" || !isCborMap(decoding.value)) return undefined;
	const header = decoding.value;
	const contentType = header.get(HEADER_CONTENT_TYPE);
	const kid = header.get(HEADER_KID);
	if (header.size !== 3 || header.get(HEADER_ALG) !== ALG_ES256) return undefined;
	if (typeof contentType !== "string") return undefined;
	if (!(kid instanceof Uint8Array) || kid.length !== KID_LENGTH) return undefined;
	return { contentType, kid };
}

interface Sign1Parts {
	readonly header: Uint8Array;
	readonly payload: Uint8Array;
	readonly signature: Uint8Array;
}

function partsOf(value: CborValue): Sign1Parts | undefined {
	if (!isCborTag(value) || !isCborArray(value.value) || value.value.length !== 4) return undefined;
	const [header, unprotected, payload, signature] = value.value;
	if (!isCborMap(unprotected) || unprotected.size !== 0) return undefined;
	if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) return undefined;
	if (!(signature instanceof Uint8Array) || signature.length !== SIGNATURE_LENGTH) return undefined;
	return { header, payload, signature };
}

/** Both (r, s) and (r, n - s) verify; we sign and accept only the lower (door rule of Crypto.signInto). */
function isLowS(signature: Uint8Array): boolean {
	return compareBytes(signature.subarray(SIGNATURE_LENGTH / 2), HALF_ORDER) <= 0;
}

/** COSE header parameters (RFC 9052 table 3) and algorithm (RFC 9053 table 1). */
const HEADER_ALG = 1;
const HEADER_CONTENT_TYPE = 3;
const HEADER_KID = 4;
const ALG_ES256 = -7;

/** After the tag and the array's head. */
const HEADER_OFFSET = 2;

/** (n - 1) / 2 for the order n of P-256 (FIPS 186-5, SP 800-186 3.2.1.3). */
const HALF_ORDER = Uint8Array.of(
	...[0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	...[0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8],
);
