/**
 * Reads what is on record, for registers, forms and proofs. Signatures are not verified again: that is
 * `verifyLedger`'s work, and the browser's for whatever it shows.
 */
import { statSync } from "node:fs";
import {
	appendLeafHash,
	inclusionProof,
	leafCount,
	type MerkleTree,
	newMerkleTree,
	rootOf,
} from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import { checkLines } from "./check-lines.js";
import { monthPath, monthsOf, readLines } from "./files.js";
import { type LedgerKey, withKey } from "./keyring.js";
import { leafOfContent } from "./line.js";
import type { LedgerRecord } from "./open-record.js";
import { openingOf } from "./opening.js";

export interface MonthRead {
	readonly month: string;
	readonly first: number;
	readonly records: readonly LedgerRecord[];
	readonly keys: readonly LedgerKey[];
	/** As far as it could be read. */
	readonly state: "whole" | "damaged";
}

/** That a record is in the tree that the terminal signed for. */
export interface RecordProof {
	readonly index: number;
	readonly size: number;
	readonly root: Uint8Array;
	readonly path: readonly Uint8Array[];
}

export interface LedgerReader {
	months(): readonly string[];
	/** Empty where there is no such month. */
	read(month: string): MonthRead;
	/** @param size of the tree; all records of the month up to now when left out. */
	prove(month: string, entry: number, size?: number): RecordProof | undefined;
}

/** Remembers what it has read of files that did not change. */
export function openReader(crypto: TerminalCrypto, folder: string): LedgerReader {
	const remembered = new Map<string, { readonly bytes: number; readonly read: MonthRead }>();
	const trees = new Map<string, MerkleTree>();

	function read(month: string): MonthRead {
		const { size: bytes } = statSync(monthPath(folder, month), { throwIfNoEntry: false }) ?? { size: -1 };
		const known = remembered.get(month);
		if (known?.bytes === bytes) return known.read;
		const fresh = bytes < 0 ? nothingOf(month) : readMonth(crypto, folder, month);
		if (remembered.size >= MONTHS_REMEMBERED) remembered.clear();
		remembered.set(month, { bytes, read: fresh });
		trees.delete(month);
		return fresh;
	}

	function treeOf({ month, records }: MonthRead): MerkleTree {
		const known = trees.get(month);
		if (known !== undefined && leafCount(known) === records.length) return known;
		const tree = newMerkleTree();
		for (const record of records) appendLeafHash(tree, leafOfContent(record));
		if (trees.size >= MONTHS_REMEMBERED) trees.clear();
		trees.set(month, tree);
		return tree;
	}

	return {
		months: () => monthsOf(folder),
		read,
		prove(month, entry, wanted) {
			const found = read(month);
			const tree = treeOf(found);
			const size = wanted ?? leafCount(tree);
			const index = entry - found.first;
			if (index < 0 || index >= size || size > leafCount(tree)) return undefined;
			return { index, size, root: rootOf(tree, size), path: inclusionProof(tree, index, size) };
		},
	};
}

/** A month of a busy office is some 10 MB when it is open. */
const MONTHS_REMEMBERED = 4;

function nothingOf(month: string): MonthRead {
	return { month, first: 0, records: [], keys: [], state: "whole" };
}

function readMonth(crypto: TerminalCrypto, folder: string, month: string): MonthRead {
	const opening = openingOf(crypto, folder, month);
	if (opening.kind === "bad") return { ...nothingOf(month), state: "damaged" };
	const records: LedgerRecord[] = [];
	let keys: readonly LedgerKey[] = [opening.key];
	let { chain, first } = opening;
	for (const { lines } of readLines(monthPath(folder, month), 1)) {
		const learn = (statement: Statement, entry: number) => {
			if (statement.kind === "key") keys = withKey(crypto, keys, statement, entry);
		};
		const stretch = { lines, first, chain, keys, address: opening.address, signatures: "trust" } as const;
		const checked = checkLines(crypto, stretch, (line, meaning) => records.push({ ...line, meaning }));
		for (const { statement, entry } of checked.statements) learn(statement, entry);
		if (checked.bad !== undefined) return { month, first: opening.first, records, keys, state: "damaged" };
		chain = checked.chain;
		first += lines.length;
	}
	return { month, first: opening.first, records, keys, state: "whole" };
}
