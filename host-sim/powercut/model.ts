import { KEY_LENGTH } from "../../modules/store/limits.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import type { Change, Store } from "../../modules/store/store.js";

/**
 * The store's specification, as plain as can be: a map from (kind, key) to a value. A value is described
 * by three numbers and its bytes are made from them, so that any two differ and every 8 bytes of one name
 * it.
 */
export type Model = ReadonlyMap<string, ModelRecord>;

export interface ModelRecord {
	readonly kind: number;
	readonly key: number;
	/** Unique in a sequence. */
	readonly id: number;
	/** First 4 bytes of the value: what counters and sequence numbers count. */
	readonly counter: number;
	/** Bytes; 12 or more. */
	readonly length: number;
}

/** One record of a commit; without `record` it is deleted. */
export interface ModelChange {
	readonly kind: number;
	readonly key: number;
	readonly record: ModelRecord | undefined;
}

export const VALUE_MIN = 12;

export function applyChanges(model: Model, changes: readonly ModelChange[]): Model {
	const after = new Map(model);
	for (const change of changes) {
		const name = nameOf(change.kind, change.key);
		if (change.record === undefined) after.delete(name);
		else after.set(name, change.record);
	}
	return after;
}

export function nameOf(kind: number, key: number): string {
	return `${kind}/${key}`;
}

export function storeChangeOf(change: ModelChange): Change {
	const value = change.record === undefined ? undefined : valueBytesOf(change.record);
	return { kind: change.kind, key: keyOf(change.key), value };
}

/** Made once for a small key; not to be written to. */
export function keyOf(key: number): Uint8Array {
	const made = KEYS[key];
	if (made !== undefined) return made;
	const bytes = new Uint8Array(KEY_LENGTH);
	new DataView(bytes.buffer).setUint32(KEY_LENGTH - 4, key);
	if (key < KEYS_KEPT) KEYS[key] = bytes;
	return bytes;
}

/** Made once for a record; not to be written to. */
function valueBytesOf(record: ModelRecord): Uint8Array {
	const made = MADE.get(record);
	if (made !== undefined) return made;
	const bytes = new Uint8Array(record.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, record.counter);
	for (let at = 4; at + 8 <= record.length; at += 8) {
		bytes.set(CANARY, at);
		view.setUint32(at + 4, record.id);
	}
	MADE.set(record, bytes);
	return bytes;
}

/** @returns what is different, in words; undefined when the store holds exactly the model. */
export function differenceOf(store: Store, model: Model): Difference | undefined {
	for (const record of model.values()) {
		const difference = recordDifference(store, record);
		if (difference !== undefined) return difference;
	}
	if (store.records() === model.size) return undefined;
	let extra: Difference | undefined;
	for (const kind of Object.values(RECORD_KIND)) {
		store.forEachKey(kind, (bytes) => {
			const key = new DataView(bytes.buffer, bytes.byteOffset).getUint32(KEY_LENGTH - 4);
			if (!model.has(nameOf(kind, key))) extra = { kind, text: `${nameOf(kind, key)} should not be there` };
		});
	}
	return extra ?? { kind: 0, text: `${store.records()} records instead of ${model.size}` };
}

export interface Difference {
	readonly kind: number;
	readonly text: string;
}

function recordDifference(store: Store, record: ModelRecord): Difference | undefined {
	const { kind } = record;
	const name = nameOf(kind, record.key);
	const outcome = store.readInto(BUFFER, kind, keyOf(record.key));
	if (outcome.kind !== "found") return { kind, text: `${name} is ${outcome.kind}` };
	const expected = valueBytesOf(record);
	if (outcome.length !== expected.length) return { kind, text: `${name} has another length` };
	const same = Buffer.compare(expected, BUFFER.subarray(0, expected.length)) === 0;
	return same ? undefined : { kind, text: `${name} has another value` };
}

/** Ids of values, or pieces of values, that lie in the image and that the model does not hold. */
export function ghostsIn(image: Uint8Array, model: Model): readonly number[] {
	const alive = new Set<number>();
	for (const record of model.values()) alive.add(record.id);
	const ghosts: number[] = [];
	const bytes = Buffer.from(image.buffer, image.byteOffset, image.length);
	for (let at = bytes.indexOf(CANARY); at >= 0; at = bytes.indexOf(CANARY, at + 1)) {
		const id = at + 8 <= bytes.length ? bytes.readUInt32BE(at + 4) : -1;
		if (!alive.has(id)) ghosts.push(id);
	}
	return ghosts;
}

const CANARY = Uint8Array.of(0xc5, 0xa7, 0x91, 0xe3);
const KEYS: Uint8Array[] = [];
const KEYS_KEPT = 256;
const MADE = new WeakMap<ModelRecord, Uint8Array>();
const BUFFER = new Uint8Array(2048);
