/**
 * The release after this one: the same sources with the next format version. It opens this release's flash,
 * carries it over sector by sector, and neither a cut nor a step back loses anything.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleMutated } from "../../host-sim/mutants/mutated-bundle.js";
import {
	applyChanges,
	differenceOf,
	type Model,
	type ModelChange,
	storeChangeOf,
} from "../../host-sim/powercut/model.js";
import { isCut, NorFlash, TEAR_MODELS } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { formatStore } from "../../modules/store/format.js";
import { decodeSectorHeader, FORMAT_VERSION } from "../../modules/store/layout.js";
import { openStore, type Store } from "../../modules/store/store.js";

const PART = { ...NOR_PARTS.nrf52840, blockLength: 512 };
const BLOCKS = 6;
const KIND = 3;
const NEXT_VERSION = FORMAT_VERSION + 1;
const text = await bundleMutated("modules/store/store.ts", [
	{
		file: "modules/store/layout.ts",
		from: `export const FORMAT_VERSION = ${FORMAT_VERSION};`,
		to: `export const FORMAT_VERSION = ${NEXT_VERSION};`,
	},
]);
const next: { readonly openStore: typeof openStore } = await import(
	`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`
);

let nextId = 1;
const write = (key: number): ModelChange => {
	const id = nextId++;
	return { kind: KIND, key, record: { kind: KIND, key, id, counter: id, length: 60 } };
};

function opened(open: typeof openStore, flash: NorFlash): Store {
	const opening = open(flash, { maxRecords: 16 });
	if (opening.kind !== "opened") throw new Error(opening.kind);
	return opening.store;
}

function commit(store: Store, model: Model, changes: readonly ModelChange[]): Model {
	assert.equal(store.commit(changes.map(storeChangeOf)), { kind: "stored" });
	return applyChanges(model, changes);
}

/** A flash as this release leaves it, gone round its ring more than once, with six records. */
function usedByThisRelease(): { flash: NorFlash; model: Model } {
	const flash = new NorFlash({ part: PART, blocks: BLOCKS, seed: 1 });
	formatStore(flash);
	const store = opened(openStore, flash);
	let model: Model = new Map();
	for (let i = 0; i < 50; i++) model = commit(store, model, [write(i % 6)]);
	return { flash, model };
}

/** Of every sector with an intact header. */
function versionsOn(flash: NorFlash): readonly number[] {
	const image = flash.image();
	const versions: number[] = [];
	for (let block = 0; block < BLOCKS; block++) {
		const header = decodeSectorHeader(
			image.subarray(block * PART.blockLength, (block + 1) * PART.blockLength),
		);
		if (header !== undefined) versions.push(header.version);
	}
	return versions;
}

test("the next release reads what this one wrote, and rewrites all of it in one trip round the ring", () => {
	const { flash, model: before } = usedByThisRelease();
	assert.ok(versionsOn(flash).every((version) => version === FORMAT_VERSION));
	const store = opened(next.openStore, flash);
	assert.is(differenceOf(store, before), undefined);
	let model = commit(store, before, [write(0)]);
	assert.ok(versionsOn(flash).includes(FORMAT_VERSION) && versionsOn(flash).includes(NEXT_VERSION));
	for (let i = 0; i < 50; i++) model = commit(store, model, [write(i % 2)]);
	assert.ok(versionsOn(flash).every((version) => version === NEXT_VERSION));
	assert.is(differenceOf(opened(next.openStore, flash), model), undefined);
});

test("nothing of the next format is ever written into a sector of this one", () => {
	const { flash, model } = usedByThisRelease();
	const kept = flash.image();
	const store = opened(next.openStore, flash);
	commit(store, model, [write(0)]);
	const image = flash.image();
	let raised = 0;
	for (let block = 0; block < BLOCKS; block++) {
		const [old, now] = [kept, image].map((bytes) =>
			bytes.subarray(block * PART.blockLength, (block + 1) * PART.blockLength),
		);
		if (decodeSectorHeader(now)?.version !== FORMAT_VERSION) continue;
		// Recovery may have made a gap and scrubbed: zeros only.
		for (let i = 0; i < old.length; i++) if (now[i] !== old[i] && now[i] !== 0) raised++;
	}
	assert.is(raised, 0);
});

test("an upgrade cut at any operation goes on where it was, and loses nothing", () => {
	const { flash: start, model: written } = usedByThisRelease();
	let cuts = 0;
	for (const tear of TEAR_MODELS) {
		for (let operation = 0; ; operation++) {
			const flash = start.clone(operation);
			flash.cutAt(operation, tear);
			let before = written;
			let after = written;
			const cut = isCut(() => {
				const store = opened(next.openStore, flash);
				for (let i = 0; i < 12; i++) {
					const change = [write(i % 6)];
					after = applyChanges(before, change);
					before = commit(store, before, change);
				}
			});
			flash.powerOn();
			const again = opened(next.openStore, flash);
			const isAfter = differenceOf(again, after) === undefined;
			assert.is(differenceOf(again, isAfter ? after : before), undefined, `${tear}, operation ${operation}`);
			if (!cut) break;
			cuts++;
		}
	}
	assert.ok(cuts > 100, `${cuts} cuts`);
});

test("this release refuses a flash that the next one has written to, by name, and changes nothing", () => {
	const { flash, model } = usedByThisRelease();
	commit(opened(next.openStore, flash), model, [write(0)]);
	const { operations } = flash.counters();
	assert.equal(openStore(flash), { kind: "unsupported-version", version: NEXT_VERSION });
	assert.is(flash.counters().operations, operations);
});

test.run();
