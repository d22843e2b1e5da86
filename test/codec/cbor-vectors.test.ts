/**
 * RFC 8949 Appendix A, table 6, every row: those inside our profile decode and
 * encode; all others are refused.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { type CborValue, decodeCbor, encodeCbor } from "../../modules/codec/cbor.js";

const WITHIN_THE_PROFILE: readonly (readonly [CborValue, string])[] = [
	[0, "00"],
	[1, "01"],
	[10, "0a"],
	[23, "17"],
	[24, "1818"],
	[25, "1819"],
	[100, "1864"],
	[1000, "1903e8"],
	[1000000, "1a000f4240"],
	[1000000000000, "1b000000e8d4a51000"],
	[-1, "20"],
	[-10, "29"],
	[-100, "3863"],
	[-1000, "3903e7"],
	[false, "f4"],
	[true, "f5"],
	[null, "f6"],
	[bytes(""), "40"],
	[bytes("01020304"), "4401020304"],
	["", "60"],
	["a", "6161"],
	["IETF", "6449455446"],
	['"\\', "62225c"],
	["\u00fc", "62c3bc"],
	["\u6c34", "63e6b0b4"],
	["\ud800\udd51", "64f0908591"],
	[[], "80"],
	[[1, 2, 3], "83010203"],
	[[1, [2, 3], [4, 5]], "8301820203820405"],
	[
		[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
		"98190102030405060708090a0b0c0d0e0f101112131415161718181819",
	],
	[new Map(), "a0"],
	[
		new Map([
			[1, 2],
			[3, 4],
		]),
		"a201020304",
	],
	[
		new Map<string, CborValue>([
			["a", 1],
			["b", [2, 3]],
		]),
		"a26161016162820203",
	],
	[["a", new Map([["b", "c"]])], "826161a161626163"],
	[
		new Map([
			["a", "A"],
			["b", "B"],
			["c", "C"],
			["d", "D"],
			["e", "E"],
		]),
		"a56161614161626142616361436164614461656145",
	],
];

const TAGGED: readonly (readonly [number, CborValue, string])[] = [
	[0, "2013-03-21T20:04:00Z", "c074323031332d30332d32315432303a30343a30305a"],
	[1, 1363896240, "c11a514b67b0"],
	[2, bytes("010000000000000000"), "c249010000000000000000"],
	[3, bytes("010000000000000000"), "c349010000000000000000"],
	[23, bytes("01020304"), "d74401020304"],
	[24, bytes("6449455446"), "d818456449455446"],
	[32, "http://www.example.com", "d82076687474703a2f2f7777772e6578616d706c652e636f6d"],
];

const REFUSED: Readonly<Record<string, readonly string[]>> = {
	"integer-range": ["1bffffffffffffffff", "3bffffffffffffffff"],
	simple: [
		...["f90000", "f98000", "f93c00", "fb3ff199999999999a", "f93e00", "f97bff", "fa47c35000", "fa7f7fffff"],
		...[
			"fb7e37e43c8800759c",
			"f90001",
			"f90400",
			"f9c400",
			"fbc010666666666666",
			"f97c00",
			"f97e00",
			"f9fc00",
		],
		...["fa7f800000", "fa7fc00000", "faff800000"],
		...["fb7ff0000000000000", "fb7ff8000000000000", "fbfff0000000000000"],
		...["f7", "f0", "f8ff"],
	],
	tag: [...TAGGED.map(([, , hex]) => hex), "c1fb41d452d9ec200000"],
	"indefinite-length": [
		...["5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff"],
		...["9f01820203820405ff", "83018202039f0405ff", "83019f0203ff820405"],
		...["9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", "bf61610161629f0203ffff"],
		...["826161bf61626163ff", "bf6346756ef563416d7421ff"],
	],
};

for (const [value, hex] of WITHIN_THE_PROFILE) {
	test(`RFC 8949 Appendix A: ${hex} decodes and encodes`, () => {
		assert.equal(decodeCbor(bytes(hex)), { kind: "decoded", value });
		assert.is(toHex(encodeCbor(value)), hex);
	});
}

for (const [tag, value, hex] of TAGGED) {
	test(`RFC 8949 Appendix A: ${hex} decodes and encodes where tag ${tag} is asked for`, () => {
		const limits = { bytesMax: 100, depthMax: 1, tags: [tag] };
		assert.equal(decodeCbor(bytes(hex), limits), { kind: "decoded", value: { tag, value } });
		assert.is(toHex(encodeCbor({ tag, value })), hex);
	});
}

for (const [reason, encodings] of Object.entries(REFUSED)) {
	for (const hex of encodings) {
		test(`RFC 8949 Appendix A: ${hex} is refused as ${reason}`, () => {
			const decoding = decodeCbor(bytes(hex));
			assert.is(decoding.kind === "malformed" ? decoding.reason : decoding.kind, reason);
		});
	}
}

function bytes(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

test.run();
