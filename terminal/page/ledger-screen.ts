/** What every part of the Ledger view draws from, and what it may do. */
import type { Sentence } from "../shared/contract.js";
import type { FormNotice, FormTemplate } from "../shared/form-template.js";
import type { LedgerState, RegisterRows } from "../shared/ledger-state.js";
import {
	cellText,
	type RegisterId,
	type RegisterShape,
	type Row,
	type RowFilter,
	rowsFor,
} from "../shared/registers.js";
import type { TerminalState } from "../shared/terminal-state.js";
import type { Finding } from "./ledger-check.js";
import type { Language } from "./view.js";

/** What whoever looks has chosen. */
export interface Choice {
	readonly register: RegisterId;
	/** Undefined: the newest one, whichever that is. */
	readonly month: string | undefined;
	readonly text: string;
	/** Pseudonym, or empty. */
	readonly person: string;
	readonly kind: string;
	readonly sort: Sort | undefined;
	/** How many rows are drawn at first: a long month takes its time. */
	readonly extent: "first" | "all";
}

export interface Sort {
	/** Of a column. */
	readonly id: string;
	readonly direction: "ascending" | "descending";
}

export interface LedgerScreen extends LedgerActs {
	text(sentence: Sentence): string;
	readonly language: Language;
	/** Seconds since 1970 by the terminal's clock, now. */
	readonly now: number;
	readonly ledger: LedgerState;
	readonly terminal: TerminalState | undefined;
	readonly choice: Choice;
	readonly month: string;
	readonly shape: RegisterShape;
	readonly form: FormTemplate;
	readonly notices: readonly FormNotice[];
	/** Of the register and month that are chosen, once they have come. */
	readonly rows: RegisterRows | undefined;
	readonly opened: OpenedRow | undefined;
	readonly confirming: Confirming | undefined;
	readonly problem: Sentence | undefined;
	/** The row whose sheet is on the paper; "blank" for one without a row; undefined: the list. */
	readonly sheet: Row | "blank" | undefined;
}

export interface LedgerActs {
	choose(change: Partial<Choice>): void;
	/** Shows the records that a row stands on, or hides them. */
	toggle(row: Row): void;
	/** Does it; what is refused is shown. @returns whether it was done. */
	act(name: string, input?: unknown): Promise<boolean>;
	saveCsv(month: string): void;
	/** The list, or a sheet. */
	print(sheet?: Row | "blank"): void;
	confirm(next: Confirming | undefined): void;
	redraw(): void;
}

export interface OpenedRow {
	readonly key: string;
	/** Undefined while they are examined. */
	readonly findings: readonly Finding[] | undefined;
	/** A record did not come. */
	readonly state: "examining" | "examined" | "missing";
}

/** `typing` the ID; `awaited` at the unit, which says the rest. */
export type Confirming = "typing" | "awaited";

export const FIRST_CHOICE: Choice = {
	register: "usage",
	month: undefined,
	text: "",
	person: "",
	kind: "",
	sort: undefined,
	extent: "first",
};

/** A row stays the same one when its session ends. */
export function keyOfRow({ kind, person, day, entries }: Row, register: RegisterId): string {
	return register === "detectors" ? `${kind}/${person}/${day}/${entries[0]}` : `${register}/${entries[0]}`;
}

export interface ShownColumn extends Sentence {
	readonly id: string;
	/** In a row's cells. */
	readonly index: number;
}

/** As the form has them. */
export function columnsOf({ form, rows, shape }: LedgerScreen): readonly ShownColumn[] {
	const all = (rows ?? shape).columns.map((column, index) => ({ ...column, index }));
	const wanted = form.columns;
	const chosen =
		wanted === undefined ? all : wanted.flatMap((id) => all.filter((column) => column.id === id));
	return chosen.map((column) => ({ ...column, ...form.headings[column.id] }));
}

/** As filtered and sorted. */
export function rowsShown(screen: LedgerScreen): readonly Row[] {
	const { rows, choice, language } = screen;
	if (rows === undefined) return [];
	const { sort } = choice;
	const fitting = rowsFor(rows.rows, filterOf(choice));
	const column = rows.columns.findIndex(({ id }) => id === sort?.id);
	if (sort === undefined || column < 0) return fitting;
	const { compare } = new Intl.Collator(language, { numeric: true });
	const sign = sort.direction === "ascending" ? 1 : -1;
	return [...fitting].sort(
		(a, b) => sign * compare(cellText(a.cells[column], language), cellText(b.cells[column], language)),
	);
}

export function filterOf({ text, person, kind }: Choice): RowFilter {
	return {
		...(text.trim() === "" ? {} : { text: text.trim() }),
		...(person === "" ? {} : { person }),
		...(kind === "" ? {} : { kind }),
	};
}

export function isFiltered({ text, person, kind }: Choice): boolean {
	return text.trim() !== "" || person !== "" || kind !== "";
}

/** Japan's offset: the office's day, whoever reads it where. */
export function dateAndTime(seconds: number): string {
	return new Date((seconds + OFFICE_OFFSET_S) * 1000).toISOString().slice(0, 16).replace("T", " ");
}

const OFFICE_OFFSET_S = 9 * 3600;

/** "2027-01" */
export function monthName(month: string, language: Language): string {
	const [year, number] = month.split("-").map(Number);
	if (language === "ja") return `${year}年${number}月`;
	return new Date(Date.UTC(year, number - 1)).toLocaleDateString("en", {
		...{ year: "numeric", month: "long", timeZone: "UTC" },
	});
}
