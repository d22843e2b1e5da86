/**
 * The bytes on the flash, format version 1 (integers little-endian; the why is in STORE.md).
 *
 *   sector   +--------+--------+--------+---------------------+-----------------+
 *            | header | record | record | ...                 | never programmed|
 *            | 32     |        |        |                     | (0xFF)          |
 *            +--------+--------+--------+---------------------+-----------------+
 *   header   twice the same 16 bytes; either copy will do:
 *              0 magic "SHGO"  4 version  5 count  6 distance (2)  8 sequence (4)  12 CRC-32C of 0..11 (4)
 *            Sector i holds the sequences with sequence % sectors = i. The `count` sectors that begin at
 *            sequence - distance were compacted into this one and are void.
 *   or       eight times "FREE": only verdicts were programmed behind it (next-sector.ts) since it was erased
 *   record     0 state   1 kind   2 flags   3 zero   4 value length (2)   6 zero (2)
 *              8 CRC-32C of the sector's sequence, 1..7, 12..31 (4)   12 zero (4)   16 key (16)
 *             32 value, CRC-32C of kind, key, value (4), padding 0xFF up to a program unit
 *            An all-zero header is a gap of 32 bytes. State 0xFF: written; anything else: killed by recovery.
 */
import type { FlashGeometry } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { CRC32C_START, finishCrc32c, updateCrc32c } from "../bytes/crc32c.js";
import { KEY_LENGTH, SECTOR_LENGTH_MAX, SECTOR_LENGTH_MIN, SECTORS_MAX, SECTORS_MIN } from "./limits.js";

/** What this release writes. */
export const FORMAT_VERSION = 1;

/** The oldest version that this release reads: its sectors are carried over by compaction, one by one. */
export const OLDEST_FORMAT_VERSION = 1;

export const SECTOR_HEADER_LENGTH = 32;
export const RECORD_HEADER_LENGTH = 32;
export const KEY_OFFSET = RECORD_HEADER_LENGTH - KEY_LENGTH;
export const VALUE_CRC_LENGTH = 4;

/**
 * Behind a torn header that is about to become a gap: blank bytes and, last, four zero ones; so much or
 * what is left of the sector. No value looks like it, whose CRC would have to be blank or behind it.
 */
export const MARK_LENGTH = 32;
export const MARK_ZEROS = 4;

export const STATE_WRITTEN = 0xff;
export const STATE_KILLED = 0;

/**
 * More records of the same commit follow: none of them counts before the last one, which has no such flag.
 */
export const FLAG_MORE = 1;
/** The key is deleted; the value is empty. */
export const FLAG_DELETED = 2;
/** Copied by a compaction before its sector became part of the log. */
export const FLAG_MOVED = 4;

export interface SectorHeader {
	readonly version: number;
	readonly sequence: number;
	/** How many sectors were compacted into this one; 0 for an ordinary one. */
	readonly count: number;
	/** From this sequence back to the first of them. */
	readonly distance: number;
}

/** Writes both copies; `out` has 32 bytes. */
export function encodeSectorHeader(out: Uint8Array, header: SectorHeader): void {
	for (let i = 0; i < 4; i++) out[i] = MAGIC[i];
	out[4] = header.version;
	out[5] = header.count;
	out[6] = header.distance;
	out[7] = header.distance >> 8;
	writeUint32(out, 8, header.sequence);
	writeUint32(out, 12, crcOf(out, 0, 12));
	out.copyWithin(16, 0, 16);
}

/**
 * @returns undefined when neither copy is intact. A header of another version is returned: its CRC has not
 * moved.
 */
export function decodeSectorHeader(bytes: Uint8Array): SectorHeader | undefined {
	for (let at = 0; at < SECTOR_HEADER_LENGTH; at += 16) {
		let intact = readUint32(bytes, at + 12) === crcOf(bytes, at, at + 12) >>> 0;
		for (let i = 0; i < 4; i++) if (bytes[at + i] !== MAGIC[i]) intact = false;
		if (!intact) continue;
		const distance = bytes[at + 6] | (bytes[at + 7] << 8);
		return { version: bytes[at + 4], count: bytes[at + 5], distance, sequence: readUint32(bytes, at + 8) };
	}
	return undefined;
}

/**
 * Whether `bytes`, 32 of them, are `header` as a cut may leave it just before its last cells are programmed:
 * both copies together show no zero that it has not, and lack four at most.
 */
export function isNearlyHeader(bytes: Uint8Array, header: SectorHeader): boolean {
	const whole = new Uint8Array(SECTOR_HEADER_LENGTH);
	encodeSectorHeader(whole, header);
	let missing = 0;
	for (let i = 0; i < 16; i++) {
		const shown = bytes[i] & bytes[i + 16];
		if ((shown & whole[i]) !== whole[i]) return false;
		for (let bits = shown ^ whole[i]; bits !== 0; bits &= bits - 1) missing++;
	}
	return missing <= 4;
}

/** Marks a sector that was erased to the end; `out` has 32 bytes. No half of an erase leaves this pattern. */
export function encodeFreeMark(out: Uint8Array): void {
	for (let i = 0; i < SECTOR_HEADER_LENGTH; i++) out[i] = FREE[i & 3];
}

/** Whether `bytes`, 32 of them, are that mark. */
export function isFreeMark(bytes: Uint8Array): boolean {
	for (let i = 0; i < SECTOR_HEADER_LENGTH; i++) if (bytes[i] !== FREE[i & 3]) return false;
	return true;
}

/** Writes the first 32 bytes of a record into `out`, state "written". */
export function encodeRecordHeader(
	out: Uint8Array,
	sequence: number,
	kind: number,
	flags: number,
	key: Uint8Array,
	valueLength: number,
): void {
	out.fill(0, 0, RECORD_HEADER_LENGTH);
	out[0] = STATE_WRITTEN;
	out[1] = kind;
	out[2] = flags;
	out[4] = valueLength;
	out[5] = valueLength >> 8;
	out.set(key, KEY_OFFSET);
	writeUint32(out, 8, recordHeaderCrc(out, sequence));
}

/** Whether the header's CRC holds; the state byte is not part of it. */
export function recordHeaderIntact(bytes: Uint8Array, sequence: number): boolean {
	return readUint32(bytes, 8) === recordHeaderCrc(bytes, sequence) >>> 0;
}

/**
 * Writes the CRC that follows a value; `header` is the record's, `out[from .. from + length)` the value.
 */
export function appendValueCrc(out: Uint8Array, from: number, length: number, header: Uint8Array): void {
	writeUint32(out, from + length, valueCrc(out, from, length, header));
}

/** Whether the CRC behind `bytes[from .. from + length)` is that value's; `header` is the record's. */
export function valueIntact(bytes: Uint8Array, from: number, length: number, header: Uint8Array): boolean {
	return readUint32(bytes, from + length) === valueCrc(bytes, from, length, header) >>> 0;
}

/**
 * What the index knows of a key: the kind in the upper 8 bits, 24 bits of the key's CRC below. A hash, not
 * a check.
 */
export function tagOf(kind: number, key: Uint8Array, from: number): number {
	return (kind << 24) | (updateCrc32c(CRC32C_START, key, from, from + KEY_LENGTH) & 0xffffff);
}

/** Bytes that a record occupies: header, value, CRC, padding up to a program unit. */
export function footprintOf(valueLength: number, writeLength: number): number {
	const length = RECORD_HEADER_LENGTH + valueLength + VALUE_CRC_LENGTH;
	return length + ((writeLength - (length % writeLength)) % writeLength);
}

/** Little-endian. */
function readUint32(bytes: Uint8Array, at: number): number {
	return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Little-endian; of a negative number its two's complement. */
function writeUint32(out: Uint8Array, at: number, value: number): void {
	out[at] = value;
	out[at + 1] = value >>> 8;
	out[at + 2] = value >>> 16;
	out[at + 3] = value >>> 24;
}

/** @throws when the format cannot live on such a partition. */
export function checkGeometry({ blocks, blockLength, writeLength }: FlashGeometry): void {
	assert(
		blocks >= SECTORS_MIN && blocks <= SECTORS_MAX,
		"store: the partition has too few or too many sectors",
	);
	assert(blockLength >= SECTOR_LENGTH_MIN && blockLength <= SECTOR_LENGTH_MAX, "store: odd sector length");
	assert(writeLength >= 1 && 16 % writeLength === 0, "store: program units are 1, 2, 4, 8 or 16 bytes");
}

/** True when every byte of [from, to) is `value`. */
export function allBytes(bytes: Uint8Array, from: number, to: number, value: number): boolean {
	for (let i = from; i < to; i++) if (bytes[i] !== value) return false;
	return true;
}

/**
 * Seeded with the sector's sequence, so that nothing of a sector's earlier life passes for a record of this
 * one.
 */
function recordHeaderCrc(bytes: Uint8Array, sequence: number): number {
	let crc = CRC32C_START ^ sequence;
	crc = updateCrc32c(crc, bytes, 1, 8);
	return finishCrc32c(updateCrc32c(crc, bytes, 12, RECORD_HEADER_LENGTH));
}

function valueCrc(bytes: Uint8Array, from: number, length: number, header: Uint8Array): number {
	let crc = updateCrc32c(CRC32C_START, header, 1, 2);
	crc = updateCrc32c(crc, header, KEY_OFFSET, RECORD_HEADER_LENGTH);
	return finishCrc32c(updateCrc32c(crc, bytes, from, from + length));
}

function crcOf(bytes: Uint8Array, from: number, to: number): number {
	return finishCrc32c(updateCrc32c(CRC32C_START, bytes, from, to));
}

/** "FREE" */
const FREE = Uint8Array.of(0x46, 0x52, 0x45, 0x45);
const MAGIC = Uint8Array.of(0x53, 0x48, 0x47, 0x4f);
