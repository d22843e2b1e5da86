import { test } from "uvu";
import * as assert from "uvu/assert";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { type CborValue, decodeCbor, encodeCbor } from "../../modules/codec/cbor.js";

const REFUSALS: readonly (readonly [string, string, string, number])[] = [
	["an empty input", "", "truncated", 0],
	["a head without its argument", "8118", "truncated", 1],
	["a byte string beyond the input", "43aabb", "truncated", 0],
	["a text beyond the input", "816261", "truncated", 1],
	["an array that promises more items than bytes are left", "9affffffff00", "truncated", 0],
	["a map that promises more pairs than bytes are left", "a3010203", "truncated", 0],
	["an array without its last item", "828102", "truncated", 3],
	["an item after the item", "0000", "trailing-bytes", 1],
	["an integer in 1 byte that fits the initial byte", "1817", "not-minimal", 0],
	["an integer in 2 bytes that fits 1", "1900ff", "not-minimal", 0],
	["an integer in 4 bytes that fits 2", "1a0000ffff", "not-minimal", 0],
	["an integer in 8 bytes that fits 4", "1b00000000ffffffff", "not-minimal", 0],
	["a length that is not minimal", "8158010a", "not-minimal", 1],
	["a tag number that is not minimal", "d81200", "not-minimal", 0],
	["2^53", "1b0020000000000000", "integer-range", 0],
	["-2^53", "3b001fffffffffffff", "integer-range", 0],
	["additional information 28", "811c", "reserved", 1],
	["additional information 30 on a simple value", "fe", "reserved", 0],
	["a lone break", "ff", "indefinite-length", 0],
	["keys in descending order", "a202000100", "key-order", 3],
	["a key twice", "a201000100", "key-order", 3],
	["a text key before an integer key", "a261610000f6", "key-order", 4],
	["text keys in dictionary order instead of length first", "a262616100616200", "key-order", 5],
	["a byte string as key", "a1410000", "key-type", 1],
	["an array as key", "a18000", "key-type", 1],
	["true as key", "a1f500", "key-type", 1],
	["an overlong UTF-8 form", "8162c0ae", "not-utf8", 1],
	["a surrogate in UTF-8", "63eda080", "not-utf8", 0],
	["a tag nobody asked for", "81d200", "tag", 1],
	["a false in two bytes", "f814", "simple", 0],
	["an unassigned simple value", "f820", "simple", 0],
];

for (const [what, hex, reason, offset] of REFUSALS) {
	test(`${what} is refused as ${reason} at byte ${offset}`, () => {
		assert.equal(decodeCbor(bytes(hex)), { kind: "malformed", reason, offset });
	});
}

test("the largest integers of either sign survive the round trip", () => {
	for (const value of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]) {
		assert.equal(decodeCbor(encodeCbor(value)), { kind: "decoded", value });
	}
});

test("every length of argument has its boundary where RFC 8949 4.2.1 puts it", () => {
	const boundaries = [23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296];
	assert.equal(
		boundaries.map((value) => encodeCbor(value).length),
		[1, 2, 2, 3, 3, 5, 5, 9],
	);
});

test("the encoder sorts keys bytewise in their encoded form (the example of RFC 8949 4.2.1)", () => {
	// Without the keys [100], [-1] and false, which our profile does not have.
	const map = new Map<number | string, CborValue>([
		["aa", 0],
		["z", 0],
		[-1, 0],
		[100, 0],
		[10, 0],
	]);
	assert.is(toHex(encodeCbor(map)), "a50a001864002000617a0062616100");
});

test("eight open containers are decoded, nine are refused at the ninth", () => {
	assert.is(decodeCbor(bytes(`${"81".repeat(8)}00`)).kind, "decoded");
	assert.equal(decodeCbor(bytes(`${"81".repeat(9)}00`)), {
		kind: "malformed",
		reason: "too-deep",
		offset: 8,
	});
	assert.is(decodeCbor(bytes(`${"81".repeat(7)}a0`)).kind, "decoded");
	assert.equal(decodeCbor(bytes("81".repeat(1400))), { kind: "malformed", reason: "too-deep", offset: 8 });
});

test("the encoder asserts at the depth that the decoder refuses", () => {
	assert.is(encodeCbor(nested(8)).length, 9);
	assert.throws(() => encodeCbor(nested(9)), /too deep/);
});

test("1,400 bytes are decoded, 1,401 are refused unread", () => {
	assert.is(decodeCbor(encodeCbor(new Uint8Array(1397))).kind, "decoded");
	assert.equal(decodeCbor(encodeCbor(new Uint8Array(1398))), {
		kind: "malformed",
		reason: "too-long",
		offset: 0,
	});
});

test("a caller may set wider limits, as the bridge does", () => {
	const limits = { bytesMax: 5000, depthMax: 1, tags: [] };
	const page = ["read", new Uint8Array(4096)];
	assert.equal(decodeCbor(encodeCbor(page), limits), { kind: "decoded", value: page });
	assert.is(decodeCbor(encodeCbor([[]]), limits).kind, "malformed");
});

test("a decoded byte string does not share memory with the input", () => {
	const input = bytes("420102");
	const decoding = decodeCbor(input);
	input.fill(0);
	assert.equal(decoding, { kind: "decoded", value: bytes("0102") });
});

test("bytes decoded from a Node Buffer are plain bytes in memory of their own", () => {
	const input = Buffer.from("420102", "hex");
	const decoding = decodeCbor(input);
	input.fill(0);
	assert.equal(decoding, { kind: "decoded", value: bytes("0102") });
	assert.ok(decoding.kind === "decoded" && !Buffer.isBuffer(decoding.value));
});

test("input that is a view into a larger buffer is read at its own bounds", () => {
	const view = bytes("ffff83010203ffff").subarray(2, 6);
	assert.equal(decodeCbor(view), { kind: "decoded", value: [1, 2, 3] });
});

test("the encoder asserts at numbers that are not integers of 53 bits", () => {
	for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])
		assert.throws(() => encodeCbor(value), /53 bits/);
});

test("minus zero encodes as zero", () => {
	assert.is(toHex(encodeCbor(-0)), "00");
});

test("a text with a lone surrogate is not encoded", () => {
	assert.throws(() => encodeCbor("\ud800"), RangeError);
});

function nested(depth: number): CborValue {
	let value: CborValue = 0;
	for (let i = 0; i < depth; i++) value = [value];
	return value;
}

function bytes(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

test.run();
