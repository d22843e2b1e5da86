/** Which register and month are shown, what of them, and what can be done with it. */
import { html, nothing, type TemplateResult } from "lit-html";
import { cellText, isRegisterId, type RegisterShape } from "../shared/registers.js";
import { dateAndTime, isFiltered, type LedgerScreen, monthName, rowsShown } from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";

export function registerChooser({ ledger, choice, choose, text }: LedgerScreen): TemplateResult {
	const link = ({ id, title }: RegisterShape) => html`<li><button type="button" class="quiet"
		aria-current=${id === choice.register ? "true" : "false"} @click=${() => choose({ register: id })}>
		${text(title)}</button></li>`;
	const onSelect = (event: Event) => {
		const value = fieldValue(event);
		if (isRegisterId(value)) choose({ register: value });
	};
	return html`<nav class="registers" aria-label=${text(WORDS.registers)}>
			<ul>${ledger.registers.map(link)}</ul>
		</nav>
		<div class="field registers-narrow">
			<label for="ledger-register">${text(WORDS.registers)}</label>
			<select id="ledger-register" @change=${onSelect}>
				${ledger.registers.map(
					({ id, title }) =>
						html`<option value=${id} ?selected=${id === choice.register}>${text(title)}</option>`,
				)}
			</select>
		</div>`;
}

/** The filter, and what it leaves. */
export function filters(screen: LedgerScreen): TemplateResult {
	const { text, ledger, choice, choose, month, language, shape } = screen;
	return html`<form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
		${select("ledger-month", text(WORDS.month), month, (value) => choose({ month: value }), [
			...[...ledger.months]
				.reverse()
				.map(({ month: name }) => ({ id: name, name: monthName(name, language) })),
		])}
		<div class="field">
			<label for="ledger-text">${text(WORDS.search)}</label>
			<input id="ledger-text" type="search" maxlength="100" autocomplete="off" .value=${choice.text}
				@input=${(event: Event) => choose({ text: fieldValue(event) })}>
		</div>
		${select("ledger-person", text(WORDS.person), choice.person, (value) => choose({ person: value }), [
			{ id: "", name: text(WORDS.everybody) },
			...peopleOf(screen),
		])}
		${
			shape.kinds.length === 0
				? nothing
				: select("ledger-kind", text(WORDS.result), choice.kind, (value) => choose({ kind: value }), [
						{ id: "", name: text(WORDS.everything) },
						...shape.kinds.map((kind) => ({ id: kind.id, name: text(kind) })),
					])
		}
		${
			isFiltered(choice)
				? html`<button type="button" @click=${() => choose({ text: "", person: "", kind: "" })}>
				${text(WORDS.clear)}</button>`
				: nothing
		}
	</form>`;
}

/** How many, confirmed by whom, and what can be done. */
export function actions(screen: LedgerScreen): TemplateResult {
	const { text, rows, form, language, month, confirm, saveCsv, print, choice } = screen;
	const shown = rowsShown(screen).length;
	const total = rows?.total ?? 0;
	const number = (value: number) => value.toLocaleString(language);
	const count = isFiltered(choice)
		? `${number(shown)} (${text(WORDS.of)} ${number(total)}) ${text(WORDS.rows)}`
		: `${number(total)} ${text(WORDS.rows)}`;
	const canConfirm = choice.register !== "confirmations" && total > 0;
	return html`<div class="row spread no-print">
		<p class="row"><span aria-live="polite">${rows === undefined ? text(WORDS.loading) : count}</span>
			${canConfirm ? confirmation(screen) : nothing}</p>
		<div class="row">
			${
				canConfirm
					? html`<button type="button" class=${rows?.confirmation?.state === "current" ? "" : "primary"}
					@click=${() => confirm("typing")}>
					${text(rows?.confirmation === undefined ? WORDS.confirm : WORDS.again)}</button>`
					: nothing
			}
			<button type="button" ?disabled=${rows === undefined} @click=${() => print()}>
				${text(WORDS.print)}</button>
			${
				form.sheet === undefined
					? nothing
					: html`<button type="button" @click=${() => print("blank")}>
					${text(WORDS.blankSheet)}</button>`
			}
			<button type="button" ?disabled=${rows === undefined} @click=${() => saveCsv(month)}>
				${text(WORDS.csv)}</button>
		</div>
	</div>`;
}

function confirmation({ rows, text, language }: LedgerScreen): TemplateResult {
	const done = rows?.confirmation;
	if (done === undefined) return html`<span class="tag warn">${text(WORDS.unconfirmed)}</span>`;
	const who = `${cellText(done.by, language)} ${dateAndTime(done.at)}`;
	return done.state === "current"
		? html`<span class="tag good">${text(WORDS.confirmed)}</span> <span class="soft">${who}</span>`
		: html`<span class="tag warn">${text(WORDS.outdated)}</span> <span class="soft">${who}</span>`;
}

interface Option {
	readonly id: string;
	readonly name: string;
}

function select(
	id: string,
	label: string,
	chosen: string,
	onChoose: (value: string) => void,
	options: readonly Option[],
): TemplateResult {
	return html`<div class="field">
		<label for=${id}>${label}</label>
		<select id=${id} @change=${(event: Event) => onChoose(fieldValue(event))}>
			${options.map(
				(option) =>
					html`<option value=${option.id} .selected=${option.id === chosen}>${option.name}</option>`,
			)}
		</select>
	</div>`;
}

/** Everybody whom a row of the month concerns, by name. */
function peopleOf({ rows, language }: LedgerScreen): readonly Option[] {
	const names = new Map<string, string>();
	for (const { person, cells } of rows?.rows ?? []) {
		if (person === "" || names.has(person)) continue;
		const own = cells.find((cell) => typeof cell !== "string" && "person" in cell && cell.person === person);
		names.set(person, cellText(own ?? { person }, language));
	}
	const { compare } = new Intl.Collator(language);
	return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => compare(a.name, b.name));
}

function fieldValue({ currentTarget }: Event): string {
	const isField = currentTarget instanceof HTMLInputElement || currentTarget instanceof HTMLSelectElement;
	return isField ? currentTarget.value : "";
}
