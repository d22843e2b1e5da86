/** What this browser has found of the records that a row stands on. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { EntryShown } from "../shared/ledger-state.js";
import type { Row } from "../shared/registers.js";
import { CHECK_NAMES, type Finding, fingerprint, type Verdict } from "./ledger-check.js";
import { dateAndTime, type LedgerScreen, type OpenedRow } from "./ledger-screen.js";
import { CHECKS, VERDICTS, WORDS } from "./ledger-words.js";

export function evidence(screen: LedgerScreen, row: Row, opened: OpenedRow): TemplateResult {
	const { text, form, print } = screen;
	return html`<div class="stack">
		<h2>${text(WORDS.standsOn)}</h2>
		${conclusion(screen, opened)}
		${opened.findings?.map((finding) => record(screen, finding)) ?? nothing}
		${
			form.sheet === undefined
				? nothing
				: html`<p><button type="button" @click=${() => print(row)}>${text(WORDS.printSheet)}</button></p>`
		}
	</div>`;
}

/** Aloud, as it is what somebody has waited for. */
function conclusion({ text }: LedgerScreen, { state, findings }: OpenedRow): TemplateResult {
	const all = (findings ?? []).flatMap(({ checks }) => Object.values(checks));
	const [level, words] =
		state === "examining"
			? (["", WORDS.examining] as const)
			: all.includes("bad")
				? (["danger", WORDS.someBad] as const)
				: state === "missing"
					? (["danger", WORDS.notFound] as const)
					: all.includes("open")
						? (["warn", WORDS.someOpen] as const)
						: (["good", WORDS.allGood] as const);
	return html`<p class="conclusion ${level}" role="status">${text(words)}</p>`;
}

const LEVELS: Readonly<Record<Verdict, string>> = { good: "good", bad: "danger", open: "warn" };
const MARKS: Readonly<Record<Verdict, string>> = { good: "✓", bad: "✗", open: "?" };

function record({ text }: LedgerScreen, { shown, checks, lines }: Finding): TemplateResult {
	const { position, type, receivedAt, topic, proof, signer } = shown;
	const isBad = Object.values(checks).includes("bad");
	const name = `${text(WORDS.record)} ${position}`;
	return html`<section class="record ${isBad ? "record-bad" : ""}" aria-label=${name}>
		<h3>${name} <code>${type}</code></h3>
		<ul class="checks">
			${CHECK_NAMES.map((name) => {
				const verdict = checks[name];
				return verdict === undefined
					? nothing
					: html`<li class="tag ${LEVELS[verdict]}"><span aria-hidden="true">${MARKS[verdict]}</span>
						${text(CHECKS[name])}<span class="visually-hidden">: ${text(VERDICTS[verdict])}</span></li>`;
			})}
		</ul>
		<dl>
			<div><dt>${text(WORDS.received)}</dt><dd>${dateAndTime(receivedAt)}</dd></div>
			<div><dt>${text(WORDS.signedBy)}</dt><dd>${text(WORDS[signer.use])}
				<code>${fingerprint(signer.publicKey)}</code></dd></div>
			<div><dt>${text(WORDS.place)}</dt><dd>${proof.index + 1} / ${proof.size} (${vouched(shown)})</dd></div>
			<div><dt>${text(WORDS.root)}</dt><dd><code>${proof.root.slice(0, 32)}…</code></dd></div>
			<div><dt>${text(WORDS.topic)}</dt><dd><code>${topic}</code></dd></div>
		</dl>
		<details>
			<summary>${text(WORDS.content)}</summary>
			<ul class="lines mono">${lines.map((one) => html`<li>${one}</li>`)}</ul>
		</details>
	</section>`;
}

function vouched({ month, voucher }: EntryShown): string {
	return `${month}, ${voucher.kind} ${fingerprint(voucher.publicKey)}`;
}
