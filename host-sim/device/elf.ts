/** What a check needs of a linked program: 32-bit little-endian ELF (TIS ELF 1.2). */
export interface Elf {
	readonly sections: ReadonlyMap<string, Section>;
	/** Defined symbols and their values. */
	readonly symbols: ReadonlyMap<string, number>;
	/** Symbols that something needs and nothing defines; weak ones may stay so. */
	readonly missing: readonly string[];
	/** What is written to the chip, by physical address. */
	readonly segments: readonly Segment[];
}

export interface Section {
	readonly address: number;
	/** Bytes. */
	readonly size: number;
}

export interface Segment {
	readonly address: number;
	readonly bytes: Uint8Array;
}

const MAGIC = 0x464c457f;
const LOAD = 1;
const SYMBOL_TABLE = 2;
const SYMBOL_BYTES = 16;
const WEAK = 2;

/** @throws RangeError when `file` is no such ELF, or is cut off */
export function readElf(file: Uint8Array): Elf {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	if (view.getUint32(0, true) !== MAGIC || view.getUint8(4) !== 1 || view.getUint8(5) !== 1) {
		throw new RangeError("not a 32-bit little-endian ELF file");
	}
	const headers = sectionHeaders(view);
	const names = headers[view.getUint16(50, true)];
	const sections = new Map(
		headers.map(({ name, address, size }) => [textAt(view, names.offset + name), { address, size }]),
	);
	return { sections, segments: segmentsOf(view, file), ...symbolsOf(view, headers) };
}

/** The bytes from `address` on as far as they are in one segment; undefined when they are in none. */
export function bytesAt({ segments }: Elf, address: number, length: number): Uint8Array | undefined {
	for (const { address: start, bytes } of segments) {
		const from = address - start;
		if (from >= 0 && from + length <= bytes.length) return bytes.subarray(from, from + length);
	}
	return undefined;
}

interface SectionHeader extends Section {
	readonly name: number;
	readonly type: number;
	readonly offset: number;
	readonly link: number;
}

function sectionHeaders(view: DataView): readonly SectionHeader[] {
	return entriesOf(view, { table: 32, entry: 46, count: 48 }).map((word) => ({
		name: word(0),
		type: word(4),
		address: word(12),
		offset: word(16),
		size: word(20),
		link: word(24),
	}));
}

function segmentsOf(view: DataView, file: Uint8Array): readonly Segment[] {
	return entriesOf(view, { table: 28, entry: 42, count: 44 })
		.map((word) => {
			const [offset, length] = [word(4), word(0) === LOAD ? word(16) : 0];
			if (offset + length > file.length) throw new RangeError("the ELF file is cut off");
			return { address: word(12), bytes: file.subarray(offset, offset + length) };
		})
		.filter(({ bytes }) => bytes.length > 0);
}

/**
 * What reads a word of each entry of a table, by the word's offset.
 * @param at where the file's header says where the table lies, how long an entry is, and how many there are
 */
function entriesOf(
	view: DataView,
	at: { readonly table: number; readonly entry: number; readonly count: number },
): readonly ((offset: number) => number)[] {
	const [table, entry] = [view.getUint32(at.table, true), view.getUint16(at.entry, true)];
	return Array.from(
		{ length: view.getUint16(at.count, true) },
		(_, i) => (offset: number) => view.getUint32(table + i * entry + offset, true),
	);
}

function symbolsOf(view: DataView, headers: readonly SectionHeader[]): Pick<Elf, "symbols" | "missing"> {
	const symbols = new Map<string, number>();
	const missing: string[] = [];
	for (const { offset, size, link } of headers.filter(({ type }) => type === SYMBOL_TABLE)) {
		// The first stands for none.
		for (let at = offset + SYMBOL_BYTES; at < offset + size; at += SYMBOL_BYTES) {
			const name = textAt(view, headers[link].offset + view.getUint32(at, true));
			if (view.getUint16(at + 14, true) !== 0) symbols.set(name, view.getUint32(at + 4, true));
			else if (view.getUint8(at + 12) >> 4 !== WEAK) missing.push(name);
		}
	}
	return { symbols, missing };
}

function textAt(view: DataView, offset: number): string {
	let end = offset;
	while (view.getUint8(end) !== 0) end++;
	return Buffer.from(view.buffer, view.byteOffset + offset, end - offset).toString("latin1");
}
