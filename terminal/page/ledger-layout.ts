/** How the parts of the Ledger view stand together, on the screen and on paper. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../shared/contract.js";
import { confirmDialog } from "./ledger-confirm.js";
import { formMistakes, formNotes, health } from "./ledger-health.js";
import { list } from "./ledger-list.js";
import { filled, paperFoot, paperHead, paperSheet } from "./ledger-paper.js";
import type { LedgerScreen } from "./ledger-screen.js";
import { actions, filters, registerChooser } from "./ledger-tools.js";
import { WORDS } from "./ledger-words.js";

export function layout(screen: LedgerScreen): TemplateResult {
	const { text, form, sheet, problem, confirming } = screen;
	const paper = sheet === undefined ? `list-${form.paper}` : "sheet";
	return html`<div class="ledger paper-${paper}">
		${health(screen)}
		<div class="no-print">${registerChooser(screen)}</div>
		<section class="card stack register" aria-labelledby="register-title">
			<div class="register-head no-print">
				<h2 id="register-title">${text(form.title)}
					${form.number === undefined ? nothing : html`<span class="tag">${text(form.number)}</span>`}</h2>
			</div>
			${paperHead(screen)}
			${formMistakes(screen)}
			${form.lead === undefined ? nothing : html`<p class="lead">${filled(screen, form.lead)}</p>`}
			<div class="no-print">${filters(screen)}</div>
			${actions(screen)}
			${
				problem === undefined || confirming !== undefined
					? nothing
					: html`<p class="problem danger no-print" role="alert">${text(problem)}</p>`
			}
			${list(screen)}
			${form.foot === undefined ? nothing : html`<p class="foot">${filled(screen, form.foot)}</p>`}
			${formNotes(screen)}
			${paperFoot(screen)}
		</section>
		${paperSheet(screen)}
		${confirmDialog(screen)}
	</div>`;
}

export function waiting(text: (sentence: Sentence) => string): TemplateResult {
	return html`<h1>${text(WORDS.title)}</h1><p class="loading">${text(WORDS.waiting)}</p>`;
}

/** Nothing with a name while nobody is logged in; whether the ledger stands as a whole has none. */
export function covered(screen: LedgerScreen): TemplateResult {
	const { text } = screen;
	return html`<div class="ledger">
		${health(screen)}
		<div class="card stack covered">
			<h2>${text(WORDS.covered)}</h2>
			<p>${text(WORDS.coveredLead)}</p>
			<p><a href="#terminal">${text(WORDS.toTerminal)}</a></p>
		</div>
	</div>`;
}
