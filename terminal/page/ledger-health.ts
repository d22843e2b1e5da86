/** Whether the ledger as a whole stands, and whose wording its forms have. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { LedgerCheck } from "../shared/ledger-state.js";
import { fingerprint } from "./ledger-check.js";
import { dateAndTime, type LedgerScreen } from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";

export function health(screen: LedgerScreen): TemplateResult {
	const { text, ledger, language, act } = screen;
	const { check, entries, head, terminalKey, repairedBytes } = ledger;
	return html`<section class="health row no-print" aria-label=${text(WORDS.whole)}>
			<h1>${text(WORDS.title)}</h1>
			<span><b>${entries.toLocaleString(language)}</b> ${text(WORDS.entries)}</span>
			${checkTag(screen, check)}
			<span class="soft">${text(WORDS.terminalKey)} <code>${fingerprint(terminalKey)}</code></span>
			<span class="soft">${text(WORDS.root)} <code>${head.root.slice(0, 16)}…</code></span>
			<button type="button" class="small" ?disabled=${check.kind === "running"}
				@click=${() => act("ledgerVerify")}>${text(WORDS.verify)}</button>
		</section>
		${
			check.kind === "bad"
				? html`<p class="banner danger no-print" role="alert"><b>${text(WORDS.bad)}</b>
				${check.file}, ${text(WORDS.record)} ${check.position}: ${text(check.what)} ${text(check.next)}</p>`
				: nothing
		}
		${
			repairedBytes === 0
				? nothing
				: html`<p class="banner warn no-print">${text(WORDS.repaired)} (${repairedBytes} bytes)</p>`
		}`;
}

function checkTag({ text, language }: LedgerScreen, check: LedgerCheck): TemplateResult {
	switch (check.kind) {
		case "running":
			return html`<span class="tag">${text(WORDS.checking)} ${check.checked.toLocaleString(language)}</span>`;
		case "good":
			return html`<span class="tag good">${text(WORDS.good)} ${dateAndTime(check.at)}</span>`;
		case "bad":
			return html`<span class="tag danger">${text(WORDS.bad)}</span>`;
	}
}

/** What has to be mended stands above the list, on paper too: whoever signs shall know. */
export function formMistakes({ notices, text }: LedgerScreen): readonly TemplateResult[] {
	return notices
		.filter(({ level }) => level === "mistake")
		.map(({ what }) => html`<p class="banner danger" role="alert">${text(what)}</p>`);
}

/** Whose wording it is. */
export function formNotes({ notices, text }: LedgerScreen): readonly TemplateResult[] {
	return notices
		.filter(({ level }) => level === "note")
		.map(({ what }) => html`<p class="soft form-note">${text(what)}</p>`);
}
