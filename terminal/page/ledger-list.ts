/** The rows of a register; each opens the records that it stands on. */
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { cellText, type Row } from "../shared/registers.js";
import { evidence } from "./ledger-evidence.js";
import { runningHead } from "./ledger-paper.js";
import {
	columnsOf,
	isFiltered,
	keyOfRow,
	type LedgerScreen,
	rowsShown,
	type ShownColumn,
} from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";

/** Drawn at once in any browser; more on demand, and on paper. */
const ROWS_AT_FIRST = 200;
/** A date, a time, a count: broken in two it reads as something else. */
const FIGURES = /^\d[\d:., -]{0,18}$/;

export function list(screen: LedgerScreen): TemplateResult {
	const { text, rows, choice, choose, form } = screen;
	if (rows === undefined) return html`<p class="loading">${text(WORDS.loading)}</p>`;
	const fitting = rowsShown(screen);
	const columns = columnsOf(screen);
	const drawn = choice.extent === "all" ? fitting : fitting.slice(0, ROWS_AT_FIRST);
	return html`<table class="list" role="table" aria-label=${text(form.title)}>
			<thead role="rowgroup">
				${runningHead(screen, columns.length)}
				<tr role="row">
					${columns.map((column) => heading(screen, column))}
					<th role="columnheader" scope="col" class="no-print">${text(WORDS.evidence)}</th>
				</tr>
			</thead>
			<tbody role="rowgroup">${repeat(drawn, keyIn(screen), (row) => line(screen, columns, row))}</tbody>
		</table>
		${
			fitting.length > 0
				? nothing
				: html`<p class="nothing soft">${text(isFiltered(choice) ? WORDS.noneFits : WORDS.none)}</p>`
		}
		${
			drawn.length === fitting.length
				? nothing
				: html`<button type="button" class="no-print" @click=${() => choose({ extent: "all" })}>
				${text(WORDS.more)} (${fitting.length - drawn.length})</button>`
		}`;
}

function heading({ choice, choose, text }: LedgerScreen, column: ShownColumn): TemplateResult {
	const { sort } = choice;
	const direction = sort?.id === column.id ? sort.direction : "none";
	const next =
		direction === "none"
			? ({ id: column.id, direction: "ascending" } as const)
			: direction === "ascending"
				? ({ id: column.id, direction: "descending" } as const)
				: undefined;
	return html`<th role="columnheader" scope="col" aria-sort=${direction}>
		<button type="button" class="sort" title="${text(WORDS.sortBy)}: ${text(column)}"
			@click=${() => choose({ sort: next })}>${text(column)}<span aria-hidden="true" class="arrow">${
				direction === "ascending" ? "▲" : direction === "descending" ? "▼" : ""
			}</span></button>
	</th>`;
}

function line(screen: LedgerScreen, columns: readonly ShownColumn[], row: Row): TemplateResult {
	const { text, language, opened, toggle } = screen;
	const key = keyOfRow(row, screen.choice.register);
	const isOpen = opened?.key === key;
	const id = `evidence-${row.entries[0]}`;
	const [first] = columns;
	const name = first === undefined ? row.day : cellText(row.cells[first.index], language);
	return html`<tr role="row" class=${isOpen ? "open" : ""}>
			${columns.map((column) => {
				const said = cellText(row.cells[column.index], language);
				return html`<td role="cell" class=${FIGURES.test(said) ? "whole" : nothing}
					data-heading=${text(column)}>${said}</td>`;
			})}
			<td role="cell" class="no-print evidence-cell">
				<button type="button" class="small" aria-expanded=${isOpen ? "true" : "false"}
					aria-controls=${isOpen ? id : nothing}
					aria-label="${text(WORDS.evidence)}: ${name}, ${text(isOpen ? WORDS.hide : WORDS.show)}"
					@click=${() => toggle(row)}>${text(isOpen ? WORDS.hide : WORDS.show)}</button>
			</td>
		</tr>
		${
			isOpen
				? html`<tr role="row" class="no-print"><td role="cell" id=${id} class="evidence" colspan=${
						columns.length + 1
					}>${evidence(screen, row, opened)}</td></tr>`
				: nothing
		}`;
}

function keyIn({ choice }: LedgerScreen): (row: Row, index: number) => string {
	// Two rows may stand on the same records.
	return (row, index) => `${keyOfRow(row, choice.register)}#${choice.sort === undefined ? index : row.kind}`;
}
