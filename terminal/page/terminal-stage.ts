/** What goes on at the counter, large: who is awaited and how to hold the hand, then what came of it. */
import { html, nothing, svg, type TemplateResult } from "lit-html";
import { HintReason } from "../../modules/messages/messages.generated.js";
import type { CounterState, Placing, RefusedState, SessionState } from "../shared/terminal-state.js";
import { placementPicture } from "./terminal-picture.js";
import { duration, type Screen } from "./terminal-screen.js";
import { ACCEPTED, DONE, REFUSED, TASK_NAMES, WORDS } from "./terminal-words.js";

export function stage(screen: Screen): TemplateResult | typeof nothing {
	const { counter } = screen.state;
	switch (counter.kind) {
		case "free":
			return nothing;
		case "placing":
			return placing(screen, counter);
		case "accepted":
			return accepted(screen, counter);
		case "refused":
			return refused(screen, counter);
	}
}

/** What a screen reader is told as it happens; nothing that ticks. */
export function spoken({ state, text }: Screen): string {
	const { counter } = state;
	switch (counter.kind) {
		case "free":
			return "";
		case "placing":
			return text(counter.says);
		case "accepted":
			return `${text(ACCEPTED[counter.task])} ${text(DONE[counter.task])}`;
		case "refused":
			return `${text(REFUSED[counter.task])} ${text(counter.reason)} ${text(counter.next)}`;
	}
}

function placing({ text, now }: Screen, counter: Placing): TemplateResult {
	const { task, person, modality, hint, says, until, since, progress, turn } = counter;
	const isGood = hint === HintReason.accepted;
	return html`<section class="card stage placing" aria-labelledby="stage-title">
		<div class="stage-head">
			<h2 id="stage-title" tabindex="-1" data-focus>
				${text(TASK_NAMES[task])} <span class="soft">${person ?? ""}</span>
			</h2>
			${countdown(text(WORDS.remaining), until - now, until - since, text(WORDS.seconds))}
		</div>
		${
			task === "enrol"
				? html`<p class="turn">${text(turn === "witness" ? WORDS.witnessTurn : WORDS.subjectTurn)}</p>`
				: nothing
		}
		${placementPicture(modality, hint, text)}
		<p class="says ${isGood ? "says-good" : ""}">${text(says)}</p>
		${
			progress === undefined || turn === "witness"
				? nothing
				: html`<p class="samples"><span>${text(WORDS.samples)} ${progress.taken}/${progress.of}</span>
				${Array.from(
					{ length: progress.of },
					(_, index) => html`<i class=${index < progress.taken ? "taken" : ""} aria-hidden="true"></i>`,
				)}</p>`
		}
	</section>`;
}

const RING = 2 * Math.PI * 20;

function countdown(label: string, left: number, whole: number, unit: string): TemplateResult {
	const seconds = Math.max(0, Math.ceil(left));
	const share = whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0;
	return html`<p class="countdown">
		<svg viewBox="0 0 48 48" aria-hidden="true">
			<circle cx="24" cy="24" r="20" class="ring"></circle>
			<circle cx="24" cy="24" r="20" class="ring-left" stroke-dasharray="${share * RING} ${RING}"
				transform="rotate(-90 24 24)"></circle>
		</svg>
		<span><span class="visually-hidden">${label}</span> ${seconds} ${unit}</span>
	</p>`;
}

function accepted(
	{ text, act }: Screen,
	{ task, person }: Extract<CounterState, { kind: "accepted" }>,
): TemplateResult {
	return html`<section class="card stage verdict good" aria-labelledby="stage-title">
		${sign(svg`<path d="M14 26 L22 34 L36 17"></path>`)}
		<div class="stack">
			<h2 id="stage-title" tabindex="-1" data-focus>
				${text(ACCEPTED[task])}${person === undefined ? "" : `: ${person}`}
			</h2>
			<p>${text(DONE[task])}</p>
			<div class="row">
				<button type="button" @click=${() => act("dismiss")}>${text(WORDS.close)}</button>
			</div>
		</div>
	</section>`;
}

function refused({ text, now, act, state }: Screen, counter: RefusedState): TemplateResult {
	const { task, code, reason, next, attemptsLeft, retryAt } = counter;
	const wait = retryAt === undefined ? 0 : retryAt - now;
	const canAskAgain = state.session.kind !== "running" && WORTH_ANOTHER.includes(code) && wait <= 0;
	return html`<section class="card stage verdict danger" aria-labelledby="stage-title">
		${sign(svg`<path d="M16 16 L34 34 M34 16 L16 34"></path>`)}
		<div class="stack">
			<h2 id="stage-title" tabindex="-1" data-focus>${text(REFUSED[task])}</h2>
			<p class="reason">${text(reason)}</p>
			<p><strong>${text(WORDS.whatNow)}</strong><br>${text(next)}</p>
			${
				attemptsLeft === undefined || attemptsLeft === 0
					? nothing
					: html`<p class="figure">${text(WORDS.attemptsLeft)} <b>${attemptsLeft}</b></p>`
			}
			${
				wait > 0
					? html`<p class="figure" role="timer">${text(WORDS.retryIn)} <b>${duration(wait)}</b></p>`
					: nothing
			}
			<div class="row">
				<button type="button" class=${canAskAgain ? "primary" : ""} @click=${() => act("dismiss")}>
					${text(canAskAgain ? WORDS.again : WORDS.close)}
				</button>
			</div>
		</div>
	</section>`;
}

/** What the same person may mend by coming forward once more. */
const WORTH_ANOTHER: readonly string[] = [
	"mismatch",
	"no-capture",
	"timed-out",
	"inconsistent-samples",
	"busy",
];

function sign(mark: TemplateResult | ReturnType<typeof svg>): TemplateResult {
	return html`<svg class="sign" viewBox="0 0 50 50" aria-hidden="true">
		<circle cx="25" cy="25" r="23"></circle>${mark}
	</svg>`;
}

/** Has the session changed its kind? Then the keyboard's focus goes with it. */
export function kindOf({ counter, session }: { counter: CounterState; session: SessionState }): string {
	return `${counter.kind} ${session.kind}`;
}
