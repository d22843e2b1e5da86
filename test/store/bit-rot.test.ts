import { test } from "uvu";
import * as assert from "uvu/assert";
import { keyOf } from "../../host-sim/powercut/model.js";
import { NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { formatStore } from "../../modules/store/format.js";
import { VALUE_MAX } from "../../modules/store/limits.js";
import { openStore, type Store } from "../../modules/store/store.js";

const PART = { ...NOR_PARTS.nrf52840, blockLength: 256 };
const KIND = 4;
const OPTIONS = { maxRecords: 16 };
const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte);

function opened(flash: NorFlash): Store {
	const opening = openStore(flash, OPTIONS);
	if (opening.kind !== "opened") throw new Error(opening.kind);
	return opening.store;
}

/** Records 1..4, each written several times, with compactions; record 5 deleted. */
function used(): NorFlash {
	const flash = new NorFlash({ part: PART, blocks: 5, seed: 1 });
	formatStore(flash);
	const store = opened(flash);
	store.put(KIND, keyOf(5), filled(8, 5));
	for (let round = 1; round <= 6; round++)
		for (let key = 1; key <= 4; key++) store.put(KIND, keyOf(key), filled(8, 10 * round + key));
	store.delete(KIND, keyOf(5));
	return flash;
}

test("no single rotten bit makes a value wrong, brings an older one back, or goes unnoticed", () => {
	const image = used().image();
	const out = new Uint8Array(VALUE_MAX);
	let noticed = 0;
	for (let bit = 0; bit < image.length * 8; bit++) {
		const flash = new NorFlash({ part: PART, blocks: 5, seed: 1, image });
		flash.flipBit(bit >> 3, bit & 7);
		const opening = openStore(flash, OPTIONS);
		assert.is(opening.kind, "opened", `bit ${bit}`);
		if (opening.kind !== "opened") continue;
		const { store, recovered } = opening;
		for (let key = 1; key <= 4; key++) {
			const outcome = store.readInto(out, KIND, keyOf(key));
			if (outcome.kind === "found") assert.equal(out.subarray(0, 8), filled(8, 60 + key), `bit ${bit}`);
			const told = outcome.kind === "damaged" || recovered.damaged > 0 || recovered.interrupted;
			if (outcome.kind !== "found") assert.ok(told, `bit ${bit}, record ${key}: ${outcome.kind}`);
			if (outcome.kind !== "found") noticed++;
		}
		assert.is.not(store.readInto(out, KIND, keyOf(5)).kind, "found", `bit ${bit}`);
	}
	assert.ok(noticed > 100);
});

test("a damaged record can be replaced and deleted, and the store works on", () => {
	const flash = used();
	const out = new Uint8Array(VALUE_MAX);
	const at = Buffer.from(flash.image()).indexOf(Buffer.from(filled(8, 63)));
	flash.flipBit(at, 0);
	const store = opened(flash);
	assert.is(store.readInto(out, KIND, keyOf(3)).kind, "damaged");
	assert.ok(out.every((byte) => byte === 0));
	store.put(KIND, keyOf(3), filled(8, 99));
	assert.is(store.readInto(out, KIND, keyOf(3)).kind, "found");
	flash.flipBit(Buffer.from(flash.image()).indexOf(Buffer.from(filled(8, 99))), 0);
	store.delete(KIND, keyOf(3));
	const again = opened(flash);
	assert.is(again.readInto(out, KIND, keyOf(3)).kind, "absent");
	for (let i = 0; i < 200; i++) again.put(KIND, keyOf(i % 5), filled(8, i));
	assert.is(opened(flash).readInto(out, KIND, keyOf(4)).kind, "found");
});

test("rot under an open store costs the record it strikes or a restart, nothing else", () => {
	const out = new Uint8Array(VALUE_MAX);
	let restarts = 0;
	for (let bit = 0; bit < 5 * 256 * 8; bit += 3) {
		const flash = used();
		let store = opened(flash);
		// A sector that is being filled, with blank cells ahead.
		store.put(KIND, keyOf(10), filled(8, 0));
		flash.flipBit(bit >> 3, bit & 7);
		for (let i = 0; i < 40; i++) {
			try {
				store.put(KIND, keyOf(10), filled(8, i));
			} catch (error) {
				// A cell that should be erased is not: the flash is dead for this boot.
				assert.match(String(error), /from 0 to 1/);
				store = opened(flash);
				restarts++;
			}
		}
		let lost = 0;
		for (let key = 1; key <= 4; key++) {
			const outcome = store.readInto(out, KIND, keyOf(key));
			if (outcome.kind !== "found") lost++;
			else assert.equal(out.subarray(0, 8), filled(8, 60 + key), `bit ${bit}`);
		}
		assert.ok(lost <= 1, `bit ${bit}`);
	}
	assert.ok(restarts > 0);
});

test.run();
