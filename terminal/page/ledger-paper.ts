/** What only paper has: a head on every page, boxes to sign in, and a page of its own for one row. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../shared/contract.js";
import { filledIn } from "../shared/form-template.js";
import { cellText, type Row } from "../shared/registers.js";
import { dateAndTime, isFiltered, type LedgerScreen, monthName } from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";

/** The first row of the table's head, which a browser repeats on each page. */
export function runningHead(screen: LedgerScreen, columns: number): TemplateResult {
	const { text, form, month, language, ledger } = screen;
	return html`<tr class="print-only running" role="presentation"><td colspan=${columns}>
		<span>${ledger.office}</span> <b>${text(form.title)}</b> <span>${monthName(month, language)}</span>
	</td></tr>`;
}

/** Above the list. */
export function paperHead(screen: LedgerScreen): TemplateResult {
	const { text, form, ledger, month, language, choice, rows, now } = screen;
	const done = rows?.confirmation;
	return html`<header class="print-only paper-head">
		<p class="paper-number">${form.number === undefined ? nothing : text(form.number)}</p>
		<h1>${text(form.title)}</h1>
		<dl>
			<div><dt>${text(WORDS.month)}</dt><dd>${monthName(month, language)}</dd></div>
			<div><dt>${ledger.office === "" ? nothing : text(OFFICE)}</dt><dd>${ledger.office}</dd></div>
			<div><dt>${text(WORDS.printed)}</dt><dd>${dateAndTime(now)}</dd></div>
			<div><dt>${text(WORDS.confirmedBy)}</dt><dd>${
				done === undefined
					? text(WORDS.unconfirmed)
					: `${cellText(done.by, language)} ${dateAndTime(done.at)}`
			}${done?.state === "outdated" ? ` (${text(WORDS.outdated)})` : ""}</dd></div>
			<div><dt>${text(WORDS.head)}</dt><dd class="mono">${headOf(ledger)}</dd></div>
		</dl>
		${isFiltered(choice) ? html`<p class="paper-part">${text(WORDS.filtered)}</p>` : nothing}
	</header>`;
}

/** Below the list. */
export function paperFoot(screen: LedgerScreen): TemplateResult {
	return html`<footer class="print-only paper-foot">${boxes(screen, screen.form.boxes)}</footer>`;
}

/** One row's page, or one with lines to write on. */
export function paperSheet(screen: LedgerScreen): TemplateResult | typeof nothing {
	const { form, sheet, text, ledger } = screen;
	if (form.sheet === undefined || sheet === undefined) return nothing;
	const { title, texts, boxes: signers } = form.sheet;
	const row = sheet === "blank" ? undefined : sheet;
	const known = (name: string) => valueFor(screen, row, name);
	return html`<article class="print-only sheet">
		<p class="paper-number">${form.number === undefined ? nothing : text(form.number)}</p>
		<h1>${text(title)}</h1>
		${texts.map((paragraph) => html`<p>${filledIn(text(paragraph), known)}</p>`)}
		${boxes(screen, signers)}
		${row === undefined ? nothing : html`<p class="paper-records">${recordsOf(screen, row)}</p>`}
		<p class="paper-office">${ledger.office}</p>
	</article>`;
}

/** With what is known of the office and the month, and of the row if there is one. */
export function filled(screen: LedgerScreen, sentence: Sentence): string {
	return filledIn(screen.text(sentence), (name) => valueFor(screen, undefined, name));
}

function valueFor(screen: LedgerScreen, row: Row | undefined, name: string): string | undefined {
	const { ledger, month, language, rows, now, shape, sheet } = screen;
	switch (name) {
		case "office":
			return ledger.office;
		case "month":
			return monthName(month, language);
		case "rows":
			return rows?.total.toLocaleString(language);
		case "printed":
			return sheet === "blank" ? undefined : dateAndTime(now).slice(0, 10);
		default: {
			const column = (rows ?? shape).columns.findIndex(({ id }) => id === name);
			return row === undefined || column < 0 ? undefined : cellText(row.cells[column], language);
		}
	}
}

function recordsOf({ text, ledger }: LedgerScreen, { entries }: Row): string {
	return `${text(WORDS.record)} ${entries.join(", ")} / ${text(WORDS.head)} ${headOf(ledger)}`;
}

/** Enough of it to find the same one in the ledger. */
function headOf({ head }: LedgerScreen["ledger"]): string {
	return `${head.month} #${head.size} ${head.root.slice(0, 32)}`;
}

function boxes({ text }: LedgerScreen, signers: readonly Sentence[]): TemplateResult | typeof nothing {
	if (signers.length === 0) return nothing;
	return html`<ul class="boxes">${signers.map(
		(signer) => html`<li><span>${text(signer)}</span><i>${text(WORDS.signature)}</i></li>`,
	)}</ul>`;
}

const OFFICE: Sentence = { ja: "事務所", en: "Office" };
