import type { Crypto } from "../../hal/hal.js";
import { toHex } from "../bytes/bytes.js";
import { encodeUtf8 } from "../bytes/utf8.js";
import type { Clause } from "./clause.js";
import { bytesOf, flipBit, patterned } from "./crypto-material.js";
import { expectBytes, expectRefusal, expectSame, expectThat } from "./expect.js";
import { GCM_VECTORS, HMAC_VECTORS, SHA256_VECTORS } from "./vectors.js";

const DIGEST_LENGTH = 32;
const TAG_LENGTH = 16;

/** The Crypto door's digests, sealing and secrets. */
export const HASH_AND_SEAL_CLAUSES: readonly Clause[] = [
	clause("SHA-256 gives FIPS 180-4's examples", (crypto) => {
		for (const [message, digest] of SHA256_VECTORS) {
			expectSame(toHex(sha256(crypto, encodeUtf8(message))), digest, `"${message}"`);
		}
	}),
	clause("SHA-256 hashes the concatenation of its parts", (crypto) => {
		const parts = ["a", "", "bc"].map(encodeUtf8);
		expectBytes(sha256(crypto, ...parts), sha256(crypto, encodeUtf8("abc")), "abc");
		const kilobyte = patterned(1024);
		const halves = sha256(crypto, kilobyte.subarray(0, 63), kilobyte.subarray(63));
		expectBytes(halves, sha256(crypto, kilobyte), "a kilobyte");
	}),
	clause("HMAC-SHA-256 gives RFC 4231's test cases, in one part or two", (crypto) => {
		for (const [key, data, mac] of HMAC_VECTORS) {
			const [keyBytes, dataBytes] = [bytesOf(key), bytesOf(data)];
			const two = [dataBytes.subarray(0, 3), dataBytes.subarray(3)];
			for (const parts of [[dataBytes], two]) {
				expectSame(toHex(hmac(crypto, keyBytes, ...parts)).slice(0, mac.length), mac, "MAC");
			}
		}
	}),
	clause("a digest or a MAC of another length than 32 is a defect", (crypto) => {
		for (const length of [0, 31, 33]) {
			const out = new Uint8Array(length);
			expectRefusal(() => crypto.sha256Into(out, encodeUtf8("abc")), "assertion failed");
			expectRefusal(() => crypto.hmacInto(out, new Uint8Array(32), encodeUtf8("abc")), "assertion failed");
		}
	}),
	clause("AES-256-GCM gives the vectors of its specification, and opens them", (crypto) => {
		for (const vector of GCM_VECTORS) {
			const [key, nonce, aad, plaintext] = [vector.key, vector.nonce, vector.aad, vector.plaintext].map(
				bytesOf,
			);
			const sealed = new Uint8Array(plaintext.length + TAG_LENGTH);
			crypto.sealInto(sealed, key, nonce, aad, plaintext);
			expectSame(toHex(sealed), vector.ciphertext + vector.tag, "sealed");
			const opened = new Uint8Array(plaintext.length);
			expectSame(crypto.openInto(opened, key, nonce, aad, sealed), true, "opened");
			expectBytes(opened, plaintext, "opened");
		}
	}),
	clause("open refuses every flipped bit of text, tag, nonce, key and associated data", (crypto) => {
		const plaintext = patterned(5);
		const [key, nonce, aad] = [patterned(32), patterned(12), patterned(3)];
		const sealed = new Uint8Array(plaintext.length + TAG_LENGTH);
		crypto.sealInto(sealed, key, nonce, aad, plaintext);
		const out = new Uint8Array(plaintext.length);
		for (const input of [key, nonce, aad, sealed]) {
			for (let bit = 0; bit < 8 * input.length; bit++) {
				input[bit >> 3] ^= 1 << (bit & 7);
				expectSame(crypto.openInto(out, key, nonce, aad, sealed), false, `opened with bit ${bit} flipped`);
				input[bit >> 3] ^= 1 << (bit & 7);
			}
		}
		expectSame(crypto.openInto(out, key, nonce, aad, sealed), true, "opened as sealed");
	}),
	clause("a refused open leaves the output all zero", (crypto) => {
		const [key, nonce, aad] = [patterned(32), patterned(12), patterned(3)];
		const sealed = new Uint8Array(20 + TAG_LENGTH);
		crypto.sealInto(sealed, key, nonce, aad, patterned(20));
		const out = new Uint8Array(20).fill(0xee);
		expectSame(crypto.openInto(out, key, nonce, aad, flipBit(sealed, 8 * 36 - 1)), false, "opened");
		expectBytes(out, new Uint8Array(20), "the output");
	}),
	clause("seal and open with another length than the door's is a defect", (crypto) => {
		const of = (length: number): Uint8Array => new Uint8Array(length);
		for (const [out, key, nonce, text] of [
			[20, 32, 12, 5],
			[21, 16, 12, 5],
			[21, 32, 16, 5],
		]) {
			expectRefusal(() => crypto.sealInto(of(out), of(key), of(nonce), of(0), of(text)), "assertion failed");
		}
		for (const [out, key, nonce, sealed] of [
			[6, 32, 12, 21],
			[0, 32, 12, 15],
			[5, 31, 12, 21],
			[5, 32, 11, 21],
		]) {
			expectRefusal(
				() => crypto.openInto(of(out), of(key), of(nonce), of(0), of(sealed)),
				"assertion failed",
			);
		}
	}),
	clause("entropy fills its output and does not repeat itself", (crypto) => {
		const [first, second, long] = [new Uint8Array(32), new Uint8Array(32), new Uint8Array(1000)];
		for (const out of [first, second, long, new Uint8Array(0)]) crypto.entropyInto(out);
		expectThat(toHex(first) !== toHex(second), "the same 32 bytes twice");
		const values = new Set(long).size;
		expectThat(values > 200, `${values} different values in 1,000 bytes`);
	}),
	clause("the device key depends on the label alone", (crypto) => {
		const key = deviceKey(crypto, "store");
		crypto.entropyInto(new Uint8Array(32));
		expectBytes(deviceKey(crypto, "store"), key, "the same label again");
		expectThat(toHex(deviceKey(crypto, "audit")) !== toHex(key), "two labels, one key");
		expectRefusal(() => crypto.deviceKeyInto(new Uint8Array(16), "store"), "assertion failed");
	}),
];

function clause(name: string, check: (crypto: Crypto) => void): Clause {
	return { door: "crypto", name, check: ({ doors }) => check(doors.crypto) };
}

function sha256(crypto: Crypto, ...parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(DIGEST_LENGTH);
	crypto.sha256Into(out, ...parts);
	return out;
}

function hmac(crypto: Crypto, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(DIGEST_LENGTH);
	crypto.hmacInto(out, key, ...parts);
	return out;
}

function deviceKey(crypto: Crypto, label: string): Uint8Array {
	const out = new Uint8Array(32);
	crypto.deviceKeyInto(out, label);
	return out;
}
