/** The boards' Flash door over a part that refuses nothing, as a bare chip does. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { powerOn } from "../../host-sim/doors/board.js";
import { openNorFlash } from "../../modules/device/nor-flash.js";
import { FLASH_CLAUSES } from "../../modules/selftest/flash.js";
import { newBoard } from "../doors/bench.js";

const BLOCK_LENGTH = 4096;
const BLOCKS = 4;
const SIZE = BLOCKS * BLOCK_LENGTH;

/** Addresses wrap, a programmed bit keeps the lower of two values, nobody complains. */
class BareChip {
	readonly #cells = new Uint8Array(SIZE).fill(0xff);
	closed = 0;

	read(buffer: Uint8Array, byteOffset: number): void {
		for (let i = 0; i < buffer.length; i++) buffer[i] = this.#cells[(byteOffset + i + SIZE) % SIZE];
	}

	write(buffer: Uint8Array, byteOffset: number): void {
		for (let i = 0; i < buffer.length; i++) this.#cells[(byteOffset + i + SIZE) % SIZE] &= buffer[i];
	}

	eraseBlock(block: number): void {
		const start = ((block + BLOCKS) % BLOCKS) * BLOCK_LENGTH;
		this.#cells.fill(0xff, start, start + BLOCK_LENGTH);
	}

	close(): void {
		this.closed++;
	}
}

for (const writeLength of [1, 4, 16]) {
	for (const clause of FLASH_CLAUSES) {
		test(`written ${writeLength} bytes at a time: ${clause.name}`, () => {
			const chip = new BareChip();
			const geometry = { size: SIZE, blocks: BLOCKS, blockLength: BLOCK_LENGTH, writeLength };
			const { doors } = powerOn(newBoard());
			assert.ok("check" in clause, "found out in one go");
			clause.check({
				doors: { ...doors, openFlash: () => openNorFlash(chip, geometry) },
				note: () => {},
				takeNotes: () => [],
			});
			assert.ok(chip.closed > 0, "the partition was never given back");
		});
	}
}

test("a partition is closed once, however often its door is", () => {
	const chip = new BareChip();
	const flash = openNorFlash(chip, { size: SIZE, blocks: BLOCKS, blockLength: BLOCK_LENGTH, writeLength: 4 });
	flash.close();
	flash.close();
	assert.is(chip.closed, 1);
});

test.run();
