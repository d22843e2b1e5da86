/**
 * Months whose time is over: their files go, and what stays in the ledger is the terminal's signed word which
 * months they were, how many records they had and how the last of them ended. The next file says the same of
 * its predecessor, so that a ledger with a beginning that nobody signed away is found out.
 */
import { rmSync } from "node:fs";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Statement } from "../shared/statements.js";
import type { LedgerBook } from "./book.js";
import { monthAfter, monthOf } from "./calendar.js";
import { monthPath, monthsOf, syncFolder } from "./files.js";
import { openingOf } from "./opening.js";

export interface RemovalPlan {
	readonly months: readonly string[];
	/** What the terminal is to sign. */
	readonly statement: Extract<Statement, { kind: "months-removed" }>;
}

/**
 * @param years that a month is kept after its end.
 * @returns undefined while there is nothing to remove.
 */
export function planRemoval(
	crypto: TerminalCrypto,
	folder: string,
	years: number,
	nowSeconds: number,
): RemovalPlan | undefined {
	const all = monthsOf(folder);
	const today = monthOf(nowSeconds);
	const months = all.slice(0, -1).filter((month) => monthAfter(month, 12 * years) < today);
	const next = all[months.length];
	if (months.length === 0 || next === undefined) return undefined;
	const [from, kept] = [openingOf(crypto, folder, months[0]), openingOf(crypto, folder, next)];
	if (from.kind === "bad" || kept.kind === "bad" || kept.previous === undefined)
		throw new Error(`${folder}: a month does not begin as it must; verify-ledger says where`);
	const { month: to, root } = kept.previous;
	const records = kept.first - from.first;
	return { months, statement: { kind: "months-removed", from: months[0], to, records, root } };
}

/** Signs first, then removes: a cut in between leaves files that the next run removes. */
export function removeMonths(book: LedgerBook, folder: string, { months, statement }: RemovalPlan): void {
	book.declare(statement);
	for (const month of months) rmSync(monthPath(folder, month));
	syncFolder(folder);
}
