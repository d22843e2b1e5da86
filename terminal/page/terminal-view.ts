/** The Terminal view: what the operator and the supervisor see, drawn anew from each state that arrives. */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { isSentence, type Sentence } from "../shared/contract.js";
import {
	type Alert,
	isTerminalState,
	TERMINAL_CHANNEL,
	type TerminalState,
	TIP_CHANNEL,
} from "../shared/terminal-state.js";
import { board } from "./terminal-board.js";
import { dialogOf } from "./terminal-dialogs.js";
import { clockTime, type DialogState, type Screen } from "./terminal-screen.js";
import { entrance, lockedHead, running } from "./terminal-session.js";
import { kindOf, spoken, stage } from "./terminal-stage.js";
import { DAY, WORDS } from "./terminal-words.js";
import type { PageView, ViewContext } from "./view.js";

export const terminalView: PageView = { id: "terminal", title: WORDS.title, start };

/** For the unit the operator works as long as keys and pointer move; it is told this often. */
const ACTIVE_EVERY_MS = 30_000;

function start(context: ViewContext): void {
	const { root, text, language, on, act, onChange, onVisible } = context;
	let state: TerminalState | undefined;
	let problem: Sentence | undefined;
	let dialog: DialogState | undefined;
	let tip: Sentence | undefined;
	/** Of the terminal's clock before this browser's. */
	let aheadSeconds = 0;
	let focused = "";

	const open = (next: DialogState | undefined) => {
		if (next === undefined && dialog === undefined) return;
		dialog = next;
		problem = undefined;
		draw();
	};
	const screenOf = (known: TerminalState): Screen => ({
		...{ state: known, text, language: language(), problem, dialog, tip, open, redraw: draw },
		now: Date.now() / 1000 + aheadSeconds,
		async act(name, input) {
			const result = await act(name, input);
			problem = result.kind === "refused" ? result.reason : undefined;
			draw();
			return result.kind === "done";
		},
	});
	const draw = () => {
		if (state === undefined) {
			render(html`<p class="loading">${text(WORDS.waiting)}</p>`, root);
			return;
		}
		// Nothing of a session is left on a screen that its operator has gone from.
		if (state.session.kind === "locked" && dialog?.kind !== "open-day") dialog = undefined;
		render(view(screenOf(state)), root);
		showDialog(root, dialog);
		followFocus(kindOf(state));
	};
	/** What had the focus may be gone: it goes to what has come in its place. */
	const followFocus = (kind: string) => {
		const isLost = document.activeElement === document.body || !root.contains(document.activeElement);
		if (kind !== focused && !root.hidden && isLost) root.querySelector<HTMLElement>("[data-focus]")?.focus();
		focused = kind;
	};

	on(TERMINAL_CHANNEL, (next) => {
		if (!isTerminalState(next)) return;
		if (state !== undefined && kindOf(state) !== kindOf(next)) problem = undefined;
		state = next;
		aheadSeconds = next.now - Date.now() / 1000;
		draw();
	});
	on(TIP_CHANNEL, (next) => {
		tip = isSentence(next) ? next : undefined;
		draw();
	});
	onChange(draw);
	onVisible((visibility) => {
		if (visibility === "shown") draw();
	});
	setInterval(() => {
		if (state !== undefined && !root.hidden && hasClock(state)) draw();
	}, 1000);
	tellWhileActive(
		() => state?.session.kind === "running",
		() => void act("active"),
	);
	draw();
}

function view(screen: Screen): TemplateResult {
	const { state } = screen;
	const { session } = state;
	const isLocked = session.kind === "locked";
	return html`<h1 class="visually-hidden">${screen.text(WORDS.title)}</h1>
		<p class="visually-hidden" aria-live="assertive">${spoken(screen)}</p>
		${status(screen)} ${alerts(screen)}
		<div class=${isLocked ? "desk desk-locked" : "desk"}>
			<div class="stack">
				${isLocked && state.counter.kind === "free" ? lockedHead(screen, session) : nothing}
				${stage(screen)}
				${
					session.kind === "running"
						? running(screen, session)
						: state.counter.kind === "placing"
							? nothing
							: entrance(screen)
				}
			</div>
			${isLocked ? nothing : board(screen)}
		</div>
		${screen.tip === undefined ? nothing : html`<p class="tip">${screen.text(screen.tip)}</p>`}
		${dialogOf(screen)}`;
}

function status({ state, text }: Screen): TemplateResult {
	const { unit, broker, day } = state;
	const { words, level } = broker === "lost" ? UNIT.unknown : UNIT[unit.kind];
	return html`<p class="row status">
			<span class="tag ${level}">${text(words)}</span>
			<span class="tag ${BROKER[broker].level}">${text(BROKER[broker].words)}</span>
			<span class="tag ${day === "open" ? "good" : "warn"}">${text(DAY[day])}</span>
		</p>
		${broker === "lost" ? outage(text(WORDS.brokerLostLong)) : nothing}
		${broker !== "lost" && unit.kind === "offline" ? outage(text(WORDS.unitOfflineLong)) : nothing}`;
}

const BROKER = {
	connected: { words: WORDS.brokerUp, level: "good" },
	lost: { words: WORDS.brokerLost, level: "danger" },
} as const;

const UNIT = {
	unknown: { words: WORDS.unitUnknown, level: "" },
	unheard: { words: WORDS.unitUnheard, level: "" },
	online: { words: WORDS.unitOnline, level: "good" },
	offline: { words: WORDS.unitOffline, level: "danger" },
} as const;

function outage(words: string): TemplateResult {
	return html`<p class="banner danger outage" role="alert">${words}</p>`;
}

function alerts(screen: Screen): TemplateResult | typeof nothing {
	const { state, text } = screen;
	if (state.alerts.length === 0) return nothing;
	return html`<section class="alerts" aria-label=${text(WORDS.alerts)}>
		<ul>${state.alerts.map((alert) => alertLine(screen, alert))}</ul>
	</section>`;
}

function alertLine({ text, language, act }: Screen, { id, at, level, what, next }: Alert): TemplateResult {
	return html`<li class="alert ${level}">
		<p><b>${text(what)}</b> <span>${clockTime(at, language)}</span><br>${text(next)}</p>
		<button type="button" class="small" @click=${() => act("acknowledge", { alert: id })}>
			${text(WORDS.seen)}</button>
	</li>`;
}

function showDialog(root: HTMLElement, dialog: DialogState | undefined): void {
	const element = root.querySelector("dialog");
	if (element === null) return;
	if (dialog === undefined) element.close();
	else if (!element.open) element.showModal();
}

function hasClock({ counter, session, people }: TerminalState): boolean {
	return (
		counter.kind === "placing" ||
		(counter.kind === "refused" && counter.retryAt !== undefined) ||
		session.kind === "running" ||
		people.some(({ lockedUntil }) => lockedUntil !== undefined)
	);
}

function tellWhileActive(isNeeded: () => boolean, tell: () => void): void {
	let toldAtMs = 0;
	const moved = () => {
		if (!isNeeded() || Date.now() - toldAtMs < ACTIVE_EVERY_MS) return;
		toldAtMs = Date.now();
		tell();
	};
	for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, moved, { passive: true });
}
