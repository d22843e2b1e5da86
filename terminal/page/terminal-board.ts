/** The supervisor's board: who is expected, present or absent today, and what can be done for each. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { BoardEntry } from "../shared/terminal-state.js";
import { clockTime, duration, type Screen } from "./terminal-screen.js";
import { ATTENDANCE, ROLES, WORDS } from "./terminal-words.js";

export function board(screen: Screen): TemplateResult {
	const { text, state, open } = screen;
	const { people, day, authority, counter } = state;
	const isForOthers = authority === "here" && people.length > 0 && !mayOrder(screen);
	const isBusy = counter.kind === "placing";
	const count = (attendance: BoardEntry["attendance"]) =>
		people.filter((person) => person.attendance === attendance).length;
	return html`<section class="card stack board" aria-labelledby="board-title">
		<div class="row spread">
			<h2 id="board-title">${text(WORDS.board)}</h2>
			<p class="row counts">
				<span class="tag good">${text(ATTENDANCE.present)} ${count("present")}</span>
				<span class="tag">${text(ATTENDANCE.expected)} ${count("expected")}</span>
				<span class="tag warn">${text(ATTENDANCE.absent)} ${count("absent")}</span>
			</p>
		</div>
		${
			people.length === 0
				? html`<p class="soft">${text(WORDS.nobody)}</p>`
				: html`<ul class="people">${people.map((person) => line(screen, person))}</ul>`
		}
		<div class="row">
			${
				day === "closed"
					? nothing
					: html`<button type="button" ?disabled=${isBusy} @click=${() => open({ kind: "close-day" })}>
					${text(WORDS.closeDay)}</button>`
			}
			${
				day === "unknown"
					? html`<button type="button" ?disabled=${isBusy} @click=${() => open({ kind: "open-day" })}>
					${text(WORDS.openDay)}</button>`
					: nothing
			}
			${
				authority === "here"
					? html`<button type="button" ?disabled=${isBusy}
					@click=${() => open({ kind: "enrol", step: 1, witness: "named" })}>${text(WORDS.enrol)}…</button>`
					: html`<p class="soft">${text(WORDS.elsewhere)}</p>`
			}
		</div>
		${isForOthers ? html`<p class="soft">${text(WORDS.supervisorFirst)}</p>` : nothing}
	</section>`;
}

/** The service asks for the same: see orders.ts. */
function mayOrder({ state: { authority, session } }: Screen): boolean {
	return authority === "here" && session.kind === "running" && session.role === "supervisor";
}

const LEVEL = { present: "good", expected: "", absent: "warn" } as const;

function line(screen: Screen, person: BoardEntry): TemplateResult {
	const { text, language, act, open, now } = screen;
	const { key, name, role, attendance, first, last, lockedUntil, disabled } = person;
	const other = attendance === "absent" ? "expected" : "absent";
	const isWaiting = disabled === true || lockedUntil !== undefined;
	return html`<li>
		<p class="who"><b>${name}</b> <span class="soft">${text(ROLES[role])}</span></p>
		<p class="how">
			<span class="tag ${LEVEL[attendance]}">${text(ATTENDANCE[attendance])}</span>
			${
				first === undefined || last === undefined
					? nothing
					: html`<span class="soft">${text(WORDS.first)} ${clockTime(first, language)} ・
					${text(WORDS.last)} ${clockTime(last, language)}</span>`
			}
			${
				lockedUntil === undefined
					? nothing
					: html`<span class="tag danger">${text(WORDS.lockedFor)} ${duration(lockedUntil - now)}</span>`
			}
			${disabled === true ? html`<span class="tag danger">${text(WORDS.disabled)}</span>` : nothing}
		</p>
		<p class="do">
			${
				attendance === "present"
					? nothing
					: html`<button type="button" class="small" @click=${() => act("mark", { key, attendance: other })}
					aria-label="${text(other === "absent" ? WORDS.markAbsent : WORDS.markExpected)}: ${name}">
					${text(other === "absent" ? WORDS.markAbsent : WORDS.markExpected)}</button>`
			}
			${
				mayOrder(screen) && isWaiting
					? html`<button type="button" class="small" @click=${() => act("forgive", { key })}
					aria-label="${text(WORDS.forgive)}: ${name}">${text(WORDS.forgive)}</button>`
					: nothing
			}
			${
				mayOrder(screen)
					? html`<button type="button" class="small destructive"
						@click=${() => open({ kind: "revoke", person })}
					aria-label="${text(WORDS.revoke)}: ${name}">${text(WORDS.revoke)}…</button>`
					: nothing
			}
		</p>
	</li>`;
}
