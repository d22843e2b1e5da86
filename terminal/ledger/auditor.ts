/** What can only be judged with all records in order: the tree, a unit's own chain, the terminal's word. */
import { equalConstantTime, toHex } from "../../modules/bytes/bytes.js";
import { appendLeafHash, leafCount, type MerkleTree, newMerkleTree, rootOf } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { MonthEnd, Statement } from "../shared/statements.js";
import type { CheckedStretch, LineFault } from "./check-lines.js";
import { type LedgerKey, withKey } from "./keyring.js";
import { type ChainPiece, faultOfPoint, type UnitPoint } from "./unit-chain.js";

export type LedgerFault =
	| LineFault
	/** The terminal signed another root: since `since`, a record was rewritten together with the chain. */
	| { readonly kind: "other-root"; readonly since: number }
	/** A file begins with something else than its month, or the month says something else of its past. */
	| { readonly kind: "wrong-month" }
	/** Something stands behind the closing record of a month. */
	| { readonly kind: "after-close" }
	/** From here on, records that were signed for are gone. */
	| { readonly kind: "truncated"; readonly signedFor: number }
	/** The last line was never finished: the terminal cuts it off when it starts. */
	| { readonly kind: "torn" }
	/** A whole file is not there, and no record says that it was removed when its time was over. */
	| { readonly kind: "file-missing"; readonly month: string }
	/** It hangs on another terminal's key than the one that was to be expected. */
	| { readonly kind: "foreign-key" }
	/** Nothing vouches for the end of the ledger. */
	| { readonly kind: "no-checkpoint" };

export interface LedgerBad {
	readonly entry: number;
	readonly fault: LedgerFault;
}

/** Mutable; goes from file to file. */
export interface Audit {
	keys: readonly LedgerKey[];
	/** By ueid: the entry that is expected next. */
	readonly units: Map<string, UnitPoint>;
	month: AuditedMonth | undefined;
}

export interface AuditedMonth {
	readonly name: string;
	readonly first: number;
	readonly tree: MerkleTree;
	/** After the last record. */
	chain: Uint8Array;
	/** Records up to here are what the terminal signed for. */
	vouched: number;
	/** Whether the closing record has come. */
	state: "open" | "closed";
}

export function newAudit(keys: readonly LedgerKey[]): Audit {
	return { keys, units: new Map(), month: undefined };
}

/** How the file so far ends. */
export function endOf(month: AuditedMonth): MonthEnd {
	const { name, tree, chain } = month;
	return { month: name, size: leafCount(tree), root: rootOf(tree), chain };
}

/** The record after the last one that was taken; in a new audit 0. */
export function nextEntry({ month }: Audit): number {
	return month === undefined ? 0 : month.first + leafCount(month.tree);
}

/** Begins the file of `name`; the record `first` must be what says so. */
export function beginMonth(audit: Audit, name: string, first: number, chain: Uint8Array): void {
	audit.month = { name, first, tree: newMerkleTree(), chain, vouched: first, state: "open" };
}

/** Takes a stretch that follows what was taken before. @returns the first record that is wrong, if one is. */
export function takeStretch(
	crypto: TerminalCrypto,
	audit: Audit,
	previous: MonthEnd | undefined,
	stretch: CheckedStretch,
): LedgerBad | undefined {
	const { month } = audit;
	if (month === undefined) throw new Error("takeStretch: no month begun");
	const statements = new Map(stretch.statements.map(({ entry, statement }) => [entry, statement]));
	const pieces = new Map(stretch.pieces.map((piece) => [piece.entry, piece]));
	for (let i = 0; i < stretch.count; i++) {
		const entry = stretch.first + i;
		if (month.state === "closed") return { entry, fault: { kind: "after-close" } };
		const statement = statements.get(entry);
		const piece = pieces.get(entry);
		const fault =
			faultOfStatement(crypto, audit, month, previous, entry, statement) ??
			(piece && faultOfPiece(audit, piece));
		if (fault !== undefined) return { entry, fault };
		appendLeafHash(month.tree, stretch.leaves.slice(32 * i, 32 * i + 32));
	}
	if (stretch.count > 0) month.chain = stretch.chain;
	return stretch.bad;
}

function faultOfStatement(
	crypto: TerminalCrypto,
	audit: Audit,
	month: AuditedMonth,
	previous: MonthEnd | undefined,
	entry: number,
	statement: Statement | undefined,
): LedgerFault | undefined {
	const isFirst = entry === month.first;
	if (isFirst !== (statement?.kind === "month")) return { kind: "wrong-month" };
	switch (statement?.kind) {
		case "month":
			return isMonthOf(statement, month, previous) ? undefined : { kind: "wrong-month" };
		case "key":
			audit.keys = withKey(crypto, audit.keys, statement, entry);
			return undefined;
		case "head":
		case "close": {
			const isTrue =
				statement.size === leafCount(month.tree) && equalConstantTime(statement.root, rootOf(month.tree));
			if (!isTrue) return { kind: "other-root", since: month.vouched };
			month.vouched = entry;
			if (statement.kind === "close") month.state = "closed";
			return undefined;
		}
		case "checkpoint":
			return { kind: "refused", reason: "unexpected-type" };
		default:
			return undefined;
	}
}

/** Where the file before is gone, as it may be after seven years, its end is taken on the terminal's word. */
function isMonthOf(
	statement: Extract<Statement, { kind: "month" }>,
	{ name, first }: AuditedMonth,
	previous: MonthEnd | undefined,
): boolean {
	if (statement.month !== name || statement.first !== first) return false;
	if (previous === undefined) return statement.previous === undefined || statement.previous.month < name;
	return (
		statement.previous?.month === previous.month &&
		statement.previous.size === previous.size &&
		equalConstantTime(statement.previous.root, previous.root) &&
		equalConstantTime(statement.previous.chain, previous.chain)
	);
}

function faultOfPiece({ units }: Audit, { ueid, from, to }: ChainPiece): LedgerFault | undefined {
	const unit = toHex(ueid);
	const fault = faultOfPoint(units.get(unit), from);
	if (fault === undefined) units.set(unit, to);
	return fault;
}
