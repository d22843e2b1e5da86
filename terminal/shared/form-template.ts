/** The wording of the forms, as the office has it in its files; told on the channel `forms`. Plain JSON. */
import { isRecord, type Sentence } from "./contract.js";
import type { RegisterId } from "./registers.js";

export const FORMS_CHANNEL = "forms";

/** How a register is headed, shown and printed. */
export interface FormTemplate {
	readonly id: RegisterId;
	readonly title: Sentence;
	/** "様式2" */
	readonly number?: Sentence;
	/** What stands above and below the table; may have PLACEHOLDERS. */
	readonly lead?: Sentence;
	readonly foot?: Sentence;
	readonly paper: "portrait" | "landscape";
	/** Which of the register's columns are shown, in this order; all as they come when left out. */
	readonly columns?: readonly string[];
	/** By column, where it is called otherwise than in the register. */
	readonly headings: Readonly<Record<string, Sentence>>;
	/** Who signs or stamps a printed list. */
	readonly boxes: readonly Sentence[];
	/** A page of its own for one row, to be signed. */
	readonly sheet?: FormSheet;
}

export interface FormSheet {
	readonly title: Sentence;
	/** A paragraph each; may have PLACEHOLDERS and the register's columns. */
	readonly texts: readonly Sentence[];
	readonly boxes: readonly Sentence[];
}

/** What `{...}` in a text may name, besides a column of the row on a sheet. */
export const PLACEHOLDERS = ["office", "month", "rows", "printed"] as const;

export interface FormsState {
	readonly forms: readonly FormTemplate[];
	/** Files that were not taken, and what is shown instead. */
	readonly notices: readonly FormNotice[];
}

export interface FormNotice {
	/** The forms that it concerns. */
	readonly ids: readonly RegisterId[];
	/** A mistake has to be mended; a plain note says whose wording this is. */
	readonly level: "mistake" | "note";
	readonly what: Sentence;
}

/** Service and page are made of one source: that it is a state at all is what can go wrong. */
export function isFormsState(value: unknown): value is FormsState {
	return isRecord(value) && Array.isArray(value["forms"]) && Array.isArray(value["notices"]);
}

/** `text` with what `valueFor` gives for each `{name}`; a line to write on where it gives nothing. */
export function filledIn(text: string, valueFor: (name: string) => string | undefined): string {
	return text.replace(/\{([a-zA-Z]+)\}/g, (_whole, name: string) => valueFor(name) || WRITTEN_BY_HAND);
}

const WRITTEN_BY_HAND = "＿＿＿＿＿＿＿＿";
