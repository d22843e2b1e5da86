import { decodeWordInto, WORD_BITS } from "../../modules/protection/reed-muller.js";
import { bitCount } from "./hamming-search.js";

/** A stored record, and what it says to whoever holds the unit's and the site's keys. */
export interface LinkableRecord {
	readonly record: Uint8Array;
	/** Cell of each committed bit. */
	readonly cells: Int16Array;
	/** The code offset, +1 or -1 a bit. */
	readonly signs: Int8Array;
}

export interface LinkageFunction {
	readonly name: string;
	/** What its user must hold. */
	readonly needs: "stored records" | "records and all keys";
	/** A score of two records; whether high or low speaks for one palm is left to the estimator. */
	readonly score: (a: LinkableRecord, b: LinkableRecord) => number;
}

/** Bytes of a record before the salt, equal in all of one unit; see protection/protected-reference.ts. */
const HEADER = 4;
const IDENTIFIER_AT = 20;
const SEALED_AT = 52;

/** Guesses at whether two records are of one palm. */
export const LINKAGE_FUNCTIONS: readonly LinkageFunction[] = [
	{
		name: "differing bits of the whole record",
		needs: "stored records",
		score: (a, b) => differingBits(a.record, b.record, HEADER, a.record.length),
	},
	{
		name: "differing bits of the pseudonymous identifier",
		needs: "stored records",
		score: (a, b) => differingBits(a.record, b.record, IDENTIFIER_AT, SEALED_AT),
	},
	{
		name: "differing bits of the sealed auxiliary data",
		needs: "stored records",
		score: (a, b) => differingBits(a.record, b.record, SEALED_AT, a.record.length),
	},
	{
		name: "equal bytes in equal places",
		needs: "stored records",
		score: (a, b) => equalBytes(a.record, b.record, HEADER),
	},
	{
		name: "equal bits of the code offset",
		needs: "records and all keys",
		score: (a, b) => equalSigns(a.signs, b.signs),
	},
	{
		name: "common bit positions",
		needs: "records and all keys",
		score: (a, b) => commonCells(a.cells, b.cells),
	},
	{
		name: "decodability of the offsets' difference",
		needs: "records and all keys",
		score: decodability,
	},
];

function differingBits(a: Uint8Array, b: Uint8Array, start: number, end: number): number {
	let differing = 0;
	for (let i = start; i < end; i++) differing += bitCount(a[i] ^ b[i]);
	return differing / (8 * (end - start));
}

function equalBytes(a: Uint8Array, b: Uint8Array, start: number): number {
	let equal = 0;
	for (let i = start; i < a.length; i++) if (a[i] === b[i]) equal++;
	return equal;
}

function equalSigns(a: Int8Array, b: Int8Array): number {
	let equal = 0;
	for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
	return equal / a.length;
}

function commonCells(a: Int16Array, b: Int16Array): number {
	const cells = new Set(a);
	let common = 0;
	for (const cell of b) if (cells.has(cell)) common++;
	return common / b.length;
}

/**
 * The sum of two code offsets is a codeword but for the bits in which the palms differ, wherever both records
 * commit the same cell in the same place (Kelkboom et al. 2011). The score is how codeword-like it is: the
 * inner code's correlation peaks over all places in common.
 */
function decodability(a: LinkableRecord, b: LinkableRecord): number {
	const soft = new Int32Array(WORD_BITS);
	const decision = { symbol: 0, margin: 0 };
	let peaks = 0;
	let common = 0;
	for (let start = 0; start < a.signs.length; start += WORD_BITS) {
		for (let j = 0, i = start; j < WORD_BITS; j++, i++) {
			soft[j] = a.cells[i] === b.cells[i] ? a.signs[i] * b.signs[i] : 0;
			if (soft[j] !== 0) common++;
		}
		decodeWordInto(decision, soft);
		peaks += Math.abs(soft[decision.symbol >> 1]);
	}
	return common === 0 ? 0 : peaks / common;
}
