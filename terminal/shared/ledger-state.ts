/**
 * What the page is told of the ledger and may ask of it. Plain JSON; bytes are hexadecimal. What has people
 * in it is told while a session runs; all but the channel and `ledgerVerify`.
 *
 *     channel `ledger`                                     LedgerState
 *     ledgerRows       {register, month, filter?}          RegisterRows
 *     ledgerEntry      {position}                          EntryShown, for `checkEntry` of entry-proof.ts
 *     ledgerCsv        {register, month, filter?, language?}   CsvFile
 *     ledgerVerify     {}                                  done at once; what comes of it is in `check`
 *     confirmRegister  {register, month, id}               done once the supervisor is awaited; what comes
 *                                                          of it is a row of "confirmations", and
 *                                                          `confirmation` of RegisterRows
 */
import { isRecord, type Sentence } from "./contract.js";
import type { Cell, RegisterShape, Row } from "./registers.js";
import type { KeyUse } from "./statements.js";

export const LEDGER_CHANNEL = "ledger";

export interface LedgerState {
	/** Of the office's config; may be empty. */
	readonly office: string;
	/** Oldest first; the last one is written to. */
	readonly months: readonly LedgerMonth[];
	/** In all months that are kept. */
	readonly entries: number;
	/** What the terminal has signed for: all up to now. */
	readonly head: { readonly month: string; readonly size: number; readonly root: string };
	/** Of the terminal, SEC 1 uncompressed: everything hangs on it. */
	readonly terminalKey: string;
	/** Every signature, chain and tree of all files. */
	readonly check: LedgerCheck;
	/** Bytes of an unfinished record that were cut off when the ledger was opened; 0: none. */
	readonly repairedBytes: number;
	/** In the order in which a page shows them. */
	readonly registers: readonly RegisterShape[];
}

export interface LedgerMonth {
	/** "2027-01" */
	readonly month: string;
	/** Position of its first record. */
	readonly first: number;
	readonly entries: number;
}

/** Times are seconds since 1970. */
export type LedgerCheck =
	| { readonly kind: "running"; readonly since: number; readonly checked: number }
	| { readonly kind: "good"; readonly at: number; readonly entries: number }
	| {
			readonly kind: "bad";
			readonly at: number;
			readonly file: string;
			readonly position: number;
			readonly what: Sentence;
			readonly next: Sentence;
	  };

export interface RegisterRows extends RegisterShape {
	readonly month: string;
	/** As the filter has it. */
	readonly rows: readonly Row[];
	/** Without the filter. */
	readonly total: number;
	/** Over all rows of the month, without names: what a supervisor confirms. */
	readonly rowsHash: string;
	/** The last one of this register and month. */
	readonly confirmation?: RegisterConfirmation;
}

export interface RegisterConfirmation {
	readonly at: number;
	readonly by: Cell;
	/** Of the statement, the challenge and the unit's answer. */
	readonly entries: readonly number[];
	/** Whether these rows were confirmed, or others that there were then. */
	readonly state: "current" | "outdated";
}

export interface EntryShown {
	readonly position: number;
	readonly month: string;
	/** Seconds since 1970, the terminal's clock. */
	readonly receivedAt: number;
	readonly topic: string;
	/** COSE_Sign1, as it came. */
	readonly envelope: string;
	/** "challenge", "result" ... or the kind of a statement of the terminal's own. */
	readonly type: string;
	/** One line a field. */
	readonly diagnostic: readonly string[];
	/** Whose signature it is, and the record that brought this key into force (none: the first of all). */
	readonly signer: { readonly use: KeyUse; readonly publicKey: string; readonly since?: number };
	/** Of its leaf in the month's tree. */
	readonly proof: {
		readonly index: number;
		readonly size: number;
		readonly root: string;
		readonly path: readonly string[];
	};
	/** The terminal's signed word that this was the tree: the checkpoint, or the next month's first record. */
	readonly voucher: SignedWord;
}

export interface SignedWord {
	readonly kind: "checkpoint" | "month";
	readonly topic: string;
	readonly envelope: string;
	readonly publicKey: string;
}

export interface CsvFile {
	readonly name: string;
	/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
	readonly text: string;
}

/** Service and page are made of one source: that it is a state at all is what can go wrong. */
export function isLedgerState(value: unknown): value is LedgerState {
	return isRecord(value) && Array.isArray(value["months"]) && isRecord(value["head"]);
}

export function isRegisterRows(value: unknown): value is RegisterRows {
	return isRecord(value) && Array.isArray(value["rows"]) && typeof value["rowsHash"] === "string";
}

export function isEntryShown(value: unknown): value is EntryShown {
	return isRecord(value) && typeof value["envelope"] === "string" && isRecord(value["proof"]);
}

export function isCsvFile(value: unknown): value is CsvFile {
	return isRecord(value) && typeof value["name"] === "string" && typeof value["text"] === "string";
}
