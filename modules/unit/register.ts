import { TRAITS } from "../modality/traits.js";
import { Limit } from "../policy/limits.js";
import type { Enrolments } from "./enrolments.js";
import type { Page } from "./reports.js";
import { keyAt, keyCount, writeUint32 } from "./store-keys.js";
import type { Subjects } from "./subjects.js";

/**
 * Who is enrolled, in rising order of record ids, palm before iris:
 *
 *   | record id 16 | modality 1 | role 1 | failures 2 | generation 4 |    24 bytes an entry, numbers
 * big-endian
 *
 * A reference that has rotted is listed with generation 0.
 * @param first entry of the page; entries before it are counted, not listed
 */
export function registerPage(subjects: Subjects, enrolments: Enrolments, first: number): Page {
	const ids = subjects.recordIds();
	const entries = new Uint8Array(Limit.registerEntriesInPage * ENTRY_LENGTH);
	let total = 0;
	let listed = 0;
	for (let i = 0; i < keyCount(ids); i++) {
		const recordId = keyAt(ids, i);
		for (const { id: modality } of TRAITS) {
			const enrolment = enrolments.find({ recordId, modality });
			if (enrolment === "absent") continue;
			const isOnPage = total >= first && listed < Limit.registerEntriesInPage;
			total++;
			if (!isOnPage) continue;
			const subject = subjects.find(recordId);
			const known = typeof subject === "object" ? subject : undefined;
			const entry = entries.subarray(listed * ENTRY_LENGTH, (listed + 1) * ENTRY_LENGTH);
			listed++;
			entry.set(recordId);
			entry[16] = modality;
			entry[17] = known?.role ?? 0;
			entry[18] = (known?.failures ?? 0) >> 8;
			entry[19] = known?.failures ?? 0;
			writeUint32(entry, 20, enrolment === "damaged" ? 0 : enrolment.generation);
		}
	}
	return { first, total, registerEntries: entries.slice(0, listed * ENTRY_LENGTH) };
}

const ENTRY_LENGTH = 24;
