import type { Role } from "../messages/messages.generated.js";
import { RECORD_KIND } from "../store/record-kinds.js";
import type { Change, Store } from "../store/store.js";
import { keyAt, keyCount, readUint32, sortedKeys, writeUint32 } from "./store-keys.js";

/**
 * What the unit remembers of a subject beside the references, also after these are gone: a generation is
 * never given twice, and deleting a reference does not forgive failures.
 *
 *   0      1          3               5             9               13            15             17
 *   +------+----------+---------------+-------------+---------------+-------------+--------------+
 *   | role | failures | failures told | boot of the | uptime of the | generation  | generation   |
 *   |  1   |  2       | in incidents 2| last one 4  | last one, s 4 | of palm 2   | of iris 2    |
 *   +------+----------+---------------+-------------+---------------+-------------+--------------+
 */
export interface Subject {
	/** Undefined while no reference is live. */
	readonly role: Role | undefined;
	/** Consecutive ones, each counted before its comparison. */
	readonly failures: number;
	/** The number of failures that the last lockout incident told of. */
	readonly failuresTold: number;
	/** Boot count and uptime of the last failure. */
	readonly failedInBoot: number;
	readonly failedAtSeconds: number;
	/** The last generation given, of modality 1 and 2; 0 for none. */
	readonly generations: readonly [number, number];
}

export const NEW_SUBJECT: Subject = {
	role: undefined,
	failures: 0,
	failuresTold: 0,
	failedInBoot: 0,
	failedAtSeconds: 0,
	generations: [0, 0],
};

/** The subjects on the flash, by record id. */
export class Subjects {
	readonly #store: Store;

	constructor(store: Store) {
		this.#store = store;
	}

	/** @returns undefined for somebody never enrolled; "damaged" when the record has rotted */
	find(recordId: Uint8Array): Subject | undefined | "damaged" {
		const bytes = new Uint8Array(SUBJECT_LENGTH);
		const found = this.#store.readInto(bytes, RECORD_KIND.attempts, recordId);
		if (found.kind === "absent") return undefined;
		return found.kind === "damaged" ? "damaged" : decoded(bytes);
	}

	/** What makes `subject` the record of `recordId`. */
	change(recordId: Uint8Array, subject: Subject): Change {
		return { kind: RECORD_KIND.attempts, key: recordId, value: encoded(subject) };
	}

	/** Record ids of all subjects, rising; read with `keyAt`. */
	recordIds(): Uint8Array {
		return sortedKeys(this.#store, RECORD_KIND.attempts);
	}

	/** Is anybody but `recordId` a supervisor? */
	hasAnotherSupervisor(recordId: Uint8Array): boolean {
		const ids = this.recordIds();
		for (let i = 0; i < keyCount(ids); i++) {
			const id = keyAt(ids, i);
			if (id.every((byte, at) => byte === recordId[at])) continue;
			const subject = this.find(id);
			if (typeof subject === "object" && subject.role === SUPERVISOR) return true;
		}
		return false;
	}
}

const SUBJECT_LENGTH = 17;
const SUPERVISOR: Role = 2;

function encoded(subject: Subject): Uint8Array {
	const bytes = new Uint8Array(SUBJECT_LENGTH);
	bytes[0] = subject.role ?? 0;
	writeUint16(bytes, 1, subject.failures);
	writeUint16(bytes, 3, subject.failuresTold);
	writeUint32(bytes, 5, subject.failedInBoot);
	writeUint32(bytes, 9, subject.failedAtSeconds);
	writeUint16(bytes, 13, subject.generations[0]);
	writeUint16(bytes, 15, subject.generations[1]);
	return bytes;
}

function decoded(bytes: Uint8Array): Subject {
	return {
		role: bytes[0] === 1 || bytes[0] === 2 ? bytes[0] : undefined,
		failures: readUint16(bytes, 1),
		failuresTold: readUint16(bytes, 3),
		failedInBoot: readUint32(bytes, 5),
		failedAtSeconds: readUint32(bytes, 9),
		generations: [readUint16(bytes, 13), readUint16(bytes, 15)],
	};
}

function writeUint16(out: Uint8Array, at: number, value: number): void {
	out[at] = value >> 8;
	out[at + 1] = value;
}

function readUint16(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 8) | bytes[at + 1];
}
