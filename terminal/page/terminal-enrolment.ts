/** The enrolment's three steps: who, the pledge, the witness. Then the unit asks for both hands in turn. */
import { html, nothing, type TemplateResult } from "lit-html";
import { toHex } from "../../modules/bytes/bytes.js";
import { Modality } from "../../modules/messages/messages.generated.js";
import { type EnrolDialog, problemOf, type Screen, secretField } from "./terminal-screen.js";
import { ROLES, WORDS } from "./terminal-words.js";

export function enrolForm(screen: Screen, dialog: EnrolDialog): TemplateResult {
	const { text, open } = screen;
	const { step } = dialog;
	return html`<form class="stack enrolment" autocomplete="off" novalidate
		@submit=${(event: SubmitEvent) => go(screen, dialog, event)}>
		<div class="row spread">
			<h2 id="dialog-title">${text(WORDS.enrolTitle)}</h2>
			<p class="tag" aria-live="polite">${text(WORDS.step)} ${step}/3</p>
		</div>
		<ol class="steps" aria-hidden="true">
			${[1, 2, 3].map((number) => html`<li class=${number <= step ? "done" : ""}></li>`)}
		</ol>
		<fieldset ?hidden=${step !== 1}>${who(screen)}</fieldset>
		<fieldset ?hidden=${step !== 2}>${pledge(screen, dialog)}</fieldset>
		<fieldset ?hidden=${step !== 3}>${witness(screen, dialog)}</fieldset>
		${problemOf(screen)}
		<div class="row end">
			<button type="button" @click=${() => open(undefined)}>${text(WORDS.cancel)}</button>
			${
				step === 1
					? nothing
					: html`<button type="button" @click=${() => open({ ...dialog, step: step === 3 ? 2 : 1 })}>
					${text(WORDS.back)}</button>`
			}
			<button class="primary" ?disabled=${step === 2 && dialog.pledgeHash === undefined}>
				${text(step === 3 ? WORDS.startEnrolment : WORDS.next)}</button>
		</div>
	</form>`;
}

function who(screen: Screen): TemplateResult {
	const { text, state } = screen;
	const traits = state.modalities.map((modality) => ({
		modality,
		name: modality === Modality.iris ? WORDS.iris : WORDS.palm,
	}));
	return html`<legend>${text(WORDS.enrolWho)}</legend>
		${secretField(screen, { id: "enrol-id", label: WORDS.verificationId, help: WORDS.enrolIdHelp })}
		<div class="field">
			<label for="enrol-name">${text(WORDS.name)}</label>
			<input id="enrol-name" name="enrol-name" required maxlength="100" autocomplete="off">
		</div>
		<div class="columns">
			<div class="field">
				<label for="enrol-role">${text(WORDS.role)}</label>
				<select id="enrol-role" name="enrol-role">
					<option value="operator">${text(ROLES.operator)}</option>
					<option value="supervisor">${text(ROLES.supervisor)}</option>
				</select>
			</div>
			<div class="field">
				<label for="enrol-trait">${text(WORDS.trait)}</label>
				<select id="enrol-trait" name="enrol-trait">
					${traits.map(({ modality, name }) => html`<option value=${modality}>${text(name)}</option>`)}
				</select>
			</div>
		</div>`;
}

function pledge(screen: Screen, dialog: EnrolDialog): TemplateResult {
	const { text, open } = screen;
	const choose = async (event: Event) => {
		const file = event.currentTarget instanceof HTMLInputElement ? event.currentTarget.files?.[0] : undefined;
		const { pledgeHash: _, ...rest } = dialog;
		if (file === undefined || file.size === 0) return open(rest);
		const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
		open({ ...rest, pledgeHash: toHex(new Uint8Array(hash)) });
	};
	return html`<legend>${text(WORDS.pledge)}</legend>
		<p id="pledge-lead">${text(WORDS.pledgeLead)}</p>
		<div class="field">
			<label for="pledge">${text(WORDS.pledge)}</label>
			<input id="pledge" type="file" aria-describedby="pledge-lead" @change=${choose}>
		</div>
		<p class="hash" aria-live="polite">${
			dialog.pledgeHash === undefined
				? html`<span class="soft">${text(WORDS.pledgeMissing)}</span>`
				: html`${text(WORDS.pledgeHash)} <code>${dialog.pledgeHash}</code>`
		}</p>`;
}

const WITNESS_FIELD = { id: "witness-id", label: WORDS.supervisorId, help: WORDS.idHelp };

function witness(screen: Screen, dialog: EnrolDialog): TemplateResult {
	const { text, open } = screen;
	const isNone = dialog.witness === "none";
	return html`<legend>${text(WORDS.witness)}</legend>
		<p>${text(WORDS.witnessLead)}</p>
		${isNone ? nothing : secretField(screen, WITNESS_FIELD)}
		<label class="check">
			<input type="checkbox" .checked=${isNone}
				@change=${() => open({ ...dialog, witness: isNone ? "named" : "none" })}>
			${text(WORDS.firstSupervisor)}
		</label>`;
}

/** To the next step, or, from the last, to the unit. */
async function go({ act, open }: Screen, dialog: EnrolDialog, event: SubmitEvent): Promise<void> {
	event.preventDefault();
	const form = event.currentTarget;
	if (!(form instanceof HTMLFormElement)) return;
	const missing = [...form.querySelectorAll("input")].find(
		(field) => field.closest("fieldset")?.hidden === false && !field.checkValidity(),
	);
	if (missing !== undefined) {
		missing.reportValidity();
		return;
	}
	if (dialog.step === 1) return open({ ...dialog, step: 2 });
	if (dialog.step === 2) return open({ ...dialog, step: 3 });
	const fields = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]));
	const isDone = await act("enrol", {
		id: fields.get("enrol-id"),
		name: fields.get("enrol-name"),
		role: fields.get("enrol-role"),
		modality: Number(fields.get("enrol-trait")),
		pledgeHash: dialog.pledgeHash,
		...(dialog.witness === "none" ? {} : { witnessId: fields.get("witness-id") }),
	});
	if (isDone) open(undefined);
}
