/** What is asked in a dialog: each form ends in one act, and stays open with the reason if it is refused. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../shared/contract.js";
import type { BoardEntry } from "../shared/terminal-state.js";
import { enrolForm } from "./terminal-enrolment.js";
import {
	type DialogState,
	problemOf,
	purposeField,
	type Screen,
	secretField,
	takeForm,
} from "./terminal-screen.js";
import { logInForm } from "./terminal-session.js";
import { REVOCATION_REASONS, WORDS } from "./terminal-words.js";

export function dialogOf(screen: Screen): TemplateResult {
	const { dialog, open } = screen;
	const close = () => open(undefined);
	return html`<dialog aria-labelledby="dialog-title" @cancel=${close} @close=${close}>
		${dialog === undefined ? nothing : contents(screen, dialog)}
	</dialog>`;
}

function contents(screen: Screen, dialog: DialogState): TemplateResult {
	const { text } = screen;
	switch (dialog.kind) {
		case "open-day":
		case "close-day":
			return dayForm(screen, dialog.kind);
		case "hand-over":
			return html`<div class="stack">
				${heading(text(WORDS.handOver), text(WORDS.handOverLead))}${logInForm(screen, "next-")}
			</div>`;
		case "reauthenticate":
			return reauthenticateForm(screen);
		case "confirm":
			return confirmForm(screen);
		case "revoke":
			return revokeForm(screen, dialog.person);
		case "enrol":
			return enrolForm(screen, dialog);
	}
}

function heading(title: string, lead: string): TemplateResult {
	return html`<h2 id="dialog-title">${title}</h2><p>${lead}</p>`;
}

/** Submits to `act`, and closes when it was done. */
function submitting(
	{ act, open }: Screen,
	name: string,
	inputOf: (fields: ReadonlyMap<string, string>) => unknown,
) {
	return async (event: SubmitEvent) => {
		if (await act(name, inputOf(takeForm(event)))) open(undefined);
	};
}

function buttons(screen: Screen, label: Sentence, level: "primary" | "destructive"): TemplateResult {
	const { text, open } = screen;
	return html`${problemOf(screen)}
		<div class="row end">
			<button type="button" @click=${() => open(undefined)}>${text(WORDS.cancel)}</button>
			<button class=${level}>${text(label)}</button>
		</div>`;
}

function dayForm(screen: Screen, act: "open-day" | "close-day"): TemplateResult {
	const { text } = screen;
	const [title, lead] =
		act === "open-day" ? [WORDS.openDay, WORDS.openDayLead] : [WORDS.closeDay, WORDS.closeDayLead];
	return html`<form class="stack" autocomplete="off"
		@submit=${submitting(screen, act, (fields) => ({ id: fields.get("day-id") }))}>
		${heading(text(title), text(lead))}
		${secretField(screen, { id: "day-id", label: WORDS.supervisorId, help: WORDS.idHelp })}
		${buttons(screen, WORDS.startVerification, "primary")}
	</form>`;
}

function reauthenticateForm(screen: Screen): TemplateResult {
	const { text } = screen;
	const inputOf = (fields: ReadonlyMap<string, string>) => ({
		purpose: Number(fields.get("purpose")),
		reception: fields.get("reception"),
	});
	return html`<form class="stack" autocomplete="off" @submit=${submitting(screen, "reauthenticate", inputOf)}>
		${heading(text(WORDS.reauthenticate), text(WORDS.reauthenticateLead))}
		${purposeField(screen, "again-purpose")}
		<div class="field">
			<label for="reception">${text(WORDS.reception)}</label>
			<input id="reception" name="reception" required maxlength="100" autocomplete="off">
		</div>
		${buttons(screen, WORDS.startVerification, "primary")}
	</form>`;
}

function confirmForm(screen: Screen): TemplateResult {
	const { text } = screen;
	const inputOf = (fields: ReadonlyMap<string, string>) => ({
		id: fields.get("confirm-id"),
		query: fields.get("query"),
	});
	return html`<form class="stack" autocomplete="off" @submit=${submitting(screen, "confirm", inputOf)}>
		${heading(text(WORDS.confirm), text(WORDS.confirmLead))}
		<div class="field">
			<label for="query">${text(WORDS.query)}</label>
			<input id="query" name="query" required maxlength="500" autocomplete="off">
		</div>
		${secretField(screen, { id: "confirm-id", label: WORDS.supervisorId, help: WORDS.idHelp })}
		${buttons(screen, WORDS.startVerification, "primary")}
	</form>`;
}

function revokeForm(screen: Screen, { key, name }: BoardEntry): TemplateResult {
	const { text } = screen;
	const inputOf = (fields: ReadonlyMap<string, string>) => ({ key, reason: Number(fields.get("reason")) });
	return html`<form class="stack" @submit=${submitting(screen, "revoke", inputOf)}>
		${heading(`${text(WORDS.revoke)}: ${name}`, text(WORDS.revokeLead))}
		<div class="field">
			<label for="revoke-reason">${text(WORDS.reason)}</label>
			<select id="revoke-reason" name="reason">
				${REVOCATION_REASONS.map((why) => html`<option value=${why.value}>${text(why.name)}</option>`)}
			</select>
		</div>
		${buttons(screen, WORDS.revokeNow, "destructive")}
	</form>`;
}
