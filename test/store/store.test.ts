import { test } from "uvu";
import * as assert from "uvu/assert";
import { keyOf } from "../../host-sim/powercut/model.js";
import { NorFlash, PowerCut, TEAR_MODELS } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS, type NorPart } from "../../host-sim/world/nor-parts.js";
import { formatStore } from "../../modules/store/format.js";
import { encodeSectorHeader } from "../../modules/store/layout.js";
import { KIND_MAX, VALUE_MAX } from "../../modules/store/limits.js";
import { openStore, type Store } from "../../modules/store/store.js";

const PARTS: readonly NorPart[] = Object.values(NOR_PARTS);
const KIND = 3;

function formatted(part: NorPart = NOR_PARTS.w25q128jv, blocks = 8): NorFlash {
	const flash = new NorFlash({ part, blocks, seed: 1 });
	formatStore(flash);
	return flash;
}

function opened(flash: NorFlash, maxRecords = 64): Store {
	const opening = openStore(flash, { maxRecords });
	assert.is(opening.kind, "opened");
	if (opening.kind !== "opened") throw new Error(opening.kind);
	assert.equal(opening.recovered, { interrupted: false, damaged: 0 });
	return opening.store;
}

function read(store: Store, kind: number, key: Uint8Array): Uint8Array | string {
	const out = new Uint8Array(VALUE_MAX);
	const outcome = store.readInto(out, kind, key);
	return outcome.kind === "found" ? out.subarray(0, outcome.length) : outcome.kind;
}

const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte);

test("a blank partition is unformatted, and opening it writes nothing", () => {
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 8, seed: 1 });
	assert.equal(openStore(flash), { kind: "unformatted" });
	assert.is(flash.counters().operations, 0);
});

for (const part of PARTS) {
	test(`${part.name}: what is put is read back, now and after a restart, whatever its length`, () => {
		const flash = formatted(part);
		const store = opened(flash);
		const lengths = [0, 1, 3, 4, 15, 16, 17, 400, VALUE_MAX];
		for (const length of lengths) store.put(KIND, keyOf(length), filled(length, length));
		for (const each of [store, opened(flash)])
			for (const length of lengths) assert.equal(read(each, KIND, keyOf(length)), filled(length, length));
	});
}

test("a second put replaces the first, and kinds do not share keys", () => {
	const flash = formatted();
	const store = opened(flash);
	store.put(KIND, keyOf(1), filled(9, 1));
	store.put(KIND + 1, keyOf(1), filled(9, 2));
	store.put(KIND, keyOf(1), filled(5, 3));
	for (const each of [store, opened(flash)]) {
		assert.equal(read(each, KIND, keyOf(1)), filled(5, 3));
		assert.equal(read(each, KIND + 1, keyOf(1)), filled(9, 2));
		assert.is(each.records(), 2);
	}
});

test("a deleted record is absent, now and after a restart, and deleting it again does nothing", () => {
	const flash = formatted();
	const store = opened(flash);
	store.put(KIND, keyOf(1), filled(9, 1));
	store.delete(KIND, keyOf(1));
	const { operations } = flash.counters();
	store.delete(KIND, keyOf(1));
	assert.is(flash.counters().operations, operations);
	assert.is(read(store, KIND, keyOf(1)), "absent");
	assert.is(read(opened(flash), KIND, keyOf(1)), "absent");
});

test("what was replaced or deleted is nowhere in the flash any more", () => {
	for (const part of PARTS) {
		const flash = formatted(part);
		const store = opened(flash);
		const holds = (byte: number) => Buffer.from(flash.image()).includes(Buffer.alloc(8, byte));
		store.put(KIND, keyOf(1), filled(500, 0xa1));
		assert.ok(holds(0xa1));
		store.put(KIND, keyOf(1), filled(500, 0xa2));
		assert.not(holds(0xa1));
		store.delete(KIND, keyOf(1));
		assert.not(holds(0xa2));
	}
});

test("every key of a kind is visited once", () => {
	const store = opened(formatted());
	for (let i = 0; i < 40; i++) store.put(1 + (i % 2), keyOf(i), filled(4, i));
	const visited: number[] = [];
	store.forEachKey(2, (key) => visited.push(key[15]));
	assert.equal(
		visited.sort((a, b) => a - b),
		Array.from({ length: 20 }, (_, i) => 2 * i + 1),
	);
});

test("a full store refuses before it writes, still deletes, and then has room again", () => {
	const flash = formatted();
	const store = opened(flash);
	let count = 0;
	while (store.put(KIND, keyOf(count), filled(700, count)).kind === "stored") count++;
	assert.ok(store.liveBytes() + 736 > store.capacityBytes());
	const { operations } = flash.counters();
	assert.equal(store.put(KIND, keyOf(count), filled(700, 1)), { kind: "store-full" });
	assert.is(flash.counters().operations, operations);
	for (let i = 0; i < count; i++) assert.equal(read(store, KIND, keyOf(i)), filled(700, i));
	assert.equal(store.put(KIND, keyOf(0), filled(700, 99)), { kind: "stored" });
	store.delete(KIND, keyOf(1));
	assert.equal(store.put(KIND, keyOf(count), filled(700, 1)), { kind: "stored" });
});

test("a full store can be rewritten without end, on every part and on the smallest partition", () => {
	for (const part of PARTS) {
		const flash = formatted(part, 4);
		const store = opened(flash);
		let count = 0;
		while (store.put(KIND, keyOf(count), filled(900, count)).kind === "stored") count++;
		for (let i = 0; i < 500; i++) assert.is(store.put(KIND, keyOf(i % count), filled(900, i)).kind, "stored");
		for (let i = 500 - count; i < 500; i++)
			assert.equal(read(opened(flash), KIND, keyOf(i % count)), filled(900, i));
	}
});

test("more records than the index has places for are refused", () => {
	const store = opened(formatted(), 5);
	for (let i = 0; i < 5; i++) assert.is(store.put(KIND, keyOf(i), filled(4, i)).kind, "stored");
	assert.is(store.put(KIND, keyOf(5), filled(4, 5)).kind, "store-full");
	assert.is(store.put(KIND, keyOf(4), filled(4, 9)).kind, "stored");
});

test("a commit of several records is refused whole, and may delete what makes room for it", () => {
	const flash = formatted();
	const store = opened(flash, 5);
	for (let i = 0; i < 4; i++) store.put(KIND, keyOf(i), filled(4, i));
	const changes = [4, 5].map((i) => ({ kind: KIND, key: keyOf(i), value: filled(4, i) }));
	assert.is(store.commit(changes).kind, "store-full");
	assert.is(read(store, KIND, keyOf(4)), "absent");
	assert.is(store.commit([...changes, { kind: KIND, key: keyOf(0), value: undefined }]).kind, "stored");
	assert.is(store.records(), 5);
	assert.is(opened(flash, 5).records(), 5);
});

test("a format that is cut leaves the old store whole or gone", () => {
	for (const tear of TEAR_MODELS) {
		for (let operation = 0; operation < 9; operation++) {
			const flash = formatted();
			opened(flash).put(KIND, keyOf(1), filled(9, 1));
			flash.cutAt(operation, tear);
			assert.throws(
				() => formatStore(flash),
				(error: unknown) => error instanceof PowerCut,
			);
			flash.powerOn();
			const store = opened(flash);
			const value = read(store, KIND, keyOf(1));
			if (value === "absent") assert.is(store.records(), 0);
			else assert.equal(value, filled(9, 1));
		}
	}
});

test("formatting a store in use leaves nothing of it", () => {
	const flash = formatted();
	opened(flash).put(KIND, keyOf(1), filled(100, 0xa1));
	formatStore(flash);
	assert.not(Buffer.from(flash.image()).includes(Buffer.alloc(8, 0xa1)));
	assert.is(opened(flash).records(), 0);
});

test("another format version is reported and left alone", () => {
	const flash = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 8, seed: 1 });
	const header = new Uint8Array(32);
	encodeSectorHeader(header, { version: 2, sequence: 8, count: 0, distance: 0 });
	flash.write(header, 0);
	const before = flash.image();
	assert.equal(openStore(flash), { kind: "unsupported-version", version: 2 });
	assert.equal(flash.image(), before);
});

test("a partition that has moved or changed its size is reported, not formatted over", () => {
	const flash = formatted(NOR_PARTS.w25q128jv, 8);
	const store = opened(flash);
	for (let i = 0; i < 100; i++) store.put(KIND, keyOf(1), filled(900, i));
	const image = flash.image();
	const smaller = new NorFlash({
		part: NOR_PARTS.w25q128jv,
		blocks: 5,
		seed: 1,
		image: image.slice(0, 5 * 4096),
	});
	assert.equal(openStore(smaller), { kind: "corrupt", reason: "bad-sequence" });
});

test("an index too small for what is stored is reported", () => {
	const flash = formatted();
	const store = opened(flash);
	for (let i = 0; i < 9; i++) store.put(KIND, keyOf(i), filled(4, i));
	assert.equal(openStore(flash, { maxRecords: 8 }), { kind: "corrupt", reason: "too-many-records" });
});

test("misuse throws: kinds, keys, lengths, one record twice, a short buffer, use after close", () => {
	const flash = formatted();
	const misuses: readonly ((store: Store) => void)[] = [
		(store) => store.put(0, keyOf(1), filled(1, 1)),
		(store) => store.put(KIND_MAX + 1, keyOf(1), filled(1, 1)),
		(store) => store.put(KIND, filled(15, 1), filled(1, 1)),
		(store) => store.put(KIND, keyOf(1), filled(VALUE_MAX + 1, 1)),
		(store) => store.commit([1, 1].map((i) => ({ kind: KIND, key: keyOf(i), value: filled(4, 1) }))),
		(store) =>
			store.commit([1, 2, 3].map((i) => ({ kind: KIND, key: keyOf(i), value: filled(VALUE_MAX, 1) }))),
		(store) => store.forEachKey(KIND, () => store.delete(KIND, keyOf(7))),
		(store) => store.readInto(new Uint8Array(3), KIND, keyOf(7)),
	];
	opened(flash).put(KIND, keyOf(7), filled(4, 1));
	for (const misuse of misuses)
		assert.throws(() => misuse(opened(flash)), /assertion failed/, String(misuse));
	const store = opened(flash);
	store.close();
	store.close();
	assert.throws(() => store.readInto(new Uint8Array(4), KIND, keyOf(7)), /closed/);
	assert.throws(() => store.delete(KIND, keyOf(7)), /closed/);
});

test.run();
