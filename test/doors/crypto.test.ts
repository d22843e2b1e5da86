import { createCipheriv, createHash } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import * as assert from "uvu/assert";
import type { CborValue } from "../../modules/codec/cbor.js";
import { RFC6979 } from "../../modules/selftest/vectors.js";
import { BOARD_CRYPTO, type Contract, ownClauses, runContract } from "./bench.js";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const patterned = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + 3) % 256);

function asHex(value: CborValue): string {
	if (!(value instanceof Uint8Array)) throw new Error(`not bytes: ${String(value)}`);
	return Buffer.from(value).toString("hex");
}

/** What takes other people's cryptography to compare with, or the test board's own root. */
const contract: Contract = {
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

	async "the device key is the HMAC of its label under the board's root"({ run }) {
		// The test board's root is 32 times 0x09.
		const expected = await run("hmac", 32, new Uint8Array(32).fill(9), Uint8Array.from(Buffer.from("store")));
		assert.is(asHex(await run("deviceKey", 32, "store")), asHex(expected));
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
};

await runContract({ ...ownClauses("crypto"), ...contract }, {}, BOARD_CRYPTO);
