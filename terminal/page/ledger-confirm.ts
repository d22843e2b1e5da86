/** The supervisor confirms a register of a month by palm: the unit guides here as in the Terminal view. */
import { html, nothing, type TemplateResult } from "lit-html";
import { HintReason } from "../../modules/messages/messages.generated.js";
import type { Placing, TerminalState } from "../shared/terminal-state.js";
import { type LedgerScreen, monthName } from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";
import { placementPicture } from "./terminal-picture.js";
import { secretField, takeForm } from "./terminal-screen.js";
import { WORDS as TERMINAL_WORDS } from "./terminal-words.js";

export function confirmDialog(screen: LedgerScreen): TemplateResult {
	const { confirming } = screen;
	const close = () => closing(screen);
	return html`<dialog class="no-print" aria-labelledby="ledger-dialog-title" @cancel=${close} @close=${close}>
		${confirming === undefined ? nothing : contents(screen)}
	</dialog>`;
}

function contents(screen: LedgerScreen): TemplateResult {
	const { text, form, month, language, confirming, terminal } = screen;
	return html`<div class="stack">
		<h2 id="ledger-dialog-title">${text(WORDS.confirm)}:
			${text(form.title)} ${monthName(month, language)}</h2>
		${confirming === "typing" ? typing(screen) : awaited(screen, terminal)}
	</div>`;
}

/** Whoever has seen what came of it need not be shown it again in the Terminal view. */
function closing({ confirming, terminal, confirm, act }: LedgerScreen): void {
	if (confirming === undefined) return;
	confirm(undefined);
	const came = terminal?.counter.kind;
	if (confirming === "awaited" && (came === "accepted" || came === "refused")) void act("dismiss");
}

function typing(screen: LedgerScreen): TemplateResult {
	const { text, act, confirm, choice, month, rows, problem, language } = screen;
	const { supervisorId, idHelp, cancel, startVerification } = TERMINAL_WORDS;
	const submit = async (event: SubmitEvent) => {
		const id = takeForm(event).get("ledger-id");
		if (await act("confirmRegister", { register: choice.register, month, id })) confirm("awaited");
	};
	return html`<form class="stack" autocomplete="off" @submit=${submit}>
		<p>${text(WORDS.confirmLead)}</p>
		<p><b>${rows?.total.toLocaleString(language)} ${text(WORDS.rows)}</b>
			<span class="soft">${text(WORDS.confirmAll)}</span></p>
		${secretField(screen, { id: "ledger-id", label: supervisorId, help: idHelp })}
		${problem === undefined ? nothing : html`<p class="problem danger" role="alert">${text(problem)}</p>`}
		<div class="row end">
			<button type="button" @click=${() => confirm(undefined)}>${text(cancel)}</button>
			<button class="primary">${text(startVerification)}</button>
		</div>
	</form>`;
}

function awaited(screen: LedgerScreen, terminal: TerminalState | undefined): TemplateResult {
	const { text } = screen;
	const counter = terminal?.counter;
	const close = html`<div class="row end">
		<button type="button" class="primary" @click=${() => closing(screen)}>${text(WORDS.close)}</button>
	</div>`;
	// What came of another asking is not this one's.
	if (counter === undefined || counter.kind === "free" || counter.task !== "confirm-register")
		return html`<p role="status">${text(WORDS.supervisorsTurn)}</p>${close}`;
	switch (counter.kind) {
		case "placing":
			return placing(screen, counter);
		case "accepted":
			return html`<p class="problem good" role="status">${text(WORDS.confirmDone)}</p>${close}`;
		case "refused":
			return html`<p class="problem danger" role="alert">
				${text(WORDS.confirmRefused)}: ${text(counter.reason)}</p>
				<p><strong>${text(WORDS.whatNow)}</strong><br>${text(counter.next)}</p>${close}`;
	}
}

function placing({ text, now }: LedgerScreen, { modality, hint, says, until }: Placing): TemplateResult {
	const seconds = Math.max(0, Math.ceil(until - now));
	return html`<p class="turn">${text(WORDS.supervisorsTurn)}
			<span class="soft">${text(WORDS.remaining)} ${seconds} ${text(WORDS.seconds)}</span></p>
		${placementPicture(modality, hint, text)}
		<p class="says ${hint === HintReason.accepted ? "says-good" : ""}" role="status">${text(says)}</p>`;
}
