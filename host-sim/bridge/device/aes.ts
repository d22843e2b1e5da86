/**
 * AES-256, forward direction (FIPS 197), one 1 KB table: small where libraries are fast, since their tables
 * alone exceed the unit's heap. Looked-up bytes depend on the key, so this is not constant time; a board uses
 * its AES hardware.
 */

const ROUNDS = 14;
/** Round keys in words. */
const SCHEDULE_WORDS = 4 * (ROUNDS + 1);

/** The key schedule of a 32-byte key (5.2), to be wiped by its owner. */
export function expandAesKey(key: Uint8Array): Int32Array {
	const schedule = new Int32Array(SCHEDULE_WORDS);
	for (let i = 0; i < 8; i++) schedule[i] = wordAt(key, 4 * i);
	let roundConstant = 1;
	for (let i = 8; i < SCHEDULE_WORDS; i++) {
		let word = schedule[i - 1];
		if (i % 8 === 0) {
			word = substituteWord((word << 8) | (word >>> 24)) ^ (roundConstant << 24);
			roundConstant <<= 1;
		} else if (i % 8 === 4) word = substituteWord(word);
		schedule[i] = schedule[i - 8] ^ word;
	}
	return schedule;
}

/** Encrypts the four big-endian words of `state` in place (5.1). */
export function encryptAesBlock(schedule: Int32Array, state: Int32Array): void {
	let a = state[0] ^ schedule[0];
	let b = state[1] ^ schedule[1];
	let c = state[2] ^ schedule[2];
	let d = state[3] ^ schedule[3];
	let k = 4;
	for (let round = 1; round < ROUNDS; round++) {
		const w = mixedColumn(a, b, c, d) ^ schedule[k++];
		const x = mixedColumn(b, c, d, a) ^ schedule[k++];
		const y = mixedColumn(c, d, a, b) ^ schedule[k++];
		const z = mixedColumn(d, a, b, c) ^ schedule[k++];
		a = w;
		b = x;
		c = y;
		d = z;
	}
	state[0] = shiftedColumn(a, b, c, d) ^ schedule[k++];
	state[1] = shiftedColumn(b, c, d, a) ^ schedule[k++];
	state[2] = shiftedColumn(c, d, a, b) ^ schedule[k++];
	state[3] = shiftedColumn(d, a, b, c) ^ schedule[k];
}

/** SubBytes, ShiftRows and MixColumns for one column: row r comes from column r of the arguments. */
function mixedColumn(a: number, b: number, c: number, d: number): number {
	const t1 = MIXED[(b >>> 16) & 255];
	const t2 = MIXED[(c >>> 8) & 255];
	const t3 = MIXED[d & 255];
	return MIXED[a >>> 24] ^ ((t1 >>> 8) | (t1 << 24)) ^ ((t2 >>> 16) | (t2 << 16)) ^ ((t3 >>> 24) | (t3 << 8));
}

/** The last round's column: without MixColumns. */
function shiftedColumn(a: number, b: number, c: number, d: number): number {
	return (
		(SUBSTITUTE[a >>> 24] << 24) |
		(SUBSTITUTE[(b >>> 16) & 255] << 16) |
		(SUBSTITUTE[(c >>> 8) & 255] << 8) |
		SUBSTITUTE[d & 255]
	);
}

function substituteWord(word: number): number {
	return shiftedColumn(word, word, word, word);
}

function wordAt(bytes: Uint8Array, offset: number): number {
	return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}

/** Multiplication by x in GF(2^8) (4.2.1). */
function timesX(value: number): number {
	return (value << 1) ^ (value & 0x80 ? 0x11b : 0);
}

/** The S-box (5.1.1): the inverse in GF(2^8), then an affine map. */
const SUBSTITUTE = substitutionTable();

/** For a byte in row 0: its column after SubBytes and MixColumns, {02}s {01}s {01}s {03}s. */
const MIXED = Int32Array.from(SUBSTITUTE, (s) => (timesX(s) << 24) | (s << 16) | (s << 8) | (timesX(s) ^ s));

function substitutionTable(): Uint8Array {
	const powers = new Uint8Array(256);
	for (let i = 0, value = 1; i < 256; i++, value ^= timesX(value)) powers[i] = value;
	const table = new Uint8Array(256);
	table[0] = 0x63;
	for (let i = 0; i < 255; i++) {
		// {03} generates the field, so the inverse of {03}^i is {03}^(255 - i).
		const inverse = powers[255 - i] * 0x101;
		table[powers[i]] =
			(inverse ^ (inverse >> 4) ^ (inverse >> 5) ^ (inverse >> 6) ^ (inverse >> 7) ^ 0x63) & 255;
	}
	return table;
}
