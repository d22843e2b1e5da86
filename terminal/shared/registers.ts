/** The ledger's registers as the service tells them to the page. Plain JSON. */
import type { Sentence } from "./contract.js";

export const REGISTER_IDS = [
	/** 業務端末利用記録簿 (様式2): one row a session. */
	"usage",
	/** 照合情報認証管理簿: who was enrolled, renewed, revoked. */
	"references",
	/** 様式1: whose signed pledge an enrolment stands on. */
	"pledges",
	/** 誤入力確認: a second person confirmed a wrong query. */
	"wrong-queries",
	"attendance",
	"incidents",
	/** What should be looked into. */
	"detectors",
	/** Which of these forms a supervisor has confirmed. */
	"confirmations",
] as const;
export type RegisterId = (typeof REGISTER_IDS)[number];

/**
 * `person` is a pseudonym, as `BoardEntry.key`; `name` what the register of people calls it today, if it
 * still does. Whatever is hashed and signed has the pseudonym alone.
 */
export type Cell = string | Sentence | { readonly person: string; readonly name?: string };

export interface Column extends Sentence {
	readonly id: string;
}

export interface Row {
	/** "2027-01-15" */
	readonly day: string;
	/** Pseudonym; empty where it concerns nobody. */
	readonly person: string;
	/** What a filter may ask for: an end reason, a detector ... */
	readonly kind: string;
	/** As many as there are columns. */
	readonly cells: readonly Cell[];
	/** The records of the ledger that it stands on, in their order. */
	readonly entries: readonly number[];
}

export interface RegisterShape {
	readonly id: RegisterId;
	readonly title: Sentence;
	readonly columns: readonly Column[];
	/** Every kind that a row may have. */
	readonly kinds: readonly (Sentence & { readonly id: string })[];
}

export interface Register extends RegisterShape {
	/** In the order of time. */
	readonly rows: readonly Row[];
}

/** All that is given must fit. */
export interface RowFilter {
	/** Days, both included. */
	readonly from?: string;
	readonly to?: string;
	/** Pseudonym. */
	readonly person?: string;
	readonly kind?: string;
	/** Stands in one of the cells. */
	readonly text?: string;
}

export function isRegisterId(value: unknown): value is RegisterId {
	return REGISTER_IDS.some((id) => id === value);
}

/** What a cell says; a person whose name is no longer known by the beginning of the pseudonym. */
export function cellText(cell: Cell, language: keyof Sentence): string {
	if (typeof cell === "string") return cell;
	if (!("person" in cell)) return cell[language];
	return cell.name ?? cell.person.slice(0, PSEUDONYM_SHOWN);
}

const PSEUDONYM_SHOWN = 8;

export function rowsFor(rows: readonly Row[], { from, to, person, kind, text }: RowFilter): readonly Row[] {
	const wanted = text?.normalize("NFKC").toLowerCase();
	const says = (cell: Cell, words: string) =>
		[cellText(cell, "ja"), cellText(cell, "en")].some((said) =>
			said.normalize("NFKC").toLowerCase().includes(words),
		);
	return rows.filter(
		(row) =>
			(from === undefined || row.day >= from) &&
			(to === undefined || row.day <= to) &&
			(person === undefined || row.person === person) &&
			(kind === undefined || row.kind === kind) &&
			(wanted === undefined || row.cells.some((cell) => says(cell, wanted))),
	);
}

/**
 * What a supervisor confirms, as the text whose SHA-256 the confirmation carries: all rows of a month, with
 * pseudonyms instead of names, and without the column that shows the confirmation itself.
 */
export function confirmedText(
	{ id, columns }: Pick<RegisterShape, "id" | "columns">,
	month: string,
	rows: readonly Row[],
): string {
	const bare = (cell: Cell, at: number) => {
		if (columns[at].id === "confirmed") return "";
		if (typeof cell === "string") return cell;
		return "person" in cell ? { person: cell.person } : { ja: cell.ja, en: cell.en };
	};
	const plain = rows.map(({ day, person, kind, cells, entries }) => [
		...[day, person, kind, cells.map(bare), entries],
	]);
	return JSON.stringify([id, month, columns.map((column) => column.id), plain]);
}
