/**
 * Scenarios that a long run found, once in a hundred thousand sequences: the power goes while a record's
 * header (or its value) is programmed, again while recovery makes a gap of it (or zeros), and what is left
 * reads well at one boot and not at the next. Here the cells of each torn program hang together, and every
 * boot sees them as it likes.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Flash, FlashGeometry } from "../../hal/hal.js";
import {
	applyChanges,
	differenceOf,
	type Model,
	type ModelChange,
	storeChangeOf,
} from "../../host-sim/powercut/model.js";
import { isCut, PowerCut } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { createPrng } from "../../host-sim/world/prng.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore, type Store } from "../../modules/store/store.js";

const DRAWS = Number(process.env["DRAWS"] ?? 600);
const SIZE = { blocks: 4, blockLength: 512, size: 2048 };

/** Cells that a torn operation has touched read as before it or as after it, all alike, as `levels` says. */
class HangingFlash implements Flash {
	/** Bit i: the cells of the i-th torn operation read as if it had been done. */
	levels = 0;
	/** Programs until the power goes; undefined: it stays. */
	cutIn: number | undefined;
	/** How many of a torn program's cells are left hanging, the others being done; all without it. */
	hangingMax = Number.POSITIVE_INFINITY;
	/** Of the cells that it moves, only every so manieth is left hanging. */
	hangingEvery = 1;
	readonly #cells: Uint8Array;
	/** By bit of the flash: the torn operations that left it hanging, any of which may show as done. */
	readonly #hanging = new Map<number, number>();
	readonly #writeLength: number;
	/** Of the last torn operation: a bit of `levels`. */
	#tear = 0;

	constructor(writeLength: number, cells = new Uint8Array(SIZE.size).fill(0xff)) {
		this.#writeLength = writeLength;
		this.#cells = cells;
	}

	copy(): HangingFlash {
		return new HangingFlash(this.#writeLength, this.#cells.slice());
	}

	status(): FlashGeometry {
		return { ...SIZE, writeLength: this.#writeLength };
	}

	read(buffer: Uint8Array, byteOffset: number): void {
		buffer.set(this.#cells.subarray(byteOffset, byteOffset + buffer.length));
		for (const [bit, tears] of this.#hanging) {
			const at = (bit >> 3) - byteOffset;
			if (at >= 0 && at < buffer.length && (this.levels & tears) !== 0) buffer[at] &= ~(1 << (bit & 7));
		}
	}

	write(buffer: Uint8Array, byteOffset: number): void {
		const isTorn = this.#strikes();
		let left = this.hangingMax;
		let moving = 0;
		if (isTorn) this.#tear = this.#tear === 0 ? 1 : this.#tear << 1;
		for (let bit = byteOffset << 3; bit < (byteOffset + buffer.length) << 3; bit++) {
			const [at, mask] = [bit >> 3, 1 << (bit & 7)];
			if ((buffer[at - byteOffset] & mask) !== 0 || (this.#cells[at] & mask) === 0) continue;
			if (isTorn && moving++ % this.hangingEvery === 0 && left-- > 0)
				this.#hanging.set(bit, (this.#hanging.get(bit) ?? 0) | this.#tear);
			else this.#cells[at] &= ~mask;
			if (!isTorn) this.#hanging.delete(bit);
		}
		if (isTorn) throw new PowerCut();
	}

	eraseBlock(block: number): void {
		const [from, to] = [block * SIZE.blockLength, (block + 1) * SIZE.blockLength];
		for (const bit of this.#hanging.keys()) if (bit >> 3 >= from && bit >> 3 < to) this.#hanging.delete(bit);
		this.#cells.fill(0xff, from, to);
	}

	close(): void {}

	#strikes(): boolean {
		if (this.cutIn === undefined || this.cutIn-- > 0) return false;
		this.cutIn = undefined;
		return true;
	}
}

const write = (key: number, length: number): ModelChange => {
	return { kind: 3, key, record: { kind: 3, key, id: 100 + key, counter: key, length } };
};

/** Its value is a checksum of four bytes. */
const DELETION: ModelChange = { kind: 3, key: 2, record: undefined };

function opened(flash: Flash): Store {
	const opening = openStore(flash, { maxRecords: 8 });
	if (opening.kind !== "opened") throw new Error(opening.kind);
	if (opening.recovered.damaged > 0) throw new Error("damage without bit rot");
	return opening.store;
}

/** Programs of a commit of one record; one that opens a sector first zeroes what its header says. */
const TORN = { header: 0, value: 1, opening: 1 } as const;

/** Bytes of the longest value for which a commit need not open a sector: no gap fits behind it. */
function roomIn(start: HangingFlash): number {
	for (let length = 12; ; length++) {
		const flash = start.copy();
		const store = opened(flash);
		flash.cutIn = 2;
		if (isCut(() => store.commit([storeChangeOf(write(3, length + 1))]))) return length;
	}
}

/** @returns what is wrong with the store after the cuts that `seed` draws. */
function liveThrough(
	start: HangingFlash,
	before: Model,
	room: number,
	torn: keyof typeof TORN,
	seed: number,
): string | undefined {
	const prng = createPrng(seed, `torn ${torn}`);
	const length = torn === "opening" ? room + 1 + prng.nextBelow(60) : 12 + prng.nextBelow(60);
	const changes = torn === "value" ? [DELETION, write(3, room), write(3, length)] : [write(3, length)];
	const change = changes[prng.nextBelow(changes.length)];
	const after = applyChanges(before, [change]);
	const flash = start.copy();
	const store = opened(flash);
	flash.cutIn = TORN[torn];
	flash.hangingMax = 1 + prng.nextBelow(4);
	flash.hangingEvery = torn === "opening" ? 1 + prng.nextBelow(64) : 1;
	isCut(() => store.commit([storeChangeOf(change)]));
	flash.hangingMax = Number.POSITIVE_INFINITY;
	flash.hangingEvery = 1;
	for (let boot = 0; boot < 4; boot++) {
		flash.levels = prng.nextUint32();
		flash.cutIn = prng.nextBelow(9);
		isCut(() => opened(flash));
	}
	flash.cutIn = undefined;
	flash.levels = prng.nextUint32();
	const mended = opened(flash);
	const settled = differenceOf(mended, after) === undefined ? after : before;
	const next = write(4, 12);
	mended.commit([storeChangeOf(next)]);
	const model = applyChanges(settled, [next]);
	let difference = differenceOf(mended, model);
	for (let boot = 0; boot < 4 && difference === undefined; boot++) {
		flash.levels = prng.nextUint32();
		difference = differenceOf(opened(flash), model);
	}
	return difference?.text;
}

for (const part of Object.values(NOR_PARTS)) {
	const start = new HangingFlash(part.writeLength);
	formatStore(start);
	const store = opened(start);
	let model: Model = new Map();
	for (const change of [write(1, 40), write(2, 60)]) {
		store.commit([storeChangeOf(change)]);
		model = applyChanges(model, [change]);
	}
	const room = roomIn(start);
	const never = (torn: keyof typeof TORN) => {
		for (let seed = 1; seed <= DRAWS; seed++) {
			let fault: string | undefined;
			try {
				fault = liveThrough(start, model, room, torn, seed);
			} catch (error) {
				fault = error instanceof Error ? error.message : String(error);
			}
			assert.is(fault, undefined, `seed ${seed}`);
		}
	};

	test(`${part.name}: a header torn, and the gap over it torn too, never reads differently again`, () => {
		never("header");
	});

	test(`${part.name}: a value torn, and the zeros over it torn too, never reads differently again`, () => {
		never("value");
	});

	test(`${part.name}: a sector header torn, and the zeros over it, never reads differently again`, () => {
		never("opening");
	});
}

test.run();
