/**
 * One stretch of a ledger, checked by itself: every line's spelling and number, its place in the chain, its
 * signature, and the units' own chains. What needs all lines in order (tree, where those chains go on, what
 * the terminal states) is left to the auditor, with what it needs to know. Plain data in and out: it runs in
 * worker threads.
 */
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { headAfter } from "../audit-mirror.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import type { LedgerKey, TerminalAddress } from "./keyring.js";
import { chainAfter, type LedgerLine, leafOfContent, parseLine } from "./line.js";
import { type Meaning, openRecord, type RecordRefusal } from "./open-record.js";
import { type ChainPiece, faultOfPoint, type UnitChainFault } from "./unit-chain.js";

export interface Stretch {
	readonly lines: readonly string[];
	/** Number of the first line. */
	readonly first: number;
	/** Before the first line; undefined where a file begins whose predecessor is not at hand. */
	readonly chain: Uint8Array | undefined;
	readonly keys: readonly LedgerKey[];
	readonly address: TerminalAddress;
	/** "trust" where a checkpoint vouches for what was verified before. */
	readonly signatures: "verify" | "trust";
}

export type LineFault =
	/** Not a record in its one spelling. */
	| { readonly kind: "unreadable" }
	/** Another record stands where this one belongs. */
	| { readonly kind: "out-of-order"; readonly found: number }
	/** Does not continue the record before it: its time, its chain value or the one before was changed. */
	| { readonly kind: "broken-chain" }
	| UnitChainFault
	| { readonly kind: "refused"; readonly reason: RecordRefusal };

export interface BadLine {
	readonly entry: number;
	readonly fault: LineFault;
}

export interface CheckedStretch {
	readonly first: number;
	/** Good lines, from the first on. */
	readonly count: number;
	/** 32 bytes for each good line. */
	readonly leaves: Uint8Array;
	/** After the last good line. */
	readonly chain: Uint8Array;
	/** What it has of each unit's own chain. */
	readonly pieces: readonly ChainPiece[];
	readonly statements: readonly { readonly entry: number; readonly statement: Statement }[];
	/** The first line that is bad; those after it were not looked at. */
	readonly bad?: BadLine;
}

/** @param onRecord hears of every good line. */
export function checkLines(
	crypto: TerminalCrypto,
	stretch: Stretch,
	onRecord: (line: LedgerLine, meaning: Meaning) => void = () => {},
): CheckedStretch {
	const { lines, first } = stretch;
	const door = stretch.signatures === "verify" ? crypto : { ...crypto, verify: () => true };
	const leaves = new Uint8Array(32 * lines.length);
	const pieces: ChainPiece[] = [];
	const statements: { entry: number; statement: Statement }[] = [];
	let chain = stretch.chain;
	const upTo = (count: number): CheckedStretch => ({
		...{ first, count, leaves: leaves.slice(0, 32 * count), chain: chain ?? new Uint8Array(32) },
		...{ pieces, statements },
	});
	const badAt = (i: number, fault: LineFault) => ({ ...upTo(i), bad: { entry: first + i, fault } });
	for (let i = 0; i < lines.length; i++) {
		const entry = first + i;
		const line = parseLine(lines[i]);
		if (line === undefined) return badAt(i, { kind: "unreadable" });
		if (line.entry !== entry) return badAt(i, { kind: "out-of-order", found: line.entry });
		const opened = openRecord(door, stretch.keys, stretch.address, entry, line);
		if (opened.kind === "refused") return badAt(i, { kind: "refused", reason: opened.reason });
		const leaf = leafOfContent(line);
		if (chain !== undefined && !equalConstantTime(chainAfter(chain, leaf), line.chain))
			return badAt(i, { kind: "broken-chain" });
		const { meaning } = opened;
		const gap = meaning.kind === "entry" ? extend(crypto, pieces, line, meaning.message.body) : undefined;
		if (gap !== undefined) return badAt(i, gap);
		chain = line.chain;
		leaves.set(leaf, 32 * i);
		if (meaning.kind === "statement") statements.push({ entry, statement: meaning.statement });
		onRecord(line, meaning);
	}
	return upTo(lines.length);
}

/** Takes an entry of a unit into the piece of that unit's chain. @returns why it does not continue it. */
function extend(
	crypto: TerminalCrypto,
	pieces: ChainPiece[],
	{ entry, envelope }: LedgerLine,
	body: { ueid: Uint8Array; sequence: number; bootCount: number; auditHead: Uint8Array },
): UnitChainFault | undefined {
	const { ueid, sequence, bootCount, auditHead: head } = body;
	const piece = pieces.find((known) => equalConstantTime(known.ueid, ueid));
	const from = { sequence, head, bootCount };
	const fault = faultOfPoint(piece?.to, from);
	if (fault !== undefined) return fault;
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, envelope);
	const to = { sequence: sequence + 1, head: headAfter(crypto, head, digest), bootCount };
	if (piece === undefined) pieces.push({ entry, ueid, from, to });
	else piece.to = to;
	return undefined;
}
