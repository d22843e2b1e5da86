import { assert } from "../bytes/assert.js";
import { BATCH_MAX } from "./limits.js";

/**
 * Where each live record lies: a hash table of fixed size, open addressing with linear probing, deletion
 * by shifting back (Knuth, TAOCP 3, 6.4, algorithm R). It keeps a tag (kind and 24 bits of the key's hash)
 * and a location; whether the key is really the one sought is for the caller to read from flash. 8 bytes a
 * slot, three quarters filled at most.
 */
export class RecordIndex {
	readonly #tags: Int32Array;
	/** Byte offset of the record in the partition; 0 (always a sector header) marks an empty slot. */
	readonly #locations: Int32Array;
	readonly #mask: number;
	readonly capacity: number;
	#count = 0;

	/** @param capacity records, 1 or more; the table takes a power of two of at least 4/3 of it, and room
	 * for the additions of one commit before its deletions. */
	constructor(capacity: number) {
		let slots = 4;
		while (slots * 3 < capacity * 4 || slots <= capacity + BATCH_MAX) slots *= 2;
		this.#tags = new Int32Array(slots);
		this.#locations = new Int32Array(slots);
		this.#mask = slots - 1;
		this.capacity = capacity;
	}

	get count(): number {
		return this.#count;
	}

	/** Number of slots, for a walk over all of them. */
	get slots(): number {
		return this.#mask + 1;
	}

	/** 0 for an empty slot. */
	locationIn(slot: number): number {
		return this.#locations[slot];
	}

	kindIn(slot: number): number {
		return this.#tags[slot] >> 24;
	}

	/** The record in `slot` now lies elsewhere. */
	moveSlot(slot: number, location: number): void {
		this.#locations[slot] = location;
	}

	/** The first location under `tag` that `isSought` accepts, or 0. */
	find(tag: number, isSought: (location: number) => boolean): number {
		for (let slot = home(tag) & this.#mask; this.#locations[slot] !== 0; slot = (slot + 1) & this.#mask)
			if (this.#tags[slot] === tag && isSought(this.#locations[slot])) return this.#locations[slot];
		return 0;
	}

	add(tag: number, location: number): void {
		assert(this.#count < this.#mask, "record index: no slot left");
		let slot = home(tag) & this.#mask;
		while (this.#locations[slot] !== 0) slot = (slot + 1) & this.#mask;
		this.#tags[slot] = tag;
		this.#locations[slot] = location;
		this.#count++;
	}

	remove(tag: number, location: number): void {
		const slot = this.#slotOf(tag, location);
		assert(slot >= 0, "record index: removed a record that is not live");
		this.removeSlot(slot);
	}

	/** Records behind the hole move back, so a walk must look at the same slot again. */
	removeSlot(removed: number): void {
		let hole = removed;
		for (let slot = (hole + 1) & this.#mask; this.#locations[slot] !== 0; slot = (slot + 1) & this.#mask) {
			const distance = (slot - home(this.#tags[slot])) & this.#mask;
			if (distance < ((slot - hole) & this.#mask)) continue;
			this.#tags[hole] = this.#tags[slot];
			this.#locations[hole] = this.#locations[slot];
			hole = slot;
		}
		this.#tags[hole] = 0;
		this.#locations[hole] = 0;
		this.#count--;
	}

	#slotOf(tag: number, location: number): number {
		for (let slot = home(tag) & this.#mask; this.#locations[slot] !== 0; slot = (slot + 1) & this.#mask)
			if (this.#tags[slot] === tag && this.#locations[slot] === location) return slot;
		return -1;
	}
}

/** Kinds that share keys (an enrolment and its attempt counter) must not share a probe sequence. */
function home(tag: number): number {
	return tag + (tag >> 24) * 0x9e5;
}
