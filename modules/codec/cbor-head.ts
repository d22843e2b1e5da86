import { type ByteWriter, writeByte } from "./byte-writer.js";

/**
 * The head of a CBOR data item (RFC 8949 3): the initial byte and the argument, in the shortest form only.
 *
 *     initial byte    7 6 5 | 4 3 2 1 0
 *                     major | additional information
 *
 *     major   0 unsigned  1 negative  2 bytes  3 text  4 array  5 map  6 tag  7 simple or float
 *     info    0..23 the argument itself · 24 25 26 27: it follows in 1 2 4 8 bytes
 *             28..30 reserved · 31 indefinite
 */
export const Major = {
	unsigned: 0,
	negative: 1,
	bytes: 2,
	text: 3,
	array: 4,
	map: 5,
	tag: 6,
	simple: 7,
} as const;

/** A read position. `major`, `info` and `argument` are those of the head read last. */
export interface HeadReader {
	readonly bytes: Uint8Array;
	offset: number;
	major: number;
	/** 0..27. */
	info: number;
	/** 0..2^53 - 1. */
	argument: number;
}

export type HeadFault =
	/** The input ends inside an item. */
	| "truncated"
	/** Additional information 28..30. */
	| "reserved"
	/** Additional information 31: an indefinite length, or a break outside one. */
	| "indefinite-length"
	/** A shorter form exists. */
	| "not-minimal"
	/** The argument exceeds 2^53 - 1. */
	| "integer-range";

/**
 * Reads one head and moves past it. For major 7 the argument's bytes are those of a float or a simple value:
 * they are read alike, and it is for the caller to refuse them.
 * @returns the fault, or undefined when all is well.
 */
export function readHead(reader: HeadReader): HeadFault | undefined {
	const { bytes } = reader;
	if (reader.offset >= bytes.length) return "truncated";
	const initial = bytes[reader.offset++];
	reader.major = initial >> 5;
	reader.info = initial & 31;
	reader.argument = reader.info;
	if (reader.info < 24) return undefined;
	if (reader.info === 31) return "indefinite-length";
	if (reader.info > 27) return "reserved";
	const length = 1 << (reader.info - 24);
	if (length > bytes.length - reader.offset) return "truncated";
	const high = length === 8 ? bigEndian(bytes, reader.offset, 4) : 0;
	const lowLength = length === 8 ? 4 : length;
	const low = bigEndian(bytes, reader.offset + length - lowLength, lowLength);
	reader.offset += length;
	if (reader.major === Major.simple) return undefined;
	if (high >= 0x200000) return "integer-range";
	reader.argument = high * 0x100000000 + low;
	return argumentLength(reader.argument) === length ? undefined : "not-minimal";
}

/** Appends the head to `out`. `argument` is an integer, 0..2^53 - 1. */
export function writeHead(out: ByteWriter, major: number, argument: number): void {
	const length = argumentLength(argument);
	if (length === 0) {
		writeByte(out, (major << 5) | argument);
		return;
	}
	writeByte(out, (major << 5) | (length === 1 ? 24 : length === 2 ? 25 : length === 4 ? 26 : 27));
	if (length === 8) writeBigEndian(out, Math.floor(argument / 0x100000000), 4);
	writeBigEndian(out, argument % 0x100000000, length === 8 ? 4 : length);
}

/** Bytes after the initial byte in the shortest form: 0, 1, 2, 4 or 8. */
function argumentLength(argument: number): number {
	if (argument < 24) return 0;
	if (argument < 0x100) return 1;
	if (argument < 0x10000) return 2;
	return argument < 0x100000000 ? 4 : 8;
}

function bigEndian(bytes: Uint8Array, offset: number, length: number): number {
	let value = 0;
	for (let i = 0; i < length; i++) value = value * 256 + bytes[offset + i];
	return value;
}

function writeBigEndian(out: ByteWriter, value: number, length: number): void {
	for (let shift = 8 * (length - 1); shift >= 0; shift -= 8) writeByte(out, (value >>> shift) & 0xff);
}
