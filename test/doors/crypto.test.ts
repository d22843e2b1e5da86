import { createCipheriv, createHash } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import * as assert from "uvu/assert";
import type { CborValue } from "../../modules/codec/cbor.js";
import { type Bench, BOARD_CRYPTO, type Contract, refusalOf, runContract } from "./bench.js";
import { GCM_VECTORS, HMAC_VECTORS, RFC6979, SHA256_VECTORS } from "./crypto-vectors.js";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const utf8 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
const patterned = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + 3) % 256);

function asHex(value: CborValue): string {
	if (!(value instanceof Uint8Array)) throw new Error(`not bytes: ${String(value)}`);
	return Buffer.from(value).toString("hex");
}

function asBytes(value: CborValue): Uint8Array {
	return hex(asHex(value));
}

async function generate({ run }: Bench): Promise<readonly [Uint8Array, Uint8Array]> {
	const pair = await run("generate", 32, 65);
	if (!Array.isArray(pair)) throw new Error("no key pair");
	return [asBytes(pair[0]), asBytes(pair[1])];
}

async function digestOf({ run }: Bench, text: string): Promise<Uint8Array> {
	return asBytes(await run("sha256", 32, utf8(text)));
}

function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
	const flipped = bytes.slice();
	flipped[bit >> 3] ^= 1 << (bit & 7);
	return flipped;
}

const hashClauses: Contract = {
	async "SHA-256 gives FIPS 180-4's examples"({ run }) {
		for (const [message, digest] of SHA256_VECTORS) {
			assert.is(asHex(await run("sha256", 32, utf8(message))), digest);
		}
	},

	async "SHA-256 hashes the concatenation of its parts"({ run }) {
		const whole = asHex(await run("sha256", 32, utf8("abc")));
		assert.is(asHex(await run("sha256", 32, utf8("a"), utf8(""), utf8("bc"))), whole);
		const kilobyte = asHex(await run("sha256", 32, patterned(1024)));
		assert.is(
			asHex(await run("sha256", 32, patterned(1024).slice(0, 63), patterned(1024).slice(63))),
			kilobyte,
		);
	},

	async "HMAC-SHA-256 gives RFC 4231's test cases"({ run }) {
		for (const [key, data, mac] of HMAC_VECTORS) {
			assert.is(asHex(await run("hmac", 32, hex(key), hex(data))).slice(0, mac.length), mac);
			assert.is(
				asHex(await run("hmac", 32, hex(key), hex(data).slice(0, 3), hex(data).slice(3))).slice(
					0,
					mac.length,
				),
				mac,
			);
		}
	},

	async "a digest or a MAC of another length than 32 is a defect"({ run }) {
		for (const length of [0, 31, 33]) {
			assert.match(await refusalOf(run("sha256", length, utf8("abc"))), "assertion failed");
			assert.match(await refusalOf(run("hmac", length, new Uint8Array(32), utf8("abc"))), "assertion failed");
		}
	},
};

const sealClauses: Contract = {
	async "AES-256-GCM gives the vectors of its specification, and opens them"({ run }) {
		for (const { key, nonce, aad, plaintext, ciphertext, tag } of GCM_VECTORS) {
			const length = plaintext.length / 2;
			const sealed = await run("seal", length + 16, hex(key), hex(nonce), hex(aad), hex(plaintext));
			assert.is(asHex(sealed), ciphertext + tag);
			assert.equal(await run("open", length, hex(key), hex(nonce), hex(aad), sealed), [true, hex(plaintext)]);
		}
	},

	async "AES-256-GCM agrees with OpenSSL at every length around a block"({ run }) {
		const key = patterned(32);
		const nonce = patterned(12);
		for (const length of [1, 15, 16, 17, 31, 32, 33, 450]) {
			const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(patterned(length + 5));
			const expected = Buffer.concat([cipher.update(patterned(length)), cipher.final(), cipher.getAuthTag()]);
			const sealed = await run("seal", length + 16, key, nonce, patterned(length + 5), patterned(length));
			assert.is(asHex(sealed), expected.toString("hex"), `${length} bytes`);
		}
	},

	async "open refuses every flipped bit of text, tag, nonce, key and associated data"({ run }) {
		const [key, nonce, aad] = [patterned(32), patterned(12), patterned(3)];
		const sealed = await run("seal", 5 + 16, key, nonce, aad, patterned(5));
		assert.is(await run("openFlipped", 5, key, nonce, aad, sealed), 0);
		assert.equal(await run("open", 5, key, nonce, aad, sealed), [true, patterned(5)]);
	},

	async "a refused open leaves the output all zero"({ run }) {
		const [key, nonce, aad] = [patterned(32), patterned(12), patterned(3)];
		const sealed = asBytes(await run("seal", 20 + 16, key, nonce, aad, patterned(20)));
		const opened = await run("open", 20, key, nonce, aad, flipBit(sealed, 8 * 36 - 1));
		assert.equal(opened, [false, new Uint8Array(20)]);
	},

	async "seal and open with another length than the door's is a defect"({ run }) {
		const [key, nonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];
		const refused = [
			["seal", 20, key, nonce, none, new Uint8Array(5)],
			["seal", 21, new Uint8Array(16), nonce, none, new Uint8Array(5)],
			["seal", 21, key, new Uint8Array(16), none, new Uint8Array(5)],
			["open", 6, key, nonce, none, new Uint8Array(21)],
			["open", 0, key, nonce, none, new Uint8Array(15)],
			["open", 5, new Uint8Array(31), nonce, none, new Uint8Array(21)],
			["open", 5, key, new Uint8Array(11), none, new Uint8Array(21)],
		] as const;
		for (const [command, ...values] of refused) {
			assert.match(await refusalOf(run(command, ...values)), "assertion failed");
		}
	},
};

const secretClauses: Contract = {
	async "entropy fills its output and does not repeat itself"({ run }) {
		const first = asHex(await run("entropy", 32));
		const second = asHex(await run("entropy", 32));
		assert.is.not(first, second);
		assert.is(asBytes(await run("entropy", 0)).length, 0);
		assert.ok(new Set(asBytes(await run("entropy", 1000))).size > 200);
	},

	async "the device key depends on the label alone"({ run }) {
		const key = asHex(await run("deviceKey", 32, "store"));
		await run("entropy", 32);
		assert.is(asHex(await run("deviceKey", 32, "store")), key);
		assert.is.not(asHex(await run("deviceKey", 32, "audit")), key);
		// HMAC-SHA-256 of the label under the test board's root, 32 times 0x09.
		assert.is(asHex(await run("hmac", 32, new Uint8Array(32).fill(9), utf8("store"))), key);
		assert.match(await refusalOf(run("deviceKey", 16, "store")), "assertion failed");
	},
};

const signingClauses: Contract = {
	async "signing gives RFC 6979's P-256 signatures, with s made low"({ run }) {
		const order = BigInt(`0x${RFC6979.order}`);
		for (const { message, r, s } of RFC6979.signatures) {
			const digest = await run("sha256", 32, utf8(message));
			const high = BigInt(`0x${s}`);
			const low = (high > order / 2n ? order - high : high).toString(16).padStart(64, "0");
			assert.is(asHex(await run("sign", 64, hex(RFC6979.privateKey), digest)), r + low);
		}
	},

	async "verify accepts RFC 6979's signatures as printed, high s or low"({ run }) {
		for (const { message, r, s } of RFC6979.signatures) {
			const digest = await run("sha256", 32, utf8(message));
			assert.is(await run("verify", hex(RFC6979.publicKey), digest, hex(r + s)), true);
		}
	},

	async "a generated key pair signs and verifies, and the next pair is another"(bench) {
		const [privateKey, publicKey] = await generate(bench);
		const digest = await digestOf(bench, "a result");
		const signature = await bench.run("sign", 64, privateKey, digest);
		assert.is(await bench.run("verify", publicKey, digest, signature), true);
		const [, anotherPublicKey] = await generate(bench);
		assert.is(await bench.run("verify", anotherPublicKey, digest, signature), false);
	},

	async "verify refuses a flipped bit of signature, digest and key"(bench) {
		const publicKey = hex(RFC6979.publicKey);
		const digest = await digestOf(bench, "sample");
		const signature = hex(RFC6979.signatures[0].r + RFC6979.signatures[0].s);
		for (const bit of [0, 7, 255, 256, 300, 511]) {
			assert.is(await bench.run("verify", publicKey, digest, flipBit(signature, bit)), false);
			assert.is(await bench.run("verify", flipBit(publicKey, bit + 8), digest, signature), false);
		}
		for (const bit of [0, 255]) {
			assert.is(await bench.run("verify", publicKey, flipBit(digest, bit), signature), false);
		}
	},

	async "verify is false, and does not throw, for what is not a point and for r or s out of range"(bench) {
		const publicKey = hex(RFC6979.publicKey);
		const digest = await digestOf(bench, "sample");
		const { r, s } = RFC6979.signatures[0];
		const badKeys = [
			new Uint8Array(65),
			hex(`04${"00".repeat(64)}`),
			hex(`04${"ff".repeat(64)}`),
			hex(`06${RFC6979.publicKey.slice(2)}`),
			hex(`02${RFC6979.publicKey.slice(2)}`),
		];
		for (const key of badKeys) assert.is(await bench.run("verify", key, digest, hex(r + s)), false);
		const zero = "00".repeat(32);
		const badSignatures = [zero + s, r + zero, RFC6979.order + s, r + RFC6979.order, "ff".repeat(64)];
		for (const bad of badSignatures) {
			assert.is(await bench.run("verify", publicKey, digest, hex(bad)), false);
		}
	},

	async "signatures are those of @noble/curves, for keys and digests near 0, near the order and between"({
		run,
	}) {
		const order = BigInt(`0x${RFC6979.order}`);
		const scalar = (value: bigint) => hex(value.toString(16).padStart(64, "0"));
		const spread = (i: number) => BigInt(`0x${createHash("sha256").update(`${i}`).digest("hex")}`);
		const keys = [1n, 2n, order - 1n, 1n << 255n, ...[0, 1, 2, 3].map((i) => spread(i) % order)];
		const digests = [0n, 1n, order - 1n, order, order + 1n, (1n << 256n) - 1n, spread(9), spread(10)];
		for (const [i, key] of keys.entries()) {
			const [privateKey, digest] = [scalar(key), scalar(digests[i])];
			const expected = p256.sign(digest, privateKey, { prehash: false, lowS: true });
			assert.is(asHex(await run("sign", 64, privateKey, digest)), asHex(expected), `key ${i}`);
			const publicKey = p256.getPublicKey(privateKey, false);
			assert.is(await run("verify", publicKey, digest, expected), true, `key ${i}`);
			assert.is(await run("isPublicKey", publicKey), true, `key ${i}`);
		}
	},

	async "only a point of the curve in its uncompressed form is a public key"(bench) {
		const publicKey = hex(RFC6979.publicKey);
		const [, another] = await generate(bench);
		for (const key of [publicKey, another]) assert.is(await bench.run("isPublicKey", key), true);
		// The field's prime is no coordinate (SEC 1 2.3.4); y and p - y are both on the curve.
		const prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
		const y = BigInt(`0x${RFC6979.publicKey.slice(66)}`);
		const negated = (BigInt(`0x${prime}`) - y).toString(16).padStart(64, "0");
		assert.is(await bench.run("isPublicKey", hex(RFC6979.publicKey.slice(0, 66) + negated)), true);
		const refused = [
			new Uint8Array(65),
			hex(`04${"00".repeat(64)}`),
			hex(`04${"ff".repeat(64)}`),
			hex(`04${prime}${RFC6979.publicKey.slice(66)}`),
			hex(`06${RFC6979.publicKey.slice(2)}`),
			hex(`02${RFC6979.publicKey.slice(2)}`),
			...[0, 6, 8, 263, 264, 519].map((bit) => flipBit(publicKey, bit)),
		];
		for (const key of refused) assert.is(await bench.run("isPublicKey", key), false, asHex(key));
		assert.match(await refusalOf(bench.run("isPublicKey", publicKey.slice(1))), "assertion failed");
	},

	async "keys, digests and signatures of another length are a defect"({ run }) {
		const [key, digest, signature, publicKey] = [32, 32, 64, 65].map((length) =>
			new Uint8Array(length).fill(1),
		);
		const refused = [
			["sign", 63, key, digest],
			["sign", 64, key.slice(1), digest],
			["sign", 64, key, digest.slice(1)],
			["verify", publicKey.slice(1), digest, signature],
			["verify", publicKey, digest.slice(1), signature],
			["verify", publicKey, digest, signature.slice(1)],
			["generate", 31, 65],
			["generate", 32, 33],
		] as const;
		for (const [command, ...values] of refused) {
			assert.match(await refusalOf(run(command, ...values)), "assertion failed");
		}
	},
};

await runContract({ ...hashClauses, ...sealClauses, ...secretClauses, ...signingClauses }, {}, BOARD_CRYPTO);
