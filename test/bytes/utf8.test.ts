import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { decodeUtf8, encodeUtf8 } from "../../modules/bytes/utf8.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeWithPlatform(bytes: Uint8Array): string | undefined {
	try {
		return decoder.decode(bytes);
	} catch {
		return undefined;
	}
}

function isSurrogate(point: number): boolean {
	return point >= 0xd800 && point <= 0xdfff;
}

test("every code point is written as TextEncoder writes it and reads back", () => {
	for (let from = 0; from <= 0x10ffff; from += 256) {
		let text = "";
		for (let point = from; point < from + 256; point++) {
			if (!isSurrogate(point)) text += String.fromCodePoint(point);
		}
		const bytes = encodeUtf8(text);
		assert.ok(Buffer.from(bytes).equals(encoder.encode(text)), `from U+${from.toString(16)}`);
		assert.ok(decodeUtf8(bytes) === text, `from U+${from.toString(16)}`);
	}
});

test("lone surrogates are a programmer's error", () => {
	for (const text of ["\ud800", "\udfff", "a\udc00b", "\ud83d", "\ude00\ud83d"]) {
		assert.throws(() => encodeUtf8(text), /lone surrogate/);
	}
	assert.equal(encodeUtf8("\ud83d\ude00"), Uint8Array.of(0xf0, 0x9f, 0x98, 0x80));
});

test("all sequences of one and two bytes read as TextDecoder reads them", () => {
	for (let a = 0; a < 256; a++) {
		assert.is(decodeUtf8(Uint8Array.of(a)), decodeWithPlatform(Uint8Array.of(a)), `${a}`);
		for (let b = 0; b < 256; b++) {
			const bytes = Uint8Array.of(a, b);
			assert.is(decodeUtf8(bytes), decodeWithPlatform(bytes), `${a}, ${b}`);
		}
	}
});

test("sequences of three and four bytes at every edge of table 3-7 read as TextDecoder reads them", () => {
	const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
	for (let a = 0xe0; a < 256; a++) {
		for (const b of edges) {
			for (const c of edges) {
				const three = Uint8Array.of(a, b, c);
				assert.is(decodeUtf8(three), decodeWithPlatform(three), `${three}`);
				for (const d of edges) {
					const four = Uint8Array.of(a, b, c, d);
					assert.is(decodeUtf8(four), decodeWithPlatform(four), `${four}`);
				}
			}
		}
	}
});

test("text cut or broken anywhere reads as TextDecoder reads it", () => {
	const bytes = encodeUtf8("aé照合ＩＤ😀\u0000\ufeff!");
	for (let length = 0; length <= bytes.length; length++) {
		const cut = bytes.subarray(0, length);
		assert.is(decodeUtf8(cut), decodeWithPlatform(cut), `${length} bytes`);
	}
	for (let bit = 0; bit < 8 * bytes.length; bit++) {
		const flipped = bytes.slice();
		flipped[bit >> 3] ^= 1 << (bit & 7);
		assert.is(decodeUtf8(flipped), decodeWithPlatform(flipped), `bit ${bit}`);
	}
	const prng = createPrng(1, "utf8");
	for (let trial = 0; trial < 5000; trial++) {
		const random = Uint8Array.from({ length: prng.nextBelow(7) }, () => 0x70 + prng.nextBelow(0x90));
		assert.is(decodeUtf8(random), decodeWithPlatform(random), `${random}`);
	}
});

test.run();
