import { equalConstantTime } from "../../../modules/bytes/bytes.js";
import { assertSealLengths, TAG_LENGTH } from "../crypto-lengths.js";
import { encryptAesBlock, expandAesKey } from "./aes.js";

/*
 * AES-256-GCM with 12-byte nonces (NIST SP 800-38D), for an engine whose heap is too small for a library's
 * tables.
 *
 *     J0 = nonce || 1      keystream = E(J0 + 1), E(J0 + 2), ...      tag = E(J0) ^ GHASH(aad, ciphertext)
 */

/** @param out ciphertext, then the 16-byte tag; may be the memory of `plaintext`. */
export function sealAesGcmInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	plaintext: Uint8Array,
): void {
	assertSealLengths(key, nonce, plaintext, out);
	const schedule = expandAesKey(key);
	const ciphertext = out.subarray(0, plaintext.length);
	applyKeystream(ciphertext, schedule, nonce, plaintext);
	out.set(tagOf(schedule, nonce, aad, ciphertext), plaintext.length);
	schedule.fill(0);
}

/** @returns false, and leaves `out` all zero, when the tag does not verify. */
export function openAesGcmInto(
	out: Uint8Array,
	key: Uint8Array,
	nonce: Uint8Array,
	aad: Uint8Array,
	sealed: Uint8Array,
): boolean {
	assertSealLengths(key, nonce, out, sealed);
	const schedule = expandAesKey(key);
	const ciphertext = sealed.subarray(0, out.length);
	const authentic = equalConstantTime(tagOf(schedule, nonce, aad, ciphertext), sealed.subarray(out.length));
	if (authentic) applyKeystream(out, schedule, nonce, ciphertext);
	else out.fill(0);
	schedule.fill(0);
	return authentic;
}

/** GCTR from inc32(J0) on (6.5, 7.1 step 3). */
function applyKeystream(out: Uint8Array, schedule: Int32Array, nonce: Uint8Array, text: Uint8Array): void {
	const block = new Int32Array(4);
	for (let offset = 0, counter = 2; offset < text.length; offset += 16, counter++) {
		setCounterBlock(block, nonce, counter);
		encryptAesBlock(schedule, block);
		const end = offset + 16 < text.length ? offset + 16 : text.length;
		for (let i = offset; i < end; i++) {
			out[i] = text[i] ^ (block[(i & 15) >> 2] >>> (24 - 8 * (i & 3)));
		}
	}
	block.fill(0);
}

function tagOf(schedule: Int32Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array {
	const block = new Int32Array(4);
	encryptAesBlock(schedule, block);
	const table = multiplesOf(block);
	const hash = new Int32Array(4);
	absorb(hash, table, aad);
	absorb(hash, table, ciphertext);
	// The two lengths in bits, 64 bits each; ours stay below 2^29 bytes.
	hash[1] ^= 8 * aad.length;
	hash[3] ^= 8 * ciphertext.length;
	multiply(hash, table);
	setCounterBlock(block, nonce, 1);
	encryptAesBlock(schedule, block);
	const tag = new Uint8Array(TAG_LENGTH);
	for (let i = 0; i < TAG_LENGTH; i++) {
		tag[i] = (hash[i >> 2] ^ block[i >> 2]) >>> (24 - 8 * (i & 3));
	}
	table.fill(0);
	block.fill(0);
	return tag;
}

/** GHASH over `bytes`, padded with zeros to whole blocks (6.4). */
function absorb(hash: Int32Array, table: Int32Array, bytes: Uint8Array): void {
	for (let offset = 0; offset < bytes.length; offset += 16) {
		const end = offset + 16 < bytes.length ? offset + 16 : bytes.length;
		for (let i = offset; i < end; i++) hash[(i & 15) >> 2] ^= bytes[i] << (24 - 8 * (i & 3));
		multiply(hash, table);
	}
}

/**
 * hash = hash * H in GF(2^128) with the bits reflected (6.3), four bits at a time from the last: Horner's
 * rule in x^4, where multiplying by x^4 is a shift right whose four lost bits fold back in by `REDUCTION`.
 */
function multiply(hash: Int32Array, table: Int32Array): void {
	let a = 0;
	let b = 0;
	let c = 0;
	let d = 0;
	for (let nibble = 31; nibble >= 0; nibble--) {
		const lost = d & 15;
		d = (d >>> 4) | (c << 28);
		c = (c >>> 4) | (b << 28);
		b = (b >>> 4) | (a << 28);
		a = (a >>> 4) ^ (REDUCTION[lost] << 16);
		const entry = 4 * ((hash[nibble >> 3] >>> (28 - 4 * (nibble & 7))) & 15);
		a ^= table[entry];
		b ^= table[entry + 1];
		c ^= table[entry + 2];
		d ^= table[entry + 3];
	}
	hash[0] = a;
	hash[1] = b;
	hash[2] = c;
	hash[3] = d;
}

/** Four words for each nibble n: n * H, where the nibble's highest bit is x^0. */
function multiplesOf(h: Int32Array): Int32Array {
	const table = new Int32Array(64);
	table.set(h, 4 * 8);
	for (let n = 4; n >= 1; n >>= 1) {
		const from = 8 * n;
		const to = 4 * n;
		const lost = table[from + 3] & 1;
		for (let i = 3; i > 0; i--) table[to + i] = (table[from + i] >>> 1) | (table[from + i - 1] << 31);
		table[to] = (table[from] >>> 1) ^ (lost ? 0xe1 << 24 : 0);
	}
	for (let n = 2; n < 16; n <<= 1) {
		for (let low = 1; low < n; low++) {
			for (let i = 0; i < 4; i++) table[4 * (n + low) + i] = table[4 * n + i] ^ table[4 * low + i];
		}
	}
	return table;
}

function setCounterBlock(block: Int32Array, nonce: Uint8Array, counter: number): void {
	for (let i = 0; i < 3; i++) {
		block[i] = (nonce[4 * i] << 24) | (nonce[4 * i + 1] << 16) | (nonce[4 * i + 2] << 8) | nonce[4 * i + 3];
	}
	block[3] = counter;
}

/**
 * What four bits shifted out at x^127 add at the top 16 bits: each is x^128 = x^7 + x^2 + x + 1, here 0xe1 <<
 * 8.
 */
const REDUCTION = reductionTable();

function reductionTable(): Uint16Array {
	const table = new Uint16Array(16);
	for (let lost = 0; lost < 16; lost++) {
		for (let bit = 0; bit < 4; bit++) if ((lost >> bit) & 1) table[lost] ^= 0xe100 >> (3 - bit);
	}
	return table;
}
