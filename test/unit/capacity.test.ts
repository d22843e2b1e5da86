/** How many people a unit can know beside everything else it must be able to store. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { iris } from "../../modules/modality/iris/iris.js";
import type { Modality } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { profileOf } from "../../modules/pipeline/profile-of.js";
import { Limit } from "../../modules/policy/limits.js";
import { referenceLength } from "../../modules/protection/protected-reference.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { Enrolments } from "../../modules/unit/enrolments.js";
import { Journal } from "../../modules/unit/journal.js";
import { NEW_SUBJECT, Subjects } from "../../modules/unit/subjects.js";
import { crypto } from "./office.js";

function lengthOf(trait: Modality): number {
	return referenceLength(profileOf(trait));
}

/** Enrols until there is no room, then fills the outbox and the ring. @returns how many were enrolled */
function fill(blocks: number, traits: readonly Modality[]): number {
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks, seed: 1 });
	formatStore(flash);
	const opening = openStore(flash);
	assert.ok(opening.kind === "opened");
	const { store } = opening;
	const [enrolments, subjects] = [new Enrolments(store), new Subjects(store)];
	const journal = new Journal(crypto, store);
	const hasRoom = (trait: Modality) =>
		enrolments.hasRoom(new Uint8Array(lengthOf(trait)), journal.reservedBytes());
	let enrolled = 0;
	for (; traits.every(hasRoom); enrolled++) {
		const recordId = new Uint8Array(16);
		recordId[0] = enrolled >> 8;
		recordId[1] = enrolled;
		for (const trait of traits) {
			const record = new Uint8Array(lengthOf(trait)).fill(enrolled);
			assert.is(store.commit([enrolments.change({ recordId, modality: trait.id }, record)]).kind, "stored");
		}
		assert.is(store.commit([subjects.change(recordId, NEW_SUBJECT)]).kind, "stored");
	}
	const entry = { channel: "res", envelope: new Uint8Array(Limit.entryBytesMax).fill(7) } as const;
	for (let n = 0; n < Limit.outboxSlots + Limit.auditDigests; n++) {
		const oldest = journal.waiting[0];
		if (journal.waiting.length === Limit.outboxSlots) {
			const entryHash = new Uint8Array(32);
			crypto.sha256Into(entryHash, entry.envelope);
			assert.is(journal.acknowledge(oldest, entryHash), "freed");
		}
		journal.append(entry, []);
	}
	return enrolled;
}

test("256 KB hold 150 people's palms, a full outbox and all digests", () => {
	const enrolled = fill(64, [palmVein]);
	console.log(`palms in 256 KB: ${enrolled}`);
	assert.ok(enrolled >= 150, `${enrolled}`);
});

test("512 KB hold 150 people's palms and irises beside them", () => {
	const enrolled = fill(128, [palmVein, iris]);
	console.log(`palms and irises in 512 KB: ${enrolled}`);
	assert.ok(enrolled >= 150, `${enrolled}`);
});

test.run();
