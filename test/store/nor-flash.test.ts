import { test } from "uvu";
import * as assert from "uvu/assert";
import { NorFlash, PowerCut, TEAR_MODELS, type TearModel } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";

const PART = { ...NOR_PARTS.w25q128jv, blockLength: 512 };
const blank = (seed = 1) => new NorFlash({ part: PART, blocks: 4, seed });
const isCut = (error: unknown) => error instanceof PowerCut;

function readAll(flash: NorFlash): Uint8Array {
	const bytes = new Uint8Array(flash.status().size);
	flash.read(bytes, 0);
	return bytes;
}

test("a blank flash reads 0xFF, and so does an erased block", () => {
	const flash = blank();
	assert.ok(readAll(flash).every((byte) => byte === 0xff));
	flash.write(new Uint8Array(512), 512);
	flash.eraseBlock(1);
	assert.ok(readAll(flash).every((byte) => byte === 0xff));
});

test("programming clears bits and never raises one", () => {
	const flash = blank();
	flash.write(Uint8Array.of(0xf0), 3);
	flash.write(Uint8Array.of(0x50), 3);
	assert.throws(() => flash.write(Uint8Array.of(0x51), 3), /from 0 to 1/);
	assert.is(readAll(flash)[3], 0x50);
});

test("programs off the part's unit, and anything beyond the partition, are refused", () => {
	for (const part of Object.values(NOR_PARTS)) {
		const flash = new NorFlash({ part, blocks: 2, seed: 1 });
		const unit = part.writeLength;
		if (unit > 1) {
			assert.throws(() => flash.write(new Uint8Array(unit), 1), RangeError);
			assert.throws(() => flash.write(new Uint8Array(unit - 1), 0), RangeError);
		}
		assert.throws(() => flash.write(new Uint8Array(unit), flash.status().size), RangeError);
		assert.throws(() => flash.read(new Uint8Array(1), flash.status().size), RangeError);
		assert.throws(() => flash.eraseBlock(2), RangeError);
		assert.is(flash.counters().operations, 0);
	}
});

test("the counters count programs, erases and reads, and a block's own erases", () => {
	const flash = blank();
	flash.write(new Uint8Array(10), 0);
	flash.eraseBlock(2);
	flash.eraseBlock(2);
	readAll(flash);
	const { programs, bytesProgrammed, erases, reads, bytesRead, operations } = flash.counters();
	assert.equal([programs, bytesProgrammed, erases, reads, bytesRead, operations], [1, 10, 2, 1, 2048, 3]);
	assert.equal([flash.erasesOf(1), flash.erasesOf(2)], [0, 2]);
});

test("the cut strikes the armed operation and everything after it, until the power is back", () => {
	const flash = blank();
	flash.cutAt(2, "prefix");
	flash.write(Uint8Array.of(0), 0);
	flash.eraseBlock(1);
	assert.throws(() => flash.write(Uint8Array.of(0), 1), isCut);
	assert.throws(() => flash.read(new Uint8Array(1), 0), isCut);
	assert.throws(() => flash.eraseBlock(0), isCut);
	flash.powerOn();
	assert.is(readAll(flash)[0], 0);
	flash.eraseBlock(0);
});

/** What repeated torn operations leave: the byte values seen, and whether one cell read in two ways. */
function tear(model: TearModel, run: (flash: NorFlash) => void, prepare: (flash: NorFlash) => void) {
	const seen = new Set<string>();
	let unstable = false;
	for (let seed = 0; seed < 40; seed++) {
		const flash = blank(seed);
		prepare(flash);
		flash.cutAt(0, model);
		assert.throws(() => run(flash), isCut);
		flash.powerOn();
		const first = readAll(flash);
		for (let i = 0; i < 4; i++) if (Buffer.compare(first, readAll(flash)) !== 0) unstable = true;
		assert.ok(first.subarray(512).every((byte) => byte === 0xff));
		seen.add(Buffer.from(first.subarray(0, 64)).toString("hex"));
	}
	return { seen, unstable };
}

/** In which a read may differ from the one before. */
const WAVERING: readonly TearModel[] = ["unstable", "wavering"];

for (const model of TEAR_MODELS) {
	test(`${model}: a torn program leaves many states, none beyond its bytes`, () => {
		const { seen, unstable } = tear(
			model,
			(flash) => flash.write(new Uint8Array(64).fill(0x0f), 0),
			() => {},
		);
		if (model === "wavering") assert.equal([...seen].sort(), ["0f".repeat(64), "ff".repeat(64)]);
		else assert.ok(seen.size > 10);
		assert.is(unstable, WAVERING.includes(model));
		if (model === "prefix") for (const bytes of seen) assert.match(bytes, /^(0f)*(ff)*$/);
	});

	test(`${model}: a torn erase leaves many states, none beyond its block`, () => {
		const { seen, unstable } = tear(
			model,
			(flash) => flash.eraseBlock(0),
			(flash) => flash.write(new Uint8Array(512).fill(0x55), 0),
		);
		assert.ok(seen.size > 1);
		assert.is(unstable, WAVERING.includes(model));
	});
}

test("driving a cell again settles it: the same program, and an erase", () => {
	for (let seed = 0; seed < 20; seed++) {
		const flash = blank(seed);
		const bytes = new Uint8Array(64).fill(0x33);
		flash.cutAt(0, "unstable");
		assert.throws(() => flash.write(bytes, 0), isCut);
		flash.powerOn();
		flash.write(bytes, 0);
		for (let i = 0; i < 5; i++) assert.equal(readAll(flash).subarray(0, 64), bytes);
		flash.eraseBlock(0);
		for (let i = 0; i < 5; i++) assert.ok(readAll(flash).every((byte) => byte === 0xff));
	}
});

test("bit rot flips one bit, upwards too", () => {
	const flash = blank();
	flash.write(Uint8Array.of(0), 7);
	flash.flipBit(7, 3);
	flash.flipBit(8, 0);
	assert.equal([...readAll(flash).subarray(6, 9)], [0xff, 0x08, 0xfe]);
});

test("an image carries the cells into another flash", () => {
	const flash = blank();
	flash.write(Uint8Array.of(1, 2, 3), 100);
	const next = new NorFlash({ part: PART, blocks: 4, seed: 9, image: flash.image() });
	assert.equal(readAll(next), readAll(flash));
	assert.throws(() => new NorFlash({ part: PART, blocks: 5, seed: 9, image: flash.image() }), RangeError);
});

test("the same seed and the same calls leave the same bytes", () => {
	const images = [1, 1, 2].map((seed) => {
		const flash = blank(seed);
		flash.cutAt(0, "random-bits");
		assert.throws(() => flash.write(new Uint8Array(64), 0), isCut);
		return Buffer.from(flash.image()).toString("hex");
	});
	assert.is(images[0], images[1]);
	assert.is.not(images[0], images[2]);
});

test("a closed flash may be closed again and not used", () => {
	const flash = blank();
	flash.close();
	flash.close();
	assert.throws(() => flash.status(), /after close/);
});

test.run();
