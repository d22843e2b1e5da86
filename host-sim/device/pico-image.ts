/**
 * Whether a linked image is one that an RP2350 would start and that leaves our data alone: all that can be
 * told of it without a board.
 */
import { assert } from "../../modules/bytes/assert.js";
import { bytesAt, type Elf } from "./elf.js";
import type { Uf2Block } from "./uf2.js";

/** One thing that was looked at. */
export interface ImageFact {
	readonly what: string;
	readonly found: string;
	readonly isRight: boolean;
}

/** What the image has to hold. */
export interface PicoImageDemands {
	/** Names of our functions in C. */
	readonly natives: readonly string[];
	/** What the program takes from the C heap while it starts: the engine's memory and the camera frames. */
	readonly heapBytes: number;
}

/** A Pico 2 W's (Raspberry Pi, Pico 2 W data sheet; RP2350 data sheet, 2.2). */
const FLASH = { start: 0x10000000, end: 0x10400000 };
const RAM = { start: 0x20000000, end: 0x20082000 };
const SECTOR_BYTES = 4096;
const ERASED = 0xff;
/**
 * Where picotool lets the bootloader write a page of no meaning, against erratum RP2350-E10. The address is
 * far beyond the chip's end: it wraps to the last sector.
 */
const ABSOLUTE = { address: 0x10ffff00, family: 0xe48bff57 };
const ARM_SECURE = 0xe48bff59;

/** All that is known of the image, right or wrong. */
export function inspectPicoImage(
	elf: Elf,
	uf2: readonly Uf2Block[],
	demands: PicoImageDemands,
): readonly ImageFact[] {
	return [
		undefinedSymbols(elf),
		ourFunctions(elf, demands.natives),
		vectorTable(elf),
		bootBlock(elf),
		flashRoom(elf),
		memoryRoom(elf, demands.heapBytes),
		sameBytes(elf, uf2),
	];
}

function undefinedSymbols({ missing }: Elf): ImageFact {
	return {
		what: "undefined symbols",
		found: `${missing.length} ${missing.join(" ")}`.trim(),
		isRight: missing.length === 0,
	};
}

function ourFunctions({ symbols }: Elf, natives: readonly string[]): ImageFact {
	const absent = natives.filter((name) => !symbols.has(name));
	const found = `${natives.length - absent.length} of ${natives.length}`;
	return {
		what: "our functions in C",
		found: absent.length === 0 ? found : `${found}, without ${absent.join(" ")}`,
		isRight: natives.length > 0 && absent.length === 0,
	};
}

/** The first two words: where the stack begins, and what runs first. */
function vectorTable(elf: Elf): ImageFact {
	const what = "vector table";
	const [stack, reset] = wordsAt(elf, FLASH.start, 2) ?? [];
	if (stack === undefined || reset === undefined) return wrong(what, "none at the start of the flash");
	const isStack = stack % 8 === 0 && stack > RAM.start && stack <= RAM.end;
	const isCode = reset % 2 === 1 && bytesAt(elf, reset - 1, 2) !== undefined;
	return { what, found: `stack ${hex(stack)}, reset ${hex(reset)}`, isRight: isStack && isCode };
}

const BLOCK_START = 0xffffded3;
const BLOCK_END = 0xab123579;
const IMAGE_TYPE = 0x42;
const LAST_ITEM = 0xff;
/** Executable, secure, Arm, RP2350. */
const IMAGE_FLAGS = 0x1021;

/** A loop of blocks that begins in the first 4 KB and says what the image is (RP2350 data sheet, 5.9). */
function bootBlock(elf: Elf): ImageFact {
	const what = "boot block";
	let start = FLASH.start;
	while (start < FLASH.start + SECTOR_BYTES && wordsAt(elf, start, 1)?.[0] !== BLOCK_START) start += 4;
	const types: number[] = [];
	const seen = new Set<number>();
	let at = start;
	do {
		const block = readBlock(elf, at);
		if (block === undefined) return wrong(what, `none at ${hex(at)}`);
		if (seen.has(at)) return wrong(what, `a loop that does not come back to ${hex(start)}`);
		seen.add(at);
		types.push(...block.imageTypes);
		at += block.next;
	} while (at !== start);
	return {
		what,
		found: `${seen.size} in the loop, first ${hex(start)}, image type ${types.map(hex).join(" ") || "none"}`,
		isRight: types.length === 1 && types[0] === IMAGE_FLAGS,
	};
}

function readBlock(
	elf: Elf,
	start: number,
): { readonly imageTypes: readonly number[]; readonly next: number } | undefined {
	if (wordsAt(elf, start, 1)?.[0] !== BLOCK_START) return undefined;
	const imageTypes: number[] = [];
	let at = start + 4;
	for (;;) {
		const [item, next, end] = wordsAt(elf, at, 3) ?? [];
		if (item === undefined || next === undefined) return undefined;
		const [type, words] = [item & 0xff, (item >>> 8) & 0xff];
		if (type === LAST_ITEM) {
			const isSized = ((item >>> 8) & 0xffff) === (at - start - 4) / 4;
			return isSized && end === BLOCK_END ? { imageTypes, next: next | 0 } : undefined;
		}
		if (type === IMAGE_TYPE) imageTypes.push(item >>> 16);
		if (words === 0) return undefined;
		at += 4 * words;
	}
}

/** The store's partition, and the SDK's own, lie outside of the image and of each other. */
function flashRoom(elf: Elf): ImageFact {
	const what = "flash";
	const described = elf.symbols.get("storePartition");
	const [start, length] = (described === undefined ? undefined : wordsAt(elf, described, 2)) ?? [];
	const preferences = elf.symbols.get("_MODPREF_start");
	if (start === undefined || length === undefined || preferences === undefined) {
		return wrong(what, "nothing says where the store lies");
	}
	const inFlash = elf.segments.filter(({ bytes }) => bytes.length > 0);
	const end = Math.max(...inFlash.map(({ address, bytes }) => address + bytes.length));
	const store = FLASH.start + start;
	const isStored = start % SECTOR_BYTES === 0 && store + length <= FLASH.end - SECTOR_BYTES;
	return {
		what,
		found: `image ${end - FLASH.start} bytes, store ${length} at ${hex(store)}, SDK at ${hex(preferences)}`,
		isRight:
			inFlash.every(({ address }) => address >= FLASH.start) &&
			end <= preferences &&
			preferences < store &&
			isStored,
	};
}

function memoryRoom({ symbols }: Elf, heapBytes: number): ImageFact {
	const what = "memory";
	const [start, end] = [symbols.get("__end__"), symbols.get("__HeapLimit")];
	if (start === undefined || end === undefined) return wrong(what, "no heap");
	const room = end - start;
	return {
		what,
		found: `heap of ${room} bytes, ${heapBytes} of them for the engine and the frames`,
		isRight: room >= heapBytes,
	};
}

/** Every byte of the program stands in the UF2, at its place, and nothing else but fill. */
function sameBytes(elf: Elf, uf2: readonly Uf2Block[]): ImageFact {
	const what = "UF2";
	const flash = new Uint8Array(FLASH.end - FLASH.start).fill(ERASED);
	for (const { address, family, bytes } of uf2) {
		if (family === ABSOLUTE.family && address === ABSOLUTE.address) continue;
		if (family !== ARM_SECURE) return wrong(what, `a block for another chip, ${hex(family)}`);
		if (!isInFlash(address, bytes)) return wrong(what, `a block for ${hex(address)}, where no flash is`);
		flash.set(bytes, address - FLASH.start);
	}
	let programBytes = 0;
	for (const { address, bytes } of elf.segments) {
		if (!isInFlash(address, bytes)) return wrong(what, `without what is linked for ${hex(address)}`);
		const held = flash.subarray(address - FLASH.start, address - FLASH.start + bytes.length);
		const other = bytes.findIndex((byte, i) => held[i] !== byte);
		if (other >= 0) return wrong(what, `another byte at ${hex(address + other)}`);
		held.fill(ERASED);
		programBytes += bytes.length;
	}
	const more = flash.findIndex((byte) => byte !== ERASED && byte !== 0);
	if (more >= 0) return wrong(what, `a byte that is not the program's at ${hex(FLASH.start + more)}`);
	return { what, found: `${programBytes} bytes, each as linked`, isRight: programBytes > 0 };
}

function isInFlash(address: number, { length }: Uint8Array): boolean {
	return address >= FLASH.start && address + length <= FLASH.end;
}

function wordsAt(elf: Elf, address: number, count: number): readonly number[] | undefined {
	const bytes = bytesAt(elf, address, 4 * count);
	if (bytes === undefined) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true));
}

function wrong(what: string, found: string): ImageFact {
	return { what, found, isRight: false };
}

function hex(value: number): string {
	assert(Number.isInteger(value), "an address is whole");
	return `0x${(value >>> 0).toString(16)}`;
}
