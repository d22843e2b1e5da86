import { assert } from "../bytes/assert.js";
import { compareBytes } from "../bytes/bytes.js";
import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.js";
import { type ByteWriter, newByteWriter, writeBytes, writtenBytes } from "./byte-writer.js";
import { type HeadFault, type HeadReader, Major, readHead, writeHead } from "./cbor-head.js";
import { CBOR_DEPTH_MAX, type CborLimits, MESSAGE_LIMITS } from "./limits.js";

/**
 * Our CBOR profile: RFC 8949 with core deterministic encoding (4.2.1), integers within 53 bits, no floats;
 * false, true and null are the only simple values; map keys are integers or text.
 *
 *     { 3: "a", -1: [true] }  ->  a2  03 61 61  20 81 f5
 *                             map(2)  key value  key value       keys ascend bytewise in their encoded form
 *
 * A value has exactly one encoding, and the decoder accepts no other: values may be signed, hashed and
 * compared as bytes. Neither direction recurses, so no input decides how deep the engine's stack grows.
 */
export type CborValue =
	| number
	| string
	| boolean
	| null
	| Uint8Array
	| readonly CborValue[]
	| CborMap
	| CborTag;

/** Integers: |n| <= 2^53 - 1. */
export type CborKey = number | string;

/** A decoded map iterates in the order of its encoding. */
export type CborMap = ReadonlyMap<CborKey, CborValue>;

export interface CborTag {
	readonly tag: number;
	readonly value: CborValue;
}

export type CborFault =
	| HeadFault
	/** More bytes than the limits allow; nothing was read. */
	| "too-long"
	| "too-deep"
	| "trailing-bytes"
	| "not-utf8"
	/** A tag that the limits do not list. */
	| "tag"
	/** A float, or a simple value other than false, true and null. */
	| "simple"
	/** A map key that is neither an integer nor text. */
	| "key-type"
	/** A map key that does not sort strictly after the one before it. */
	| "key-order";

export type CborDecoding =
	| { readonly kind: "decoded"; readonly value: CborValue }
	/** `offset`: of the first byte of the item that is at fault. */
	| { readonly kind: "malformed"; readonly reason: CborFault; readonly offset: number };

/**
 * The deterministic encoding. Maps may come in any order.
 * Asserts: every number an integer within +-(2^53 - 1), depth <= CBOR_DEPTH_MAX, no lone surrogate in text.
 */
export function encodeCbor(value: CborValue): Uint8Array {
	const out = newByteWriter(FIRST_CAPACITY);
	const open: { readonly items: readonly CborValue[]; next: number }[] = [{ items: [value], next: 0 }];
	while (open.length > 0) {
		const container = open[open.length - 1];
		if (container.next === container.items.length) {
			open.pop();
			continue;
		}
		const items = writeItem(out, container.items[container.next++]);
		if (items === undefined) continue;
		open.push({ items, next: 0 });
		assert(open.length <= CBOR_DEPTH_MAX + 1, "encodeCbor: too deep");
	}
	return writtenBytes(out);
}

/**
 * Decodes exactly one item that fills `bytes`. Byte strings are copies, so that the caller may reuse `bytes`,
 * unless the limits ask for views.
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits = MESSAGE_LIMITS): CborDecoding {
	if (bytes.length > limits.bytesMax) return { kind: "malformed", reason: "too-long", offset: 0 };
	const reader: HeadReader = { bytes, offset: 0, major: 0, info: 0, argument: 0 };
	const root = openContainer(Major.array, 1);
	const open = [root];
	while (open.length > 0) {
		const start = reader.offset;
		const container = open[open.length - 1];
		const isKey = container.major === Major.map && container.items.length % 2 === 0;
		const fault = readHead(reader) ?? checkItem(reader, limits, open.length - 1, isKey ? "key" : "value");
		if (fault !== undefined) return { kind: "malformed", reason: fault, offset: start };
		if (isNesting(reader.major)) {
			open.push(openContainer(reader.major, reader.argument));
		} else {
			const value = readScalar(reader, limits.byteStrings);
			if (value === undefined) return { kind: "malformed", reason: "not-utf8", offset: start };
			if (isKey && !keyAscends(container, bytes.subarray(start, reader.offset)))
				return { kind: "malformed", reason: "key-order", offset: start };
			container.items.push(value);
		}
		closeFull(open);
	}
	if (reader.offset < bytes.length)
		return { kind: "malformed", reason: "trailing-bytes", offset: reader.offset };
	return { kind: "decoded", value: root.items[0] };
}

/**
 * Writes a scalar, or the head of a container. @returns the items of a container, in the order of encoding.
 */
function writeItem(out: ByteWriter, value: CborValue): readonly CborValue[] | undefined {
	if (typeof value === "number") {
		assert(Number.isSafeInteger(value), "encodeCbor: not an integer of 53 bits");
		if (value < 0) writeHead(out, Major.negative, -1 - value);
		else writeHead(out, Major.unsigned, value);
	} else if (typeof value === "string") {
		writeString(out, Major.text, encodeUtf8(value));
	} else if (typeof value === "boolean") {
		writeHead(out, Major.simple, value ? SIMPLE_TRUE : SIMPLE_FALSE);
	} else if (value === null) {
		writeHead(out, Major.simple, SIMPLE_NULL);
	} else if (value instanceof Uint8Array) {
		writeString(out, Major.bytes, value);
	} else if (isCborArray(value)) {
		writeHead(out, Major.array, value.length);
		return value;
	} else if (isCborMap(value)) {
		writeHead(out, Major.map, value.size);
		return sortedItems(value);
	} else {
		assert(Number.isSafeInteger(value.tag) && value.tag >= 0, "encodeCbor: not a tag number");
		writeHead(out, Major.tag, value.tag);
		return [value.value];
	}
	return undefined;
}

function writeString(out: ByteWriter, major: number, bytes: Uint8Array): void {
	writeHead(out, major, bytes.length);
	writeBytes(out, bytes);
}

/** key, value, key, value ... with the keys in bytewise order of their encodings (RFC 8949 4.2.1). */
function sortedItems(map: CborMap): CborValue[] {
	const items: CborValue[] = [];
	if (isInOrder(map)) {
		map.forEach((value, key) => {
			items.push(key, value);
		});
		return items;
	}
	const entries: { readonly encodedKey: Uint8Array; readonly key: CborKey; readonly value: CborValue }[] = [];
	map.forEach((value, key) => {
		const encodedKey = newByteWriter(KEY_CAPACITY);
		writeItem(encodedKey, key);
		entries.push({ encodedKey: writtenBytes(encodedKey), key, value });
	});
	entries.sort((a, b) => compareBytes(a.encodedKey, b.encodedKey));
	for (const entry of entries) items.push(entry.key, entry.value);
	return items;
}

/** Are its keys integers in the order of their encodings, 0, 1, 2 ... -1, -2 ...? Then none need be made. */
function isInOrder(map: CborMap): boolean {
	let last: CborKey | undefined;
	let isRising = true;
	map.forEach((_, key) => {
		if (typeof key !== "number") isRising = false;
		else if (typeof last === "number" && (key < 0 ? key >= last && last < 0 : key <= last || last < 0))
			isRising = false;
		last = key;
	});
	return isRising;
}

/** An array, map or tag whose items are still arriving. */
interface OpenContainer {
	readonly major: number;
	/** The head's argument: items of an array, pairs of a map, number of a tag. */
	readonly argument: number;
	readonly itemCount: number;
	readonly items: CborValue[];
	/** Encoding of the last key read; empty, which sorts before every key, at first. */
	lastKey: Uint8Array;
}

function openContainer(major: number, argument: number): OpenContainer {
	const itemCount = major === Major.tag ? 1 : major === Major.map ? 2 * argument : argument;
	return { major, argument, itemCount, items: [], lastKey: new Uint8Array(0) };
}

/**
 * What the head alone can tell. An item takes a byte or more, so a length beyond the
 * input is refused at once.
 */
function checkItem(
	reader: HeadReader,
	limits: CborLimits,
	depth: number,
	role: "key" | "value",
): CborFault | undefined {
	const { major, argument } = reader;
	const isScalarKey = major === Major.unsigned || major === Major.negative || major === Major.text;
	if (role === "key" && !isScalarKey) return "key-type";
	if (isNesting(major) && depth >= limits.depthMax) return "too-deep";
	const left = reader.bytes.length - reader.offset;
	switch (major) {
		case Major.negative:
			return argument === Number.MAX_SAFE_INTEGER ? "integer-range" : undefined;
		case Major.bytes:
		case Major.text:
		case Major.array:
			return argument > left ? "truncated" : undefined;
		case Major.map:
			return 2 * argument > left ? "truncated" : undefined;
		case Major.tag:
			return limits.tags.includes(argument) ? undefined : "tag";
		case Major.simple:
			return reader.info >= SIMPLE_FALSE && reader.info <= SIMPLE_NULL ? undefined : "simple";
		default:
			return undefined;
	}
}

/** @returns undefined for text that is not UTF-8. */
function readScalar(reader: HeadReader, byteStrings: CborLimits["byteStrings"]): CborValue | undefined {
	const { major, argument, offset } = reader;
	if (major === Major.unsigned) return argument;
	if (major === Major.negative) return -1 - argument;
	if (major === Major.simple) return argument === SIMPLE_NULL ? null : argument === SIMPLE_TRUE;
	reader.offset += argument;
	// Not `slice` or `subarray`: a Buffer of Node would answer with another one.
	const view = new Uint8Array(reader.bytes.buffer, reader.bytes.byteOffset + offset, argument);
	if (major === Major.text) return decodeUtf8(view);
	return byteStrings === "views" ? view : new Uint8Array(view);
}

function keyAscends(map: OpenContainer, key: Uint8Array): boolean {
	const ascends = compareBytes(map.lastKey, key) < 0;
	map.lastKey = key;
	return ascends;
}

/** Moves every container that has all its items into the one around it. */
function closeFull(open: OpenContainer[]): void {
	while (open.length > 0) {
		const container = open[open.length - 1];
		if (container.items.length < container.itemCount) return;
		open.pop();
		if (open.length > 0) open[open.length - 1].items.push(buildValue(container));
	}
}

function buildValue({ major, argument, items }: OpenContainer): CborValue {
	if (major === Major.tag) return { tag: argument, value: items[0] };
	if (major === Major.array) return items;
	const map = new Map<CborKey, CborValue>();
	for (let i = 0; i < items.length; i += 2) {
		const key = items[i];
		assert(typeof key === "number" || typeof key === "string", "decodeCbor: keys were checked");
		map.set(key, items[i + 1]);
	}
	return map;
}

function isNesting(major: number): boolean {
	return major === Major.array || major === Major.map || major === Major.tag;
}

/** `Array.isArray` alone does not take a readonly array out of a union. */
export function isCborArray(value: CborValue): value is readonly CborValue[] {
	return Array.isArray(value);
}

/** Tells a tagged value from the other kinds. */
export function isCborTag(value: CborValue): value is CborTag {
	return typeof value === "object" && value !== null && "tag" in value;
}

/** Tells a map from the other kinds. */
export function isCborMap(value: CborValue): value is CborMap {
	return value instanceof Map;
}

/** Our signed messages take 200 to 400 bytes; a key 1 to 5. */
const FIRST_CAPACITY = 256;
const KEY_CAPACITY = 8;

const SIMPLE_FALSE = 20;
const SIMPLE_TRUE = 21;
const SIMPLE_NULL = 22;
