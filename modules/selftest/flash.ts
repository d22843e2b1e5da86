import type { Doors, Flash, FlashGeometry } from "../../hal/hal.js";
import type { Clause } from "./clause.js";
import { expectBytes, expectRefusal, expectSame, expectThat } from "./expect.js";

/** The last two blocks of the store, erased; what stood there comes back after the clause. */
interface Spare extends FlashGeometry {
	readonly flash: Flash;
	/** The first of the two blocks, and where each begins. */
	readonly block: number;
	readonly at: number;
	readonly next: number;
}

const BLOCKS = 2;

/** The Flash door, on blocks that it gives back: people stay, unless the power fails. */
export const FLASH_CLAUSES: readonly Clause[] = [
	clause("the partition is whole blocks, and a block whole units of programming", (spare) => {
		const { size, blocks, blockLength, writeLength } = spare;
		expectSame(size, blocks * blockLength, "bytes of the partition");
		expectThat(writeLength === 1 || writeLength === 4 || writeLength === 16, `programs ${writeLength} bytes`);
		expectSame(blockLength % writeLength, 0, "bytes beyond a whole unit");
	}),
	clause("what is written is read, and an erased block reads 0xFF", ({ flash, writeLength, at }) => {
		const data = patterned(writeLength);
		flash.write(data, at);
		expectBytes(readFrom(flash, at, writeLength), data, "written");
		expectBytes(readFrom(flash, at + writeLength, writeLength), erased(writeLength), "erased");
	}),
	clause("reading has no alignment", ({ flash, writeLength, at, next }) => {
		const data = patterned(writeLength);
		flash.write(data, next);
		const read = readFrom(flash, next - 1, writeLength + 2);
		expectBytes(read.subarray(1, 1 + writeLength), data, "in the middle");
		expectSame(read[0], 0xff, "before it");
		expectBytes(readFrom(flash, at, 1), erased(1), "the first byte");
	}),
	clause("a whole block passes through one write and one read", ({ flash, blockLength, at }) => {
		const data = patterned(blockLength);
		flash.write(data, at);
		expectBytes(readFrom(flash, at, blockLength), data, "the block");
	}),
	clause("erasing sets every byte of its block to 0xFF and touches no other", (spare) => {
		const { flash, block, blockLength, writeLength, at, next } = spare;
		const zeros = new Uint8Array(writeLength);
		for (const offset of [at, next - writeLength, next]) flash.write(zeros, offset);
		flash.eraseBlock(block);
		expectBytes(readFrom(flash, at, blockLength), erased(blockLength), "the erased block");
		expectBytes(readFrom(flash, next, writeLength), zeros, "the block after it");
	}),
	clause(
		"programming only clears bits: a bit that would rise is an Error and nothing is written",
		(spare) => {
			const { flash, writeLength, at } = spare;
			const first = erased(writeLength);
			first[0] = 0xf0;
			flash.write(first, at);
			first[writeLength - 1] &= 0xf0;
			first[0] &= 0x30;
			flash.write(first, at);
			const rising = new Uint8Array(writeLength);
			rising[0] = 0x41;
			expectRefusal(() => flash.write(rising, at), "Error");
			expectBytes(readFrom(flash, at, writeLength), first, "what stands");
		},
	),
	clause("offset and length of a write are multiples of the write length", ({ flash, writeLength, at }) => {
		if (writeLength === 1) return;
		const half = writeLength >> 1;
		expectRefusal(() => flash.write(new Uint8Array(writeLength), at + half), "RangeError");
		expectRefusal(() => flash.write(new Uint8Array(writeLength - 1), at), "RangeError");
		expectBytes(readFrom(flash, at, 2 * writeLength), erased(2 * writeLength), "what stands");
	}),
	clause("beyond the partition, or before it, is a RangeError", ({ flash, size, blocks, writeLength }) => {
		for (const offset of [size - writeLength, -writeLength]) {
			expectRefusal(() => flash.read(new Uint8Array(writeLength + 1), offset), "RangeError");
			expectRefusal(() => flash.write(erased(2 * writeLength), offset), "RangeError");
		}
		for (const block of [blocks, -1]) expectRefusal(() => flash.eraseBlock(block), "RangeError");
		readFrom(flash, size - writeLength, writeLength);
	}),
	{
		door: "flash",
		name: "after close every call but close throws; the cells remain for the next opening",
		check({ doors }) {
			onSpareBlocks(doors, ({ flash, at, writeLength }) => flash.write(patterned(writeLength), at), {
				after({ at, writeLength }) {
					const flash = doors.openFlash();
					flash.close();
					flash.close();
					expectRefusal(() => flash.status(), "used while closed");
					expectRefusal(() => flash.read(new Uint8Array(writeLength), at), "used while closed");
					expectRefusal(() => flash.write(new Uint8Array(writeLength), at), "used while closed");
					expectRefusal(() => flash.eraseBlock(0), "used while closed");
					const again = doors.openFlash();
					expectBytes(readFrom(again, at, writeLength), patterned(writeLength), "the cells");
					again.close();
				},
			});
		},
	},
];

function clause(name: string, check: (spare: Spare) => void): Clause {
	return { door: "flash", name, check: ({ doors }) => onSpareBlocks(doors, check) };
}

/** @param after runs with the door closed, before the blocks are given back */
function onSpareBlocks(
	doors: Doors,
	use: (spare: Spare) => void,
	{ after }: { readonly after?: (spare: Spare) => void } = {},
): void {
	const flash = doors.openFlash();
	const geometry = flash.status();
	const { blocks, blockLength } = geometry;
	const block = blocks - BLOCKS;
	const at = block * blockLength;
	const kept = readFrom(flash, at, BLOCKS * blockLength);
	for (let i = 0; i < BLOCKS; i++) flash.eraseBlock(block + i);
	const spare = { ...geometry, flash, block, at, next: at + blockLength };
	try {
		use(spare);
		flash.close();
		after?.(spare);
	} finally {
		flash.close();
		giveBack(doors, block, at, kept);
	}
}

function giveBack(doors: Doors, block: number, at: number, kept: Uint8Array): void {
	const flash = doors.openFlash();
	for (let i = 0; i < BLOCKS; i++) flash.eraseBlock(block + i);
	flash.write(kept, at);
	flash.close();
}

function readFrom(flash: Flash, byteOffset: number, length: number): Uint8Array {
	const buffer = new Uint8Array(length);
	flash.read(buffer, byteOffset);
	return buffer;
}

function erased(length: number): Uint8Array {
	return new Uint8Array(length).fill(0xff);
}

function patterned(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => i % 251);
}
