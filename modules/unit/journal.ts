import type { Crypto } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import { Limit } from "../policy/limits.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import {
	keyAt,
	keyCount,
	keyOfNumber,
	numberOfKey,
	readUint32,
	SINGLE,
	sortedKeys,
	writeUint32,
} from "./store-keys.js";

/** Where an entry is published. */
export type EntryChannel = "res" | "log";

export interface Entry {
	readonly channel: EntryChannel;
	readonly envelope: Uint8Array;
}

/**
 * The audit chain and the outbox, durable. One commit makes an entry: its envelope into the outbox, its
 * digest into the ring, head and sequence moved on, and with them whatever the entry says has happened:
 *
 *   head(n + 1) = SHA-256(head(n) || SHA-256(envelope n))         head(0) = 32 zero bytes
 *
 *   outbox   [ 18 | 20 | 21 ]    freed one by one, by receipts       sequence = 22
 *   ring     [ ... 18 | 19 | 20 | 21 ]    digests of the newest      head = head(22)
 *
 * A sequence number is used once in the life of the unit, whatever cuts its power.
 */
export class Journal {
	readonly #crypto: Crypto;
	readonly #store: Store;
	readonly #head = new Uint8Array(32);
	#sequence = 0;
	/** Sequence numbers in the outbox, rising. */
	#waiting: number[] = [];

	/** @throws Error when head or sequence are damaged: a unit that could repeat a number must not answer. */
	constructor(crypto: Crypto, store: Store) {
		this.#crypto = crypto;
		this.#store = store;
		const bytes = new Uint8Array(STATE_LENGTH);
		const found = store.readInto(bytes, RECORD_KIND.auditHead, SINGLE);
		if (found.kind === "damaged") throw new Error("the audit head is damaged");
		this.#head.set(bytes.subarray(0, 32));
		this.#sequence = readUint32(bytes, 32);
		const keys = sortedKeys(store, RECORD_KIND.outbox);
		for (let i = 0; i < keyCount(keys); i++) this.#waiting.push(numberOfKey(keyAt(keys, i)));
	}

	/** Of the next entry. */
	get sequence(): number {
		return this.#sequence;
	}

	/** head(sequence), a copy. */
	get head(): Uint8Array {
		return this.#head.slice();
	}

	/** Sequence numbers without a receipt, oldest first. */
	get waiting(): readonly number[] {
		return this.#waiting;
	}

	/** Bytes of the store that enrolments must leave alone, so that the outbox is never refused room. */
	reservedBytes(): number {
		const slots = Limit.outboxSlots - this.#waiting.length;
		const digests = Math.max(0, Limit.auditDigests - this.#sequence);
		return slots * SLOT_BYTES + digests * DIGEST_BYTES + SMALL_RECORDS_BYTES;
	}

	/**
	 * Makes an entry, durably, and everything in `also` with it.
	 * @param envelope carries `sequence` and `head` as they are now
	 * @returns its sequence number
	 * @throws Error when the store is full, which `reservedBytes` prevents
	 */
	append({ channel, envelope }: Entry, also: readonly Change[]): number {
		assert(this.#waiting.length < Limit.outboxSlots, "the outbox is full");
		assert(envelope.length <= Limit.entryBytesMax, `an entry of ${envelope.length} bytes`);
		const sequence = this.#sequence;
		const digest = this.#digestOf(envelope);
		const state = new Uint8Array(STATE_LENGTH);
		this.#crypto.sha256Into(state.subarray(0, 32), this.#head, digest);
		writeUint32(state, 32, sequence + 1);
		const value = new Uint8Array(1 + envelope.length);
		value[0] = channel === "res" ? RES : LOG;
		value.set(envelope, 1);
		const changes = [
			{ kind: RECORD_KIND.outbox, key: keyOfNumber(sequence), value },
			{ kind: RECORD_KIND.auditEntry, key: keyOfNumber(sequence % Limit.auditDigests), value: digest },
			{ kind: RECORD_KIND.auditHead, key: SINGLE, value: state },
			...also,
		];
		if (this.#store.commit(changes).kind !== "stored") throw new Error("the store has no room for an entry");
		this.#head.set(state.subarray(0, 32));
		this.#sequence = sequence + 1;
		this.#waiting.push(sequence);
		return sequence;
	}

	/** An entry of the outbox; undefined when it has rotted or is not there. */
	read(sequence: number): Entry | undefined {
		const bytes = new Uint8Array(1 + Limit.entryBytesMax);
		const found = this.#store.readInto(bytes, RECORD_KIND.outbox, keyOfNumber(sequence));
		if (found.kind !== "found") return undefined;
		return { channel: bytes[0] === RES ? "res" : "log", envelope: bytes.slice(1, found.length) };
	}

	/** Frees the slot of an entry that the terminal proves to have. */
	acknowledge(sequence: number, entryHash: Uint8Array): "freed" | "not-waiting" | "wrong-hash" {
		if (!this.#waiting.includes(sequence)) return "not-waiting";
		const entry = this.read(sequence);
		if (entry === undefined || !equalConstantTime(this.#digestOf(entry.envelope), entryHash))
			return "wrong-hash";
		this.#free(sequence);
		return "freed";
	}

	/** Frees the slots whose entries have rotted; nobody can ever prove to have them. @returns how many */
	dropDamaged(): number {
		const damaged = this.#waiting.filter((sequence) => this.read(sequence) === undefined);
		for (const sequence of damaged) this.#free(sequence);
		return damaged.length;
	}

	/** Digests of consecutive entries from `first` on, or from the oldest remembered one that is later. */
	digestsFrom(first: number, count: number): { readonly first: number; readonly digests: Uint8Array } {
		const oldest = Math.max(0, this.#sequence - Limit.auditDigests);
		const from = Math.min(Math.max(first, oldest), this.#sequence);
		const length = Math.min(count, Limit.auditDigestsInRange, this.#sequence - from);
		const digests = new Uint8Array(length * 32);
		for (let i = 0; i < length; i++) {
			const key = keyOfNumber((from + i) % Limit.auditDigests);
			const found = this.#store.readInto(digests.subarray(i * 32, i * 32 + 32), RECORD_KIND.auditEntry, key);
			if (found.kind !== "found") return { first: from, digests: digests.slice(0, i * 32) };
		}
		return { first: from, digests };
	}

	#free(sequence: number): void {
		this.#store.delete(RECORD_KIND.outbox, keyOfNumber(sequence));
		this.#waiting = this.#waiting.filter((waiting) => waiting !== sequence);
	}

	#digestOf(envelope: Uint8Array): Uint8Array {
		const digest = new Uint8Array(32);
		this.#crypto.sha256Into(digest, envelope);
		return digest;
	}
}

/** head 32 | sequence 4 */
const STATE_LENGTH = 36;
/** First byte of a slot; the envelope follows. */
const RES = 1;
const LOG = 2;
/** A store's record has 36 bytes beside its value, and up to 15 of padding. */
const SLOT_BYTES = 36 + 1 + Limit.entryBytesMax + 15;
const DIGEST_BYTES = 36 + 32 + 12;
/** Policy, head, freshness, duty, an identity with another key: written again in the life of a unit. */
const SMALL_RECORDS_BYTES = 1200;
