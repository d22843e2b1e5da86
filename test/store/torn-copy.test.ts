/**
 * A scenario that a long run found: the power goes while a compaction makes its first copy, or erases the
 * sector before it; what is left reads blank at the next boot, the value is deleted, and later the copy can
 * be read after all.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
	applyChanges,
	ghostsIn,
	type Model,
	type ModelChange,
	storeChangeOf,
} from "../../host-sim/powercut/model.js";
import { isCut, NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore, type Store } from "../../modules/store/store.js";

const DRAWS = 40;
const OPERATIONS = 4;
const LOOKS = 8;

function open(flash: NorFlash): Store {
	const opening = openStore(flash);
	if (opening.kind !== "opened") throw new Error(opening.kind);
	return opening.store;
}

/** The first key's value stays, so that it is copied; two values fit in a sector, and then a deletion. */
function change(number: number): ModelChange {
	const key = number < 2 ? 0 : 1 + (number % 2);
	return { kind: 4, key, record: { kind: 4, key, id: number, counter: 0, length: 130 } };
}

/** Commits until the next commit would compact. */
function fillUpToCompaction(seed: number) {
	const part = { ...NOR_PARTS.w25q128jv, blockLength: 512 };
	const flash = new NorFlash({ part, blocks: 6, seed });
	formatStore(flash);
	const store = open(flash);
	let model: Model = new Map();
	for (let number = 1; ; number++) {
		const next = change(number);
		const rehearsal = flash.clone(seed);
		const rehearsing = open(rehearsal);
		const erases = rehearsal.counters().erases;
		rehearsing.commit([storeChangeOf(next)]);
		if (rehearsal.counters().erases > erases + 1) return { flash, store, model, number };
		store.commit([storeChangeOf(next)]);
		model = applyChanges(model, [next]);
	}
}

test("a copy or an erase torn in a compaction leaves nothing of a value that is deleted later", () => {
	let [cuts, deletions, look] = [0, 0, 0];
	for (let draw = 1; draw <= DRAWS; draw++) {
		for (let operation = 0; operation < OPERATIONS; operation++) {
			const { flash, store, model, number } = fillUpToCompaction(draw);
			flash.cutAt(operation, "wavering");
			if (isCut(() => store.commit([storeChangeOf(change(number))]))) cuts++;
			flash.powerOn();
			for (const { kind, key } of model.values()) {
				const kept = flash.clone(look++);
				const reopened = open(kept);
				const erases = kept.counters().erases;
				reopened.commit([storeChangeOf({ kind, key, record: undefined })]);
				// Where there is no room the deletion itself erases.
				if (kept.counters().erases > erases) continue;
				deletions++;
				const after = applyChanges(model, [{ kind, key, record: undefined }]);
				const seen = Array.from({ length: LOOKS }, () => ghostsIn(kept.image(), after));
				assert.equal(seen.flat(), [], `draw ${draw}, operation ${operation}, key ${key}`);
			}
		}
	}
	assert.ok(cuts > DRAWS * 3 && deletions > DRAWS * 3, `${cuts} cuts, ${deletions} deletions`);
});

test.run();
