import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng } from "../../host-sim/world/prng.js";
import { assert as assertCore, unreachable } from "../../modules/bytes/assert.js";
import { compareBytes, concat, equalConstantTime, fromHex, toHex } from "../../modules/bytes/bytes.js";

const prng = createPrng(1, "bytes");

function draw(length: number): Uint8Array {
	return Uint8Array.from({ length }, () => prng.nextUint32());
}

test("bytes are equal exactly when no bit differs and the lengths are alike", () => {
	for (const length of [0, 1, 2, 31, 32, 33]) {
		const a = draw(length);
		assert.ok(equalConstantTime(a, a.slice()));
		assert.not(equalConstantTime(a, Uint8Array.of(...a, 0)));
		assert.not(equalConstantTime(Uint8Array.of(...a, 0), a));
		for (let bit = 0; bit < 8 * length; bit++) {
			const b = a.slice();
			b[bit >> 3] ^= 1 << (bit & 7);
			assert.not(equalConstantTime(a, b), `bit ${bit} of ${length} bytes`);
		}
	}
});

test("the order of bytes is that of Buffer.compare", () => {
	for (let trial = 0; trial < 500; trial++) {
		const a = draw(prng.nextBelow(4)).map((byte) => byte & 3);
		const b = draw(prng.nextBelow(4)).map((byte) => byte & 3);
		assert.is(Math.sign(compareBytes(a, b)), Buffer.compare(a, b));
	}
});

test("parts are joined in order, in memory of their own", () => {
	const a = draw(3);
	const joined = concat(a, new Uint8Array(0), Uint8Array.of(7));
	assert.equal(joined, Uint8Array.of(...a, 7));
	joined[0] ^= 1;
	assert.not.equal(joined[0], a[0]);
	assert.equal(concat(), new Uint8Array(0));
});

test("hexadecimal is what Buffer writes, and reads back in either case", () => {
	const all = Uint8Array.from({ length: 256 }, (_, i) => i);
	assert.is(toHex(all), Buffer.from(all).toString("hex"));
	assert.equal(fromHex(toHex(all)), all);
	assert.equal(fromHex(toHex(all).toUpperCase()), all);
	assert.equal(fromHex(""), new Uint8Array(0));
	for (const bad of ["0", "0g", " 0", "0x", "é0", "00 "]) assert.is(fromHex(bad), undefined, bad);
});

test("an assertion that does not hold throws, one that holds does not", () => {
	assertCore(1 + 1 === 2, "arithmetic");
	assert.throws(() => assertCore(prng.nextBelow(1) === 1, "arithmetic"), "assertion failed: arithmetic");
});

test("a case that cannot be reached throws when it is", () => {
	assert.throws(() => Reflect.apply(unreachable, undefined, ["purple"]), "unreachable: purple");
});

test.run();
