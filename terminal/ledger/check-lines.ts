/**
 * One stretch of a ledger, checked by itself: every line's spelling and number, its place in the chain, its
 * signature. What needs all lines in order (tree, a unit's own chain, what the terminal states) is left to
 * the auditor, with what it needs to know of each line. Plain data in and out: it runs in worker threads.
 */
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import type { LedgerKey, TerminalAddress } from "./keyring.js";
import { chainAfter, type LedgerLine, leafOfContent, parseLine } from "./line.js";
import { type Meaning, openRecord, type RecordRefusal } from "./open-record.js";

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
	| { readonly kind: "refused"; readonly reason: RecordRefusal };

export interface BadLine {
	readonly entry: number;
	readonly fault: LineFault;
}

/** What a unit's own chain says of a line. */
export interface ChainClaim {
	readonly entry: number;
	readonly ueid: string;
	readonly sequence: number;
	readonly bootCount: number;
	readonly auditHead: Uint8Array;
	/** SHA-256 of the envelope. */
	readonly digest: Uint8Array;
}

export interface CheckedStretch {
	readonly first: number;
	/** Good lines, from the first on. */
	readonly count: number;
	/** 32 bytes for each good line. */
	readonly leaves: Uint8Array;
	/** After the last good line. */
	readonly chain: Uint8Array;
	readonly claims: readonly ChainClaim[];
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
	const claims: ChainClaim[] = [];
	const statements: { entry: number; statement: Statement }[] = [];
	let chain = stretch.chain;
	for (let i = 0; i < lines.length; i++) {
		const entry = first + i;
		const bad = (fault: LineFault): CheckedStretch => ({
			...{ first, count: i, leaves: leaves.slice(0, 32 * i), chain: chain ?? new Uint8Array(32) },
			...{ claims, statements, bad: { entry, fault } },
		});
		const line = parseLine(lines[i]);
		if (line === undefined) return bad({ kind: "unreadable" });
		if (line.entry !== entry) return bad({ kind: "out-of-order", found: line.entry });
		const opened = openRecord(door, stretch.keys, stretch.address, entry, line);
		if (opened.kind === "refused") return bad({ kind: "refused", reason: opened.reason });
		const leaf = leafOfContent(line);
		if (chain !== undefined && !equalConstantTime(chainAfter(chain, leaf), line.chain))
			return bad({ kind: "broken-chain" });
		chain = line.chain;
		leaves.set(leaf, 32 * i);
		const { meaning } = opened;
		if (meaning.kind === "statement") statements.push({ entry, statement: meaning.statement });
		if (meaning.kind === "entry") claims.push(claimOf(crypto, line, meaning.message.body));
		onRecord(line, meaning);
	}
	return { first, count: lines.length, leaves, chain: chain ?? new Uint8Array(32), claims, statements };
}

function claimOf(
	crypto: TerminalCrypto,
	{ entry, envelope }: LedgerLine,
	body: { ueid: Uint8Array; sequence: number; bootCount: number; auditHead: Uint8Array },
): ChainClaim {
	const digest = new Uint8Array(32);
	crypto.sha256Into(digest, envelope);
	const { ueid, sequence, bootCount, auditHead } = body;
	return { entry, ueid: toHex(ueid), sequence, bootCount, auditHead, digest };
}
