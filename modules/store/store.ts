import type { Flash } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import {
	FLAG_DELETED,
	FLAG_MORE,
	footprintOf,
	KEY_OFFSET,
	RECORD_HEADER_LENGTH,
	SECTOR_HEADER_LENGTH,
	tagOf,
} from "./layout.js";
import { BATCH_MAX, KEY_LENGTH, KIND_MAX, RECORDS_DEFAULT, VALUE_MAX } from "./limits.js";
import { RecordIndex } from "./record-index.js";
import { RecordLog } from "./record-log.js";
import { type CorruptReason, recover } from "./recovery.js";

/**
 * Opens the store on a flash partition: recovers from whatever the last power cut left, reads the index.
 * STORE.md has the requirements, the layout, the crash rule and the figures. All memory is taken here.
 * @throws whatever the flash throws: a flash that fails is a dead device, and the store with it.
 */
export function openStore(flash: Flash, options: StoreOptions = {}): StoreOpening {
	const log = new RecordLog(flash, new RecordIndex(options.maxRecords ?? RECORDS_DEFAULT));
	const recovery = recover(log);
	if (recovery.kind !== "recovered") return recovery;
	const { interrupted, damaged } = recovery;
	return { kind: "opened", store: new Store(log), recovered: { interrupted, damaged } };
}

export type StoreOpening =
	| { readonly kind: "opened"; readonly store: Store; readonly recovered: Recovered }
	/** No sector has an intact header: never formatted, or a format was cut short. */
	| { readonly kind: "unformatted" }
	/** Written by another release; nothing was changed. */
	| { readonly kind: "unsupported-version"; readonly version: number }
	| { readonly kind: "corrupt"; readonly reason: CorruptReason };

export interface Recovered {
	/** The last commit before this boot was cut short and does not count. */
	readonly interrupted: boolean;
	/** Places that bit rot has made unreadable; more than 0 is a store fault to be reported. */
	readonly damaged: number;
}

export interface StoreOptions {
	/** Live records at most; about 11 bytes of memory each. `RECORDS_DEFAULT` without it. */
	readonly maxRecords?: number;
}

/**
 * One record to write or to delete; `kind` names what the record holds (record-kinds.ts), `key` has 16
 * bytes.
 */
export type Change =
	| { readonly kind: number; readonly key: Uint8Array; readonly value: Uint8Array }
	| { readonly kind: number; readonly key: Uint8Array; readonly value: undefined };

export type CommitOutcome = { readonly kind: "stored" } | { readonly kind: "store-full" };

export type ReadOutcome =
	/** The value is in `out[0 .. length)`. */
	| { readonly kind: "found"; readonly length: number }
	| { readonly kind: "absent" }
	/** The record is there and its value has rotted: a store fault, never to be taken for "absent". */
	| { readonly kind: "damaged" };

/**
 * Records by (kind, key). Every commit is durable when it returns, and whole or absent after a power cut.
 * What it replaces or deletes is overwritten with zeros before it returns. Synchronous; never called from
 * within a visit.
 */
export class Store {
	readonly #log: RecordLog;
	#state: "ready" | "busy" | "closed" = "ready";

	/** For `openStore` only. */
	constructor(log: RecordLog) {
		this.#log = log;
	}

	/** Writes one record in place of any older one of its key. */
	put(kind: number, key: Uint8Array, value: Uint8Array): CommitOutcome {
		return this.commit([{ kind, key, value }]);
	}

	/** Deletes a record; one that is absent is already deleted. */
	delete(kind: number, key: Uint8Array): void {
		// A deletion needs no room of its own: the bound on live bytes leaves enough for it.
		this.commit([{ kind, key, value: undefined }]);
	}

	/**
	 * Writes and deletes up to `BATCH_MAX` records, all of them or none. A key may occur once.
	 * @returns "store-full" before anything is written; a commit of deletions only is never refused.
	 */
	commit(changes: readonly Change[]): CommitOutcome {
		this.#begin();
		const plan = this.#plan(changes);
		if (plan.grows && (plan.liveBytes > this.capacityBytes() || plan.records > this.#log.index.capacity)) {
			this.#state = "ready";
			return { kind: "store-full" };
		}
		this.#write(plan.changes, plan.length);
		this.#state = "ready";
		return { kind: "stored" };
	}

	/**
	 * Copies a value into the front of `out`, whose rest is left alone; `out` is wiped when the value is
	 * damaged. `out` must be long enough for the value: that is the caller's to know.
	 */
	readInto(out: Uint8Array, kind: number, key: Uint8Array): ReadOutcome {
		this.#begin();
		const outcome = this.#read(out, kind, key);
		this.#state = "ready";
		return outcome;
	}

	/**
	 * Calls `visit` with every key of a kind, in no order; the bytes are the callback's only during the call.
	 */
	forEachKey(kind: number, visit: (key: Uint8Array) => void): void {
		this.#begin();
		const log = this.#log;
		for (let slot = 0; slot < log.index.slots; slot++) {
			const location = log.index.locationIn(slot);
			if (location === 0 || log.index.kindIn(slot) !== kind) continue;
			log.flash.read(log.header, location);
			visit(log.header.subarray(KEY_OFFSET));
		}
		this.#state = "ready";
	}

	/** Live records of all kinds. */
	records(): number {
		return this.#log.index.count;
	}

	/**
	 * Bytes of live records, each with its overhead; `capacityBytes` is the most that is ever admitted.
	 */
	liveBytes(): number {
		return this.#log.liveBytes;
	}

	/**
	 * Half of what all sectors but two hold: the most that compaction can always make room for (STORE.md).
	 */
	capacityBytes(): number {
		const { blocks, blockLength } = this.#log.geometry;
		return ((blocks - 2) >> 1) * (blockLength - SECTOR_HEADER_LENGTH);
	}

	/** Releases the store and its flash; may be called twice. */
	close(): void {
		if (this.#state === "closed") return;
		this.#state = "closed";
		this.#log.flash.close();
	}

	/**
	 * A store whose flash threw stays busy: what it holds in memory may no longer be what the flash holds.
	 */
	#begin(): void {
		assert(this.#state === "ready", `store is ${this.#state}`);
		this.#state = "busy";
	}

	#plan(changes: readonly Change[]): Plan {
		const log = this.#log;
		const { blockLength, writeLength } = log.geometry;
		assert(changes.length <= BATCH_MAX, "store: too many records in one commit");
		const kept: Change[] = [];
		const plan = {
			changes: kept,
			length: 0,
			liveBytes: log.liveBytes,
			records: log.index.count,
			grows: false,
		};
		for (let i = 0; i < changes.length; i++) {
			const change = changes[i];
			checkChange(change);
			for (let k = 0; k < i; k++)
				assert(!sameRecord(changes[k], change), "store: one record twice in a commit");
			const old = log.find(tagOf(change.kind, change.key, 0), change.key);
			if (change.value === undefined && old === 0) continue;
			const footprint = footprintOf(change.value?.length ?? 0, writeLength);
			plan.length += footprint;
			if (old !== 0) {
				plan.records--;
				plan.liveBytes -= log.foundFootprint(old);
			}
			if (change.value !== undefined) {
				plan.records++;
				plan.liveBytes += footprint;
				plan.grows = true;
			}
			kept.push(change);
		}
		const room = blockLength - SECTOR_HEADER_LENGTH - RECORD_HEADER_LENGTH;
		assert(plan.length <= room, "store: a commit must fit into one sector");
		return plan;
	}

	#write(changes: readonly Change[], length: number): void {
		const log = this.#log;
		log.makeRoom(length);
		const locations: number[] = [];
		for (let i = 0; i < changes.length; i++) {
			const { kind, key, value } = changes[i];
			const more = i < changes.length - 1 ? FLAG_MORE : 0;
			const flags = value === undefined ? more | FLAG_DELETED : more;
			locations.push(log.append(kind, flags, key, value ?? new Uint8Array(0)));
		}
		// From here on the commit counts. A cut before the last scrub: recovery scrubs again.
		for (let i = 0; i < changes.length; i++) {
			const { kind, key, value } = changes[i];
			const tag = tagOf(kind, key, 0);
			const old = log.find(tag, key);
			if (old !== 0) {
				const footprint = log.remove(tag, old);
				if (footprint > 0) log.scrub(old, footprint);
			}
			if (value !== undefined)
				log.add(tag, locations[i], footprintOf(value.length, log.geometry.writeLength));
		}
	}

	#read(out: Uint8Array, kind: number, key: Uint8Array): ReadOutcome {
		const log = this.#log;
		assert(key.length === KEY_LENGTH, "store: a key has 16 bytes");
		const location = log.find(tagOf(kind, key, 0), key);
		if (location === 0) return { kind: "absent" };
		log.header.set(log.found);
		const intact = log.foundFootprint(location) > 0 && log.readBody(location);
		const length = log.valueLength();
		assert(!intact || out.length >= length, "store: the caller's buffer is too short");
		if (intact) out.set(log.scratch.subarray(RECORD_HEADER_LENGTH, RECORD_HEADER_LENGTH + length));
		else out.fill(0);
		log.scratch.fill(0);
		return intact ? { kind: "found", length } : { kind: "damaged" };
	}
}

interface Plan {
	/** Without the deletions of what is absent. */
	readonly changes: readonly Change[];
	/** Bytes to append. */
	readonly length: number;
	/** Of the whole store afterwards. */
	readonly liveBytes: number;
	readonly records: number;
	/** Something is written, not only deleted. */
	readonly grows: boolean;
}

function checkChange(change: Change): void {
	assert(
		Number.isInteger(change.kind) && change.kind > 0 && change.kind <= KIND_MAX,
		"store: bad record kind",
	);
	assert(change.key.length === KEY_LENGTH, "store: a key has 16 bytes");
	assert((change.value?.length ?? 0) <= VALUE_MAX, "store: value too long");
}

function sameRecord(a: Change, b: Change): boolean {
	if (a.kind !== b.kind) return false;
	for (let i = 0; i < KEY_LENGTH; i++) if (a.key[i] !== b.key[i]) return false;
	return true;
}
