/** What every part of the Terminal view draws from, and what it may do. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Sentence } from "../shared/contract.js";
import type { BoardEntry, Purpose, TerminalState } from "../shared/terminal-state.js";
import { WORDS } from "./terminal-words.js";
import type { Language } from "./view.js";

export interface Screen {
	readonly state: TerminalState;
	/** Seconds since 1970 by the terminal's clock, now. */
	readonly now: number;
	readonly language: Language;
	text(sentence: Sentence): string;
	/** Does it; what is refused is shown where the asking was. @returns whether it was done. */
	act(name: string, input?: unknown): Promise<boolean>;
	/** Why the last act was refused. */
	readonly problem: Sentence | undefined;
	readonly dialog: DialogState | undefined;
	/** Of a demonstration. */
	readonly tip: Sentence | undefined;
	open(dialog: DialogState | undefined): void;
	/** Shows everything again. */
	redraw(): void;
}

export type DialogState =
	| { readonly kind: "open-day" | "close-day" | "hand-over" | "reauthenticate" | "confirm" }
	| { readonly kind: "revoke"; readonly person: BoardEntry }
	| EnrolDialog;

export interface EnrolDialog {
	readonly kind: "enrol";
	readonly step: 1 | 2 | 3;
	/** SHA-256 of the pledge, hexadecimal, once it is chosen. */
	readonly pledgeHash?: string;
	/** Nobody can witness the first supervisor. */
	readonly witness: "named" | "none";
}

/** A field whose text is secret, and hidden unless whoever types it wants to see it. */
export function secretField(
	{ text, redraw }: Pick<Screen, "text" | "redraw">,
	{ id, label, help }: { readonly id: string; readonly label: Sentence; readonly help?: Sentence },
): TemplateResult {
	const toggle = (event: Event) => {
		const field = document.getElementById(id);
		if (!(field instanceof HTMLInputElement) || !(event.currentTarget instanceof HTMLElement)) return;
		field.type = field.type === "password" ? "text" : "password";
		event.currentTarget.setAttribute("aria-pressed", field.type === "text" ? "true" : "false");
		redraw();
	};
	return html`<div class="field">
		<label for=${id}>${text(label)}</label>
		<div class="secret">
			<input data-focus id=${id} name=${id} type="password" required maxlength="128"
				autocomplete="off" autocapitalize="off"
				spellcheck="false" aria-describedby=${help === undefined ? nothing : `${id}-help`}>
			<button type="button" aria-pressed="false" aria-controls=${id} @click=${toggle}>
				${text(WORDS.show)}</button>
		</div>
		${help === undefined ? nothing : html`<p class="soft help" id="${id}-help">${text(help)}</p>`}
	</div>`;
}

export function purposeField({ text, state }: Screen, id: string): TemplateResult {
	return html`<div class="field">
		<label for=${id}>${text(WORDS.purpose)}</label>
		<select id=${id} name="purpose">
			${state.purposes.map(({ code, name }: Purpose) => html`<option value=${code}>${text(name)}</option>`)}
		</select>
	</div>`;
}

export function problemOf({ problem, text }: Screen): TemplateResult | typeof nothing {
	return problem === undefined ? nothing : html`<p class="problem danger" role="alert">${text(problem)}</p>`;
}

/** The fields of the form that `event` submits; secret ones are emptied at once. */
export function takeForm(event: SubmitEvent): ReadonlyMap<string, string> {
	event.preventDefault();
	const form = event.currentTarget;
	if (!(form instanceof HTMLFormElement)) return new Map();
	const fields = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]));
	for (const field of form.querySelectorAll("input")) if (isSecret(field)) field.value = "";
	return fields;
}

function isSecret(field: HTMLInputElement): boolean {
	return field.autocomplete === "off" && field.parentElement?.className === "secret";
}

export function clockTime(seconds: number, language: Language): string {
	return new Date(seconds * 1000).toLocaleTimeString(language, {
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	});
}

/** 3725 -> 1:02:05 */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const two = (value: number) => String(value).padStart(2, "0");
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
