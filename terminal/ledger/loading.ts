/** What has to be read of a ledger to go on with it: the file that is written to and the one before it. */
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { kidOf } from "../../modules/messages/envelope.js";
import { leafCount, rootOf } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import {
	type Audit,
	beginMonth,
	endOf,
	type LedgerBad,
	newAudit,
	nextEntry,
	takeStretch,
} from "./auditor.js";
import { type CheckedStretch, checkLines, type Stretch } from "./check-lines.js";
import { checkpointText, readCheckpoint, type SignedCheckpoint } from "./checkpoint.js";
import { monthPath, monthsOf, readLines } from "./files.js";
import type { TerminalAddress } from "./keyring.js";
import type { LedgerLine } from "./line.js";
import type { Meaning } from "./open-record.js";
import { openingOf } from "./opening.js";

export type Loaded =
	/** Nothing is on record yet. */
	| { readonly kind: "empty" }
	| {
			readonly kind: "loaded";
			readonly audit: Audit;
			readonly address: TerminalAddress;
			/** Of the last file: whole lines, and what a cut left of another. */
			readonly bytes: number;
			readonly torn: number;
			readonly checkpoint: SignedCheckpoint;
	  }
	| { readonly kind: "damaged"; readonly month: string; readonly bad: LedgerBad };

/**
 * Reads the last two months, verifying what the checkpoint does not vouch for.
 * @param publicKeys that may have signed the checkpoint.
 * @param onRecord hears of every record of these months, in order.
 */
export function loadLatest(
	crypto: TerminalCrypto,
	folder: string,
	publicKeys: readonly Uint8Array[],
	onRecord: (line: LedgerLine, meaning: Meaning) => void,
): Loaded {
	// A file without a line is one that a cut kept from beginning.
	const months = monthsOf(folder).filter((month) => firstBatch(folder, month, 1).lines.length > 0);
	const signed = readCheckpoint(crypto, checkpointText(folder), (kid) =>
		publicKeys.find((key) => equalConstantTime(kidOf(crypto, key), kid)),
	);
	if (signed === undefined && isUnborn(folder, months)) return { kind: "empty" };
	const [oldest = signed?.checkpoint.month ?? ""] = months.slice(-2);
	const opening = months.length === 0 ? undefined : openingOf(crypto, folder, oldest, publicKeys);
	const damaged = (month: string, bad: LedgerBad): Loaded => ({ kind: "damaged", month, bad });
	if (opening?.kind !== "found")
		return damaged(oldest, { entry: opening?.entry ?? 0, fault: { kind: "wrong-month" } });
	const audit = newAudit([opening.key]);
	let [bytes, torn] = [0, 0];
	for (const month of months.slice(-2)) {
		const read = firstBatch(folder, month, Number.POSITIVE_INFINITY);
		[bytes, torn] = [read.bytes, read.torn];
		const before = audit.month && endOf(audit.month);
		const first = audit.month === undefined ? opening.first : nextEntry(audit);
		beginMonth(audit, month, first, before?.chain ?? opening.chain);
		const vouched = vouchedIn(month, signed);
		for (const stretch of stretchesOf(read.lines, first, vouched)) {
			const { address } = opening;
			const chain = audit.month?.chain;
			const checked: CheckedStretch = checkLines(
				crypto,
				{ ...stretch, chain, keys: audit.keys, address },
				onRecord,
			);
			const bad = takeStretch(crypto, audit, before, checked);
			if (bad !== undefined) return damaged(month, bad);
		}
	}
	if (signed === undefined)
		return damaged(oldest, { entry: nextEntry(audit), fault: { kind: "no-checkpoint" } });
	const fault = faultOf(audit, signed);
	if (fault !== undefined) return damaged(signed.checkpoint.month, fault);
	return { kind: "loaded", audit, address: opening.address, bytes, torn, checkpoint: signed };
}

function firstBatch(folder: string, month: string, count: number) {
	const read = readLines(monthPath(folder, month), count).next();
	return read.done ? { lines: [], bytes: 0, torn: 0 } : read.value;
}

/** Cut while its first records were written: no month, no keys, and nothing else. */
function isUnborn(folder: string, months: readonly string[]): boolean {
	if (months.length > 1) return false;
	return months.every((month) => {
		const { lines } = firstBatch(folder, month, OPENING_MAX + 1);
		return lines.length <= OPENING_MAX && lines.every((line) => line.includes('/ledger","envelope"'));
	});
}

const OPENING_MAX = 8;

/** Records of `month` that were verified before the checkpoint was signed. */
function vouchedIn(month: string, signed: SignedCheckpoint | undefined): number {
	if (signed === undefined || month > signed.checkpoint.month) return 0;
	return month < signed.checkpoint.month ? Number.POSITIVE_INFINITY : signed.checkpoint.size;
}

/** In pieces that end with a new key, as the next lines may be signed with it. */
function* stretchesOf(
	lines: readonly string[],
	first: number,
	vouched: number,
): Generator<Pick<Stretch, "lines" | "first" | "signatures">> {
	let from = 0;
	for (let i = 0; i < lines.length; i++) {
		const isEdge = i + 1 === lines.length || i + 1 === vouched || lines[i].includes('/ledger","envelope"');
		if (!isEdge) continue;
		const signatures = from < vouched ? "trust" : "verify";
		yield { lines: lines.slice(from, i + 1), first: first + from, signatures };
		from = i + 1;
	}
}

function faultOf(audit: Audit, { checkpoint }: SignedCheckpoint): LedgerBad | undefined {
	const { month } = audit;
	if (month === undefined) return undefined;
	const entry = nextEntry(audit);
	if (checkpoint.month > month.name)
		return { entry, fault: { kind: "file-missing", month: checkpoint.month } };
	// What the month that it speaks of said of its own end was verified when the next one began.
	if (checkpoint.month < month.name) return undefined;
	if (checkpoint.size > leafCount(month.tree))
		return { entry, fault: { kind: "truncated", signedFor: month.first + checkpoint.size } };
	if (equalConstantTime(rootOf(month.tree, checkpoint.size), checkpoint.root)) return undefined;
	return { entry: month.vouched, fault: { kind: "other-root", since: month.vouched } };
}
