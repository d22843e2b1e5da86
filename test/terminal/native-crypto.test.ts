/** The terminal's cryptography gives what the unit's gives, whichever of its two ways a call takes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { systemEntropy } from "../../host-sim/doors/entropy.js";
import { createNodeCrypto } from "../../host-sim/doors/node-crypto.js";
import { compareBytes, toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { createNativeCrypto } from "../../terminal/native-crypto.js";

const native = createNativeCrypto();
const unit = createNodeCrypto({ entropy: systemEntropy, deviceRoot: new Uint8Array(32) });

const privateKey = new Uint8Array(32);
const publicKey = new Uint8Array(65);
native.generateSigningKeyInto(privateKey, publicKey);

const HALF_ORDER = Buffer.from("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", "hex");

/** A digest whose message the terminal's door remembers, or no longer does. */
function digestOf(text: string, memory: "remembered" | "forgotten"): Uint8Array {
	const digest = new Uint8Array(32);
	native.sha256Into(digest, encodeUtf8(text.slice(0, 2)), encodeUtf8(text.slice(2)));
	if (memory === "forgotten") native.sha256Into(new Uint8Array(32), encodeUtf8("something else"));
	return digest;
}

for (const memory of ["remembered", "forgotten"] as const) {
	test(`what it signs over a ${memory} digest the unit's door verifies, with a low s`, () => {
		for (let i = 0; i < 8; i++) {
			const digest = digestOf(`message ${i}`, memory);
			const signature = new Uint8Array(64);
			native.signInto(signature, privateKey, digest);
			assert.ok(unit.verify(publicKey, digest, signature));
			assert.ok(compareBytes(signature.subarray(32), HALF_ORDER) <= 0, toHex(signature));
		}
	});

	test(`it verifies over a ${memory} digest what the unit's door signed, and no bit of it changed`, () => {
		const digest = digestOf("message", memory);
		const signature = new Uint8Array(64);
		unit.signInto(signature, privateKey, digest);
		assert.ok(native.verify(publicKey, digest, signature));
		for (const [part, index] of [
			["signature", 3],
			["signature", 40],
			["digest", 9],
		] as const) {
			const changed = { digest: digest.slice(), signature: signature.slice() };
			changed[part][index] ^= 1;
			assert.not(native.verify(publicKey, changed.digest, changed.signature), part);
		}
	});
}

test("hash and MAC are those of the unit's door, over any number of parts", () => {
	const parts = [encodeUtf8("one"), new Uint8Array(0), new Uint8Array(200).fill(9)];
	const [mine, theirs] = [new Uint8Array(32), new Uint8Array(32)];
	native.sha256Into(mine, ...parts);
	unit.sha256Into(theirs, ...parts);
	assert.equal(mine, theirs);
	native.hmacInto(mine, privateKey, ...parts);
	unit.hmacInto(theirs, privateKey, ...parts);
	assert.equal(mine, theirs);
});

test("only a point of the curve, uncompressed, is a public key", () => {
	const off = publicKey.slice();
	off[64] ^= 1;
	assert.ok(native.isPublicKey(publicKey));
	assert.not(native.isPublicKey(off));
	assert.not(native.isPublicKey(new Uint8Array(65)));
	assert.not(native.isPublicKey(publicKey.subarray(0, 33)));
	assert.not(native.verify(off, digestOf("message", "remembered"), new Uint8Array(64)));
	assert.not(native.verify(off, digestOf("message", "forgotten"), new Uint8Array(64)));
});

test.run();
