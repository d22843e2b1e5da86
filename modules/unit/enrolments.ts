import { TRAITS } from "../modality/traits.js";
import { profileOf } from "../pipeline/profile-of.js";
import { generationOf, type ReferenceContext, referenceLength } from "../protection/protected-reference.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";

/** A record and its generation number. */
export interface Enrolment {
	readonly record: Uint8Array;
	readonly generation: number;
}

/** Whose reference, without the secret that opens it. */
export type ReferenceName = Pick<ReferenceContext, "recordId" | "modality">;

/** The protected references on the flash, one live one for a subject and modality. */
export class Enrolments {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	/** @returns "damaged" when a record is there that the flash no longer holds intact. */
	find(name: ReferenceName): Enrolment | "absent" | "damaged" {
		const bytes = new Uint8Array(RECORD_MAX);
		const found = this.#store.readInto(bytes, RECORD_KIND.enrolment, keyOf(name));
		if (found.kind !== "found") return found.kind;
		const record = bytes.slice(0, found.length);
		return { record, generation: generationOf(record) };
	}

	/** What makes `record` the live one. */
	change(name: ReferenceName, record: Uint8Array): Change {
		return { kind: RECORD_KIND.enrolment, key: keyOf(name), value: record };
	}

	/** What deletes the reference; the store overwrites it. */
	deletion(name: ReferenceName): Change {
		return { kind: RECORD_KIND.enrolment, key: keyOf(name), value: undefined };
	}

	/** Would one more subject leave `reservedBytes` of the store free? */
	hasRoom(record: Uint8Array, reservedBytes: number): boolean {
		const free = this.#store.capacityBytes() - this.#store.liveBytes();
		return free >= record.length + BESIDE_RECORD_BYTES + reservedBytes;
	}
}

/** Longest record of any modality. */
const RECORD_MAX = Math.max(...TRAITS.map((trait) => referenceLength(profileOf(trait))));
/** Overhead and padding of the record, and the subject's own record. */
const BESIDE_RECORD_BYTES = 36 + 15 + 36 + 17 + 15;

/** The record id, its last byte replaced by the modality: one person may hold a palm and an eye. */
function keyOf({ recordId, modality }: ReferenceName): Uint8Array {
	const key = recordId.slice();
	key[key.length - 1] = modality;
	return key;
}
