import { createHash, createPublicKey, verify as verifyWithNode } from "node:crypto";
import { Sign1 as OracleSign1 } from "@auth0/cose";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { seededEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { concat, fromHex, toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { type CborValue, decodeCbor, encodeCbor } from "../../modules/codec/cbor.js";
import { decodeSign1, type Sign1, signSign1, verifySign1 } from "../../modules/codec/cose.js";
import { ENVELOPE_LIMITS } from "../../modules/codec/limits.js";

const crypto = createNodeCrypto({
	entropy: seededEntropy(new Uint8Array(32).fill(9052 & 255)),
	deviceRoot: new Uint8Array(32),
});

/** Key "11" of RFC 9052 appendix C.7. */
const X = "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff";
const Y = "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";
const PUBLIC_KEY = bytes(`04${X}${Y}`);
const PRIVATE_KEY = bytes("57c92077664146e876760c9520d054aa93c3afb04e306705db6090308507b4d3");

const AAD = encodeUtf8("shogo/1/site/terminal/unit/res");
const CONTENT = { contentType: "application/cbor", kid: bytes("0102030405060708"), payload: bytes("a10102") };
const ENVELOPE = signSign1(crypto, PRIVATE_KEY, AAD, CONTENT);

/** The Sig_structure of RFC 9052 4.4, spelled out without our encoder. */
const TO_BE_SIGNED = concat(
	bytes("84"),
	bytes("6a5369676e617475726531"), // "Signature1"
	bytes("581fa3012603706170706c69636174696f6e2f63626f7204480102030405060708"), // protected header
	bytes("581e"),
	AAD,
	bytes("43a10102"),
);

test("the Sign1 example of RFC 9052 appendix C.2.1 verifies over our encoding of its Sig_structure", () => {
	const payload = encodeUtf8("This is the content.");
	const structure = encodeCbor(["Signature1", bytes("a10126"), new Uint8Array(0), payload]);
	const signature = bytes(
		"8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e" +
			"2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36",
	);
	assert.ok(crypto.verify(PUBLIC_KEY, createHash("sha256").update(structure).digest(), signature));
});

test("that example itself is refused: its key id is not protected and there is no content type", () => {
	const example = bytes(
		"d28443a10126a10442313154546869732069732074686520636f6e74656e742e5840" +
			"8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e" +
			"2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36",
	);
	assert.equal(decodeSign1(example), { kind: "malformed", reason: "not-sign1", offset: 0 });
});

test("what is signed is the Sig_structure, byte for byte, by node:crypto's judgement", () => {
	const { signature } = opened(ENVELOPE);
	const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x: url(X), y: url(Y) }, format: "jwk" });
	assert.ok(verifyWithNode("sha256", TO_BE_SIGNED, { key, dsaEncoding: "ieee-p1363" }, signature));
});

test("an independent COSE library verifies our envelope, only with the topic it was signed for", async () => {
	const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x: url(X), y: url(Y) }, format: "jwk" });
	const oracle = OracleSign1.decode(ENVELOPE);
	await oracle.verify(key, { externalAAD: AAD });
	const elsewhere = encodeUtf8("shogo/1/site/terminal/other/res");
	const outcome = await oracle.verify(key, { externalAAD: elsewhere }).then(
		() => "verified",
		() => "refused",
	);
	assert.is(outcome, "refused");
});

test("our own verification agrees: the right topic and key pass, any other fails", () => {
	const message = opened(ENVELOPE);
	assert.equal(message.contentType, CONTENT.contentType);
	assert.equal(message.kid, CONTENT.kid);
	assert.equal(message.payload, CONTENT.payload);
	assert.ok(verifySign1(crypto, PUBLIC_KEY, AAD, message));
	assert.not(verifySign1(crypto, PUBLIC_KEY, encodeUtf8("elsewhere"), message));
	const otherPrivate = new Uint8Array(32);
	const otherPublic = new Uint8Array(65);
	crypto.generateSigningKeyInto(otherPrivate, otherPublic);
	assert.not(verifySign1(crypto, otherPublic, AAD, message));
});

test("the other valid form of a signature, (r, n - s), is refused", () => {
	const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
	const s = BigInt(`0x${toHex(ENVELOPE.slice(-32))}`);
	const flipped = bytes((order - s).toString(16).padStart(64, "0"));
	const twin = concat(ENVELOPE.subarray(0, -32), flipped);
	assert.ok(crypto.verify(PUBLIC_KEY, createHash("sha256").update(TO_BE_SIGNED).digest(), twin.slice(-64)));
	assert.equal(decodeSign1(twin), { kind: "malformed", reason: "high-s", offset: twin.length - 64 });
});

const HEADER: readonly (readonly [number, CborValue])[] = [
	[1, -7],
	[3, "application/cbor"],
	[4, CONTENT.kid],
];
const BAD_HEADERS: readonly (readonly [string, readonly (readonly [number, CborValue])[]])[] = [
	["another algorithm", [[1, -35], HEADER[1], HEADER[2]]],
	["no algorithm", [HEADER[1], HEADER[2]]],
	["no content type", [HEADER[0], HEADER[2]]],
	["a numeric content type", [HEADER[0], [3, 60], HEADER[2]]],
	["no key id", [HEADER[0], HEADER[1]]],
	["a key id of 7 bytes", [HEADER[0], HEADER[1], [4, new Uint8Array(7)]]],
	["a critical list", [HEADER[0], [2, [1]], HEADER[1], HEADER[2]]],
	["a parameter we do not know", [...HEADER, [5, new Uint8Array(8)]]],
];

for (const [what, header] of BAD_HEADERS) {
	test(`a protected header with ${what} is refused`, () => {
		const envelope = [encodeCbor(new Map(header)), new Map(), CONTENT.payload, lowSignature()];
		assert.is(faultOf({ tag: 18, value: envelope }), "header");
	});
}

test("a protected header that is not deterministic CBOR is refused", () => {
	const header = bytes("a3030004480102030405060708" + "0126");
	assert.is(faultOf({ tag: 18, value: [header, new Map(), CONTENT.payload, lowSignature()] }), "header");
});

const GOOD = encodeCbor(new Map(HEADER));
const BAD_SHAPES: readonly (readonly [string, CborValue])[] = [
	["no tag", [GOOD, new Map(), CONTENT.payload, lowSignature()]],
	["three items", { tag: 18, value: [GOOD, new Map(), CONTENT.payload] }],
	["five items", { tag: 18, value: [GOOD, new Map(), CONTENT.payload, lowSignature(), null] }],
	[
		"an unprotected parameter",
		{ tag: 18, value: [GOOD, new Map([[4, 1]]), CONTENT.payload, lowSignature()] },
	],
	["a detached payload", { tag: 18, value: [GOOD, new Map(), null, lowSignature()] }],
	["a signature of 63 bytes", { tag: 18, value: [GOOD, new Map(), CONTENT.payload, new Uint8Array(63)] }],
	["a map as protected header", { tag: 18, value: [new Map(), new Map(), CONTENT.payload, lowSignature()] }],
	["a tag within the tag", { tag: 18, value: { tag: 18, value: [] } }],
];

for (const [what, value] of BAD_SHAPES) {
	test(`an envelope with ${what} is refused`, () => {
		assert.is(faultOf(value), "not-sign1");
	});
}

test("another tag than 18 is refused", () => {
	assert.is(faultOf({ tag: 98, value: [GOOD, new Map(), CONTENT.payload, lowSignature()] }), "tag");
});

test("an envelope is accepted exactly when it is CBOR with tag 18 and the profile's parts", () => {
	assert.is(decodeCbor(ENVELOPE, ENVELOPE_LIMITS).kind, "decoded");
	assert.is(decodeCbor(ENVELOPE).kind, "malformed");
});

test("a key id of the wrong length is a defect of the signer", () => {
	assert.throws(
		() => signSign1(crypto, PRIVATE_KEY, AAD, { ...CONTENT, kid: new Uint8Array(4) }),
		/kid is 8 bytes/,
	);
});

function opened(envelope: Uint8Array): Sign1 {
	const decoding = decodeSign1(envelope);
	if (decoding.kind === "malformed") throw new Error(decoding.reason);
	return decoding.message;
}

function faultOf(value: CborValue): string {
	const decoding = decodeSign1(encodeCbor(value));
	return decoding.kind === "malformed" ? decoding.reason : decoding.kind;
}

function lowSignature(): Uint8Array {
	return new Uint8Array(64).fill(1);
}

function url(hex: string): string {
	return Buffer.from(hex, "hex").toString("base64url");
}

function bytes(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

test.run();
