import { generationOf, type ReferenceContext } from "../protection/protected-reference.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { CommitOutcome, Store } from "../store/store.js";

/** A record and its generation number. */
export interface Enrolment {
	readonly record: Uint8Array;
	readonly generation: number;
}

/** The protected references on the flash, one live one for a subject and modality. */
export class Enrolments {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	/** @returns "damaged" when a record is there that the flash no longer holds intact. */
	find(subject: ReferenceContext): Enrolment | "absent" | "damaged" {
		const bytes = new Uint8Array(RECORD_MAX);
		const found = this.#store.readInto(bytes, RECORD_KIND.enrolment, keyOf(subject));
		if (found.kind !== "found") return found.kind;
		const record = bytes.slice(0, found.length);
		return { record, generation: generationOf(record) };
	}

	save(subject: ReferenceContext, record: Uint8Array): CommitOutcome["kind"] {
		return this.#store.put(RECORD_KIND.enrolment, keyOf(subject), record).kind;
	}
}

/** Longest record of any modality. */
const RECORD_MAX = 512;

/** The record id, its last byte replaced by the modality: one person may hold a palm and an eye. */
function keyOf({ recordId, modality }: ReferenceContext): Uint8Array {
	const key = recordId.slice();
	key[key.length - 1] = modality;
	return key;
}
