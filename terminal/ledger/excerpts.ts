/** What is shown of a ledger: registers, single records with their proofs, spreadsheets. Only reads. */
import { toHex } from "../../modules/bytes/bytes.js";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { decodeSign1 } from "../../modules/codec/cose.js";
import { sha256 } from "../merkle.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { Sentence } from "../shared/contract.js";
import { diagnosticLines } from "../shared/diagnostic.js";
import type {
	CsvFile,
	EntryShown,
	LedgerMonth,
	RegisterConfirmation,
	RegisterRows,
	SignedWord,
} from "../shared/ledger-state.js";
import {
	type Cell,
	cellText,
	confirmedText,
	type Register,
	type RegisterId,
	type Row,
	type RowFilter,
	rowsFor,
} from "../shared/registers.js";
import { monthAfter } from "./calendar.js";
import { checkpointText, readCheckpoint } from "./checkpoint.js";
import type { LedgerConfig } from "./config.js";
import { type Facts, factsOf } from "./facts.js";
import { keyAt, type LedgerKey } from "./keyring.js";
import type { LedgerRecord, Meaning } from "./open-record.js";
import { openingOf } from "./opening.js";
import { type MonthRead, openReader } from "./reader.js";
import { registerOf } from "./registers.js";

export interface Excerpts {
	/** Oldest first. */
	months(): readonly LedgerMonth[];
	rows(id: RegisterId, month: string, filter: RowFilter): RegisterRows;
	csv(id: RegisterId, month: string, filter: RowFilter, language: keyof Sentence): CsvFile;
	/** Undefined where there is no such record, or nothing vouches for it. */
	entry(position: number): EntryShown | undefined;
}

export interface ExcerptsOptions {
	readonly crypto: TerminalCrypto;
	readonly folder: string;
	readonly config: LedgerConfig;
	/** What a pseudonym is called today; undefined where nobody knows any more. */
	readonly nameOf: (person: string) => string | undefined;
}

export function openExcerpts({ crypto, folder, config, nameOf }: ExcerptsOptions): Excerpts {
	const reader = openReader(crypto, folder);
	let known: { readonly reads: readonly MonthRead[]; readonly facts: Facts } | undefined;

	/** Of a month and those beside it: a session reaches over, a confirmation comes later. */
	function factsAround(month: string): Facts {
		const months = reader.months();
		const wanted = [monthAfter(month, -1), month, monthAfter(month), ...months.slice(-1)];
		const reads = months.filter((name) => wanted.includes(name)).map((name) => reader.read(name));
		const isSame = known?.reads.length === reads.length && known.reads.every((read, i) => read === reads[i]);
		if (known === undefined || !isSame) {
			const records = reads.flatMap((read) => read.records);
			known = { reads, facts: factsOf(crypto, records) };
		}
		return known.facts;
	}

	const named = (cell: Cell): Cell => {
		if (typeof cell === "string" || !("person" in cell)) return cell;
		const name = nameOf(cell.person);
		return name === undefined ? cell : { ...cell, name };
	};

	function rows(id: RegisterId, month: string, filter: RowFilter): RegisterRows {
		const facts = factsAround(month);
		const register = registerOf(facts, id, month, config);
		const rowsHash = toHex(sha256(encodeUtf8(confirmedText(register, month, register.rows))));
		const last = facts.confirmations.filter(({ form, period }) => form === id && period === month).pop();
		const confirmation: RegisterConfirmation | undefined = last && {
			...{ at: last.at, by: named({ person: last.person }), entries: last.entries },
			state: last.rowsHash === rowsHash ? "current" : "outdated",
		};
		const all = withConfirmer(register, confirmation).map((row) => ({ ...row, cells: row.cells.map(named) }));
		return {
			...{ ...register, month, rows: rowsFor(all, filter), total: all.length, rowsHash },
			...(confirmation === undefined ? {} : { confirmation }),
		};
	}

	return {
		months: () => monthsIn(crypto, folder, reader.months(), (month) => reader.read(month).records.length),
		rows,
		csv(id, month, filter, language) {
			const shown = rows(id, month, filter);
			return { name: `${id}-${month}.csv`, text: csvOf(shown, shown.rows, language) };
		},
		entry(position) {
			const months = reader.months();
			const month = [...months].reverse().find((name) => firstOf(crypto, folder, name) <= position);
			if (month === undefined) return undefined;
			const read = reader.read(month);
			const record = read.records[position - read.first];
			const voucher = voucherOf(crypto, folder, months, read);
			if (record === undefined || voucher === undefined) return undefined;
			const proof = reader.prove(month, position, voucher.size);
			const signer = signerOf(read, record);
			if (proof === undefined || signer === undefined) return undefined;
			const { index, size, root, path } = proof;
			return {
				...{ position, month, receivedAt: record.receivedAt, topic: record.topic },
				...{ envelope: toHex(record.envelope), ...readable(record) },
				...{ signer, proof: { index, size, root: toHex(root), path: path.map(toHex) } },
				voucher: voucher.word,
			};
		},
	};
}

/** The last file is counted; what the others have is what the next one says. */
function monthsIn(
	crypto: TerminalCrypto,
	folder: string,
	months: readonly string[],
	countIn: (month: string) => number,
): readonly LedgerMonth[] {
	const firsts = months.map((month) => firstOf(crypto, folder, month));
	return months.map((month, i) => {
		const entries = i + 1 < months.length ? firsts[i + 1] - firsts[i] : countIn(month);
		return { month, first: firsts[i], entries };
	});
}

function firstOf(crypto: TerminalCrypto, folder: string, month: string): number {
	const opening = openingOf(crypto, folder, month);
	return opening.kind === "found" ? opening.first : opening.entry;
}

/** Who has confirmed stands in each row, where the office's form has a column for it. */
function withConfirmer(
	{ columns, rows }: Register,
	confirmation: RegisterConfirmation | undefined,
): readonly Row[] {
	const at = columns.findIndex(({ id }) => id === "confirmed");
	if (at < 0 || confirmation?.state !== "current") return rows;
	const { by } = confirmation;
	return rows.map((row) => ({ ...row, cells: row.cells.map((cell, i) => (i === at ? by : cell)) }));
}

/** RFC 4180. What a spreadsheet would take for a formula is given an apostrophe. */
function csvOf({ columns }: RegisterRows, rows: readonly Row[], language: keyof Sentence): string {
	const field = (text: string) => {
		const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
		return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
	};
	const heading = [...columns.map((column) => column[language]), POSITIONS[language]];
	const lines = rows.map(({ cells, entries }) => [
		...cells.map((cell) => cellText(cell, language)),
		entries.join(" "),
	]);
	return `\ufeff${[heading, ...lines].map((line) => `${line.map(field).join(",")}\r\n`).join("")}`;
}

const POSITIONS: Sentence = { ja: "記録番号", en: "Records" };

function signerOf(read: MonthRead, { envelope, entry }: LedgerRecord): EntryShown["signer"] | undefined {
	const decoding = decodeSign1(envelope);
	const key = decoding.kind === "decoded" ? keyAt(read.keys, decoding.message.kid, entry) : undefined;
	if (key === undefined) return undefined;
	const since = key.after >= read.first ? { since: key.after } : {};
	return { use: key.use, publicKey: toHex(key.publicKey), ...since };
}

function readable({ envelope, meaning }: LedgerRecord): Pick<EntryShown, "type" | "diagnostic"> {
	const decoding = decodeSign1(envelope);
	const type = typeOf(meaning);
	const payload = decoding.kind === "decoded" ? decoding.message.payload : new Uint8Array(0);
	return { type, diagnostic: diagnosticLines(type, payload) };
}

function typeOf(meaning: Meaning): string {
	return meaning.kind === "statement" ? meaning.statement.kind : meaning.message.type;
}

/** Whoever signed for the month's tree, and of what size it was then. */
function voucherOf(
	crypto: TerminalCrypto,
	folder: string,
	months: readonly string[],
	read: MonthRead,
): { readonly word: SignedWord; readonly size: number } | undefined {
	const next = months[months.indexOf(read.month) + 1];
	if (next !== undefined) {
		const opening = openingOf(crypto, folder, next);
		if (opening.kind === "bad" || opening.previous?.month !== read.month) return undefined;
		const { topic, envelope } = opening.record;
		return { word: wordOf("month", topic, envelope, opening.key), size: opening.previous.size };
	}
	const keys = read.keys.filter(({ use }) => use === "terminal");
	const keyOf = (kid: Uint8Array) => keys.find((key) => key.kid === toHex(kid));
	const signed = readCheckpoint(crypto, checkpointText(folder), (kid) => keyOf(kid)?.publicKey);
	if (signed === undefined || signed.checkpoint.month !== read.month) return undefined;
	const decoding = decodeSign1(signed.envelope);
	const key = decoding.kind === "decoded" ? keyOf(decoding.message.kid) : undefined;
	if (key === undefined) return undefined;
	const { topic, envelope, checkpoint } = signed;
	return { word: wordOf("checkpoint", topic, envelope, key), size: checkpoint.size };
}

function wordOf(
	kind: SignedWord["kind"],
	topic: string,
	envelope: Uint8Array,
	{ publicKey }: LedgerKey,
): SignedWord {
	return { kind, topic, envelope: toHex(envelope), publicKey: toHex(publicKey) };
}
