import type { Crypto } from "../../hal/hal.js";
import { toHex } from "../bytes/bytes.js";
import { encodeUtf8 } from "../bytes/utf8.js";
import type { Clause } from "./clause.js";
import { bytesOf, flipBit } from "./crypto-material.js";
import { expectRefusal, expectSame } from "./expect.js";
import { RFC6979 } from "./vectors.js";

/** The field's prime (SEC 2 2.4.2), and RFC 6979's public key reflected in the x axis: p - y. */
const PRIME = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const NEGATED_Y = "86fc01eef74743675be51616a9d7439b0d0e4df4d28160ae885c3d6b2bb9dd66";

/** The Crypto door's signatures: P-256 by RFC 6979, with low s. */
export const SIGNATURE_CLAUSES: readonly Clause[] = [
	clause("signing gives RFC 6979's P-256 signatures, with s made low", (crypto) => {
		for (const { message, r, lowS } of RFC6979.signatures) {
			const signature = new Uint8Array(64);
			crypto.signInto(signature, bytesOf(RFC6979.privateKey), digestOf(crypto, message));
			expectSame(toHex(signature), r + lowS, message);
		}
	}),
	clause("verify accepts RFC 6979's signatures as printed, high s or low", (crypto) => {
		for (const { message, r, s } of RFC6979.signatures) {
			expectSame(verifies(crypto, RFC6979.publicKey, digestOf(crypto, message), r + s), true, message);
		}
	}),
	clause("a generated key pair signs and verifies, and the next pair is another", (crypto) => {
		const [privateKey, publicKey] = newPair(crypto);
		const digest = digestOf(crypto, "a result");
		const signature = new Uint8Array(64);
		crypto.signInto(signature, privateKey, digest);
		expectSame(crypto.verify(publicKey, digest, signature), true, "verified");
		expectSame(crypto.verify(newPair(crypto)[1], digest, signature), false, "verified under the next pair");
	}),
	clause("verify refuses a flipped bit of signature, digest and key", (crypto) => {
		const publicKey = bytesOf(RFC6979.publicKey);
		const digest = digestOf(crypto, "sample");
		const signature = bytesOf(RFC6979.signatures[0].r + RFC6979.signatures[0].s);
		for (const bit of [0, 7, 255, 256, 300, 511]) {
			const what = `verified with bit ${bit} flipped`;
			expectSame(crypto.verify(publicKey, digest, flipBit(signature, bit)), false, what);
			expectSame(crypto.verify(flipBit(publicKey, bit + 8), digest, signature), false, what);
			if (bit < 256) expectSame(crypto.verify(publicKey, flipBit(digest, bit), signature), false, what);
		}
	}),
	clause(
		"verify is false, and does not throw, for what is not a point and for r or s out of range",
		(crypto) => {
			const digest = digestOf(crypto, "sample");
			const { r, s } = RFC6979.signatures[0];
			for (const key of NO_POINTS) expectSame(verifies(crypto, key, digest, r + s), false, key);
			const zero = "00".repeat(32);
			for (const bad of [zero + s, r + zero, RFC6979.order + s, r + RFC6979.order, "ff".repeat(64)]) {
				expectSame(verifies(crypto, RFC6979.publicKey, digest, bad), false, bad);
			}
		},
	),
	clause("only a point of the curve in its uncompressed form is a public key", (crypto) => {
		const { publicKey } = RFC6979;
		const x = publicKey.slice(2, 66);
		const good = [publicKey, `04${x}${NEGATED_Y}`, toHex(newPair(crypto)[1])];
		for (const key of good) expectSame(crypto.isPublicKey(bytesOf(key)), true, key);
		const bad = [
			...NO_POINTS,
			`04${PRIME}${publicKey.slice(66)}`,
			...[0, 6, 8, 263, 264, 519].map((bit) => toHex(flipBit(bytesOf(publicKey), bit))),
		];
		for (const key of bad) expectSame(crypto.isPublicKey(bytesOf(key)), false, key);
		expectRefusal(() => crypto.isPublicKey(bytesOf(publicKey).subarray(1)), "assertion failed");
	}),
	clause("keys, digests and signatures of another length are a defect", (crypto) => {
		const of = (length: number): Uint8Array => new Uint8Array(length).fill(1);
		const refused: readonly (() => unknown)[] = [
			() => crypto.signInto(of(63), of(32), of(32)),
			() => crypto.signInto(of(64), of(31), of(32)),
			() => crypto.signInto(of(64), of(32), of(31)),
			() => crypto.verify(of(64), of(32), of(64)),
			() => crypto.verify(of(65), of(31), of(64)),
			() => crypto.verify(of(65), of(32), of(63)),
			() => crypto.generateSigningKeyInto(of(31), of(65)),
			() => crypto.generateSigningKeyInto(of(32), of(33)),
		];
		for (const action of refused) expectRefusal(action, "assertion failed");
	}),
];

/** Of a public key's length, but no point of the curve in its uncompressed form. */
const NO_POINTS: readonly string[] = [
	"00".repeat(65),
	`04${"00".repeat(64)}`,
	`04${"ff".repeat(64)}`,
	`06${RFC6979.publicKey.slice(2)}`,
	`02${RFC6979.publicKey.slice(2)}`,
];

function clause(name: string, check: (crypto: Crypto) => void): Clause {
	return { door: "crypto", name, check: ({ doors }) => check(doors.crypto) };
}

function newPair(crypto: Crypto): readonly [Uint8Array, Uint8Array] {
	const [privateKey, publicKey] = [new Uint8Array(32), new Uint8Array(65)];
	crypto.generateSigningKeyInto(privateKey, publicKey);
	return [privateKey, publicKey];
}

function digestOf(crypto: Crypto, message: string): Uint8Array {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, encodeUtf8(message));
	return digest;
}

function verifies(crypto: Crypto, publicKey: string, digest: Uint8Array, signature: string): boolean {
	return crypto.verify(bytesOf(publicKey), digest, bytesOf(signature));
}
