import { compareBytes } from "../bytes/bytes.js";
import type { Store } from "../store/store.js";

/** The key of records that exist once. */
export const SINGLE = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** The key of a numbered record, 0..2^32-1. */
export function keyOfNumber(number: number): Uint8Array {
	const key = new Uint8Array(KEY_LENGTH);
	writeUint32(key, KEY_LENGTH - 4, number);
	return key;
}

/** What `keyOfNumber` was given. */
export function numberOfKey(key: Uint8Array): number {
	return readUint32(key, KEY_LENGTH - 4);
}

/** Four bytes, big-endian. */
export function writeUint32(out: Uint8Array, at: number, value: number): void {
	out[at] = value >>> 24;
	out[at + 1] = value >>> 16;
	out[at + 2] = value >>> 8;
	out[at + 3] = value;
}

/** Four bytes, big-endian; 0..2^32-1. */
export function readUint32(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** All keys of a kind in rising order, one after the other in one array: `keyAt` reads them. */
export function sortedKeys(store: Store, kind: number): Uint8Array {
	let count = 0;
	store.forEachKey(kind, () => count++);
	const keys = new Uint8Array(count * KEY_LENGTH);
	let sorted = 0;
	store.forEachKey(kind, (key) => {
		let at = sorted++;
		while (at > 0 && compareBytes(keyAt(keys, at - 1), key) > 0) at--;
		keys.copyWithin((at + 1) * KEY_LENGTH, at * KEY_LENGTH, (sorted - 1) * KEY_LENGTH);
		keys.set(key, at * KEY_LENGTH);
	});
	return keys;
}

/** View of one key of `sortedKeys`. */
export function keyAt(keys: Uint8Array, index: number): Uint8Array {
	return keys.subarray(index * KEY_LENGTH, (index + 1) * KEY_LENGTH);
}

/** How many keys `sortedKeys` found. */
export function keyCount(keys: Uint8Array): number {
	return keys.length / KEY_LENGTH;
}

const KEY_LENGTH = 16;
