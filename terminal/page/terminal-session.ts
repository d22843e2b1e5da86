/** Logging in, the running session, and the screen that covers it when the operator is gone. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { RunningState, SessionState } from "../shared/terminal-state.js";
import {
	clockTime,
	duration,
	problemOf,
	purposeField,
	type Screen,
	secretField,
	takeForm,
} from "./terminal-screen.js";
import { ROLES, WORDS } from "./terminal-words.js";

/** Where nobody is logged in: the day is opened first, then operators log in. */
export function entrance(screen: Screen): TemplateResult {
	const { text, state, act } = screen;
	if (state.day === "closed") {
		const submit = (event: SubmitEvent) => act("open-day", { id: takeForm(event).get("id") });
		return html`<section class="card stack" aria-labelledby="entrance-title">
			<h2 id="entrance-title">${text(WORDS.openDay)}</h2>
			<p>${text(WORDS.openDayLead)}</p>
			<form class="stack" @submit=${submit} autocomplete="off">
				${secretField(screen, { id: "id", label: WORDS.supervisorId, help: WORDS.idHelp })}
				${problemHere(screen)}
				<button class="primary large">${text(WORDS.startVerification)}</button>
			</form>
		</section>`;
	}
	return html`<section class="card stack" aria-labelledby="entrance-title">
		<h2 id="entrance-title">${text(WORDS.logIn)}</h2>
		<p>${text(WORDS.logInLead)}</p>
		${logInForm(screen, "")}
	</section>`;
}

/** @param prefix of the fields' names, where two of these forms are on one page. */
export function logInForm(screen: Screen, prefix: string): TemplateResult {
	const { text, act, open } = screen;
	const submit = async (event: SubmitEvent) => {
		const fields = takeForm(event);
		const input = { id: fields.get(`${prefix}id`), purpose: Number(fields.get("purpose")) };
		if (await act("log-in", input)) open(undefined);
	};
	return html`<form class="stack" @submit=${submit} autocomplete="off">
		${secretField(screen, { id: `${prefix}id`, label: WORDS.verificationId, help: WORDS.idHelp })}
		${purposeField(screen, `${prefix}purpose`)}
		${prefix === "" ? problemHere(screen) : problemOf(screen)}
		<div class="row">
			<button class="primary large">${text(WORDS.startVerification)}</button>
			${
				prefix === ""
					? nothing
					: html`<button type="button" @click=${() => open(undefined)}>${text(WORDS.cancel)}</button>`
			}
		</div>
	</form>`;
}

/** A dialog shows its own problems. */
function problemHere(screen: Screen) {
	return screen.dialog === undefined ? problemOf(screen) : nothing;
}

export function running(screen: Screen, session: RunningState): TemplateResult {
	const { text, state, now, language, act, open } = screen;
	const { since, person, role, purpose, reauthenticated, confirmed } = session;
	const purposeName = state.purposes.find(({ code }) => code === purpose)?.name;
	const end = (reason: "logoff" | "lock") => () => act("end-session", { reason });
	const at = (seconds: number) => clockTime(seconds, language);
	const isBusy = state.counter.kind === "placing";
	return html`<section class="card stack session" aria-labelledby="session-title">
		<div class="session-head">
			<div>
				<p class="tag good">${text(WORDS.inSession)}</p>
				<h2 id="session-title" tabindex="-1" data-focus>${person ?? text(WORDS.unknownPerson)}</h2>
				<p class="soft">${role === undefined ? "" : text(ROLES[role])}
					${purposeName === undefined ? nothing : html`・${text(purposeName)}`}</p>
			</div>
			<p class="clock" role="timer" aria-label=${text(WORDS.elapsed)}>
				<b>${duration(now - since)}</b><span class="soft">${text(WORDS.since)} ${at(since)}</span>
			</p>
		</div>
		<p class="row" ?hidden=${reauthenticated === undefined && confirmed === undefined}>
			${reauthenticated === undefined ? nothing : done(text(WORDS.reauthenticated), at(reauthenticated.at))}
			${confirmed === undefined ? nothing : done(text(WORDS.confirmed), at(confirmed.at), confirmed.by)}
		</p>
		<div class="acts">
			<button type="button" ?disabled=${isBusy} @click=${() => open({ kind: "reauthenticate" })}>
				${text(WORDS.reauthenticate)}</button>
			<button type="button" ?disabled=${isBusy} @click=${() => open({ kind: "confirm" })}>
				${text(WORDS.confirm)}</button>
			<button type="button" ?disabled=${isBusy} @click=${() => open({ kind: "hand-over" })}>
				${text(WORDS.handOver)}</button>
			<button type="button" @click=${end("lock")}>${text(WORDS.lock)}</button>
			<button type="button" class="primary" @click=${end("logoff")}>${text(WORDS.logOff)}</button>
		</div>
		${problemHere(screen)}
	</section>`;
}

function done(what: string, when: string, by = ""): TemplateResult {
	return html`<span class="tag good">${what} ${when} ${by}</span>`;
}

export function lockedHead(
	{ text, language }: Screen,
	{ why, at }: Extract<SessionState, { kind: "locked" }>,
): TemplateResult {
	return html`<section class="locked-head" aria-labelledby="locked-title">
		<svg viewBox="0 0 64 64" aria-hidden="true">
			<rect x="12" y="28" width="40" height="28" rx="6"></rect>
			<path d="M20 28 V20 a12 12 0 0 1 24 0 V28"></path>
			<circle cx="32" cy="42" r="4"></circle>
		</svg>
		<h2 id="locked-title" tabindex="-1" data-focus>${text(WORDS.locked)}</h2>
		<p>${text(why)} <span class="soft">${clockTime(at, language)}</span></p>
		<p class="soft">${text(WORDS.lockedLead)}</p>
	</section>`;
}
