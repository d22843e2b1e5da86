/** A program as a linker and picotool would write it, no bigger than a test needs. */
export interface LinkedProgram {
	readonly address: number;
	readonly words: readonly number[];
	readonly symbols: Readonly<Record<string, number>>;
	/** Names that nothing defines. */
	readonly missing?: readonly string[];
}

const HEADER = 52;
const SEGMENT = 32;
const SECTION = 40;
const SYMBOL = 16;

/** One segment, and the sections of a symbol table: none, .symtab, .strtab, which names sections too. */
export function elfOf({ address, words, symbols, missing = [] }: LinkedProgram): Uint8Array {
	const named = [...Object.entries(symbols), ...missing.map((name) => [name, 0] as const)];
	const names = `\0.symtab\0.strtab\0${named.map(([name]) => `${name}\0`).join("")}`;
	const program = HEADER + SEGMENT;
	const table = program + 4 * words.length;
	const strings = table + SYMBOL * (named.length + 1);
	const headers = strings + names.length;
	const file = Buffer.alloc(headers + 3 * SECTION);
	const put = (at: number, ...values: readonly number[]): void => {
		values.forEach((value, i) => {
			file.writeUInt32LE(value >>> 0, at + 4 * i);
		});
	};
	put(0, 0x464c457f, 0x00010101);
	put(28, HEADER, headers);
	file.writeUInt16LE(SEGMENT, 42);
	file.writeUInt16LE(1, 44);
	file.writeUInt16LE(SECTION, 46);
	file.writeUInt16LE(3, 48);
	file.writeUInt16LE(2, 50);
	put(HEADER, 1, program, address, address, 4 * words.length, 4 * words.length);
	put(program, ...words);
	named.forEach(([name, value], i) => {
		const at = table + SYMBOL * (i + 1);
		put(at, names.indexOf(`\0${name}\0`) + 1, value);
		file.writeUInt8(0x10, at + 12);
		file.writeUInt16LE(i < named.length - missing.length ? 1 : 0, at + 14);
	});
	file.write(names, strings, "latin1");
	put(headers + SECTION, 1, 2, 0, 0, table, strings - table, 2);
	put(headers + 2 * SECTION, 9, 3, 0, 0, strings, names.length);
	return file;
}

/** With the block of no meaning at its head that picotool adds for RP2350. */
export function uf2Of({ address, words }: LinkedProgram, family: number): Uint8Array {
	const program = Buffer.alloc(Math.ceil((4 * words.length) / 256) * 256);
	words.forEach((word, i) => {
		program.writeUInt32LE(word >>> 0, 4 * i);
	});
	const blocks = [
		...Array.from({ length: program.length / 256 }, (_, i) =>
			blockOf(address + 256 * i, family, program.subarray(256 * i, 256 * (i + 1))),
		),
		blockOf(0x10ffff00, 0xe48bff57, Buffer.alloc(256, 0xef)),
	];
	return Buffer.concat(blocks);
}

function blockOf(address: number, family: number, bytes: Uint8Array): Buffer {
	const block = Buffer.alloc(512);
	[0x0a324655, 0x9e5d5157, 0x2000, address, bytes.length, 0, 1, family].forEach((word, i) => {
		block.writeUInt32LE(word, 4 * i);
	});
	block.set(bytes, 32);
	block.writeUInt32LE(0x0ab16f30, 508);
	return block;
}
