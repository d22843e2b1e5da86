/** The Ledger view: the registers that signed messages make up, shown, proved, confirmed, put on paper. */
import { render } from "lit-html";
import type { FormNotice, FormsState, FormTemplate } from "../shared/form-template.js";
import type { LedgerState } from "../shared/ledger-state.js";
import type { RegisterShape } from "../shared/registers.js";
import { actsOf, newPane } from "./ledger-acts.js";
import { openLedgerData } from "./ledger-data.js";
import { covered, layout, waiting } from "./ledger-layout.js";
import type { Confirming, LedgerScreen } from "./ledger-screen.js";
import { WORDS } from "./ledger-words.js";
import type { PageView, ViewContext } from "./view.js";

export const ledgerView: PageView = { id: "ledger", title: WORDS.title, start };

function start(context: ViewContext): void {
	const { root, text, language, onChange, onVisible } = context;
	const pane = newPane();

	const isOpen = () => data.told.terminal?.session.kind === "running";
	const draw = () => {
		// What is not shown need not be drawn, but what was drawn for a session does not outlast it.
		if (root.hidden && isOpen()) return;
		render(content(), root);
		showDialog(root, pane.confirming);
	};
	const content = () => {
		const { ledger } = data.told;
		if (ledger === undefined || ledger.months.length === 0) return waiting(text);
		const screen = screenOf(ledger);
		if (!isOpen()) {
			data.forget();
			[pane.opened, pane.confirming, pane.sheet] = [undefined, undefined, undefined];
			return covered(screen);
		}
		data.want(screen.shape.id, screen.month);
		return layout(screen);
	};
	const data = openLedgerData(context, draw);
	const acts = actsOf(context, data, pane, draw);
	const screenOf = (ledger: LedgerState): LedgerScreen => {
		const { rows, forms, terminal, refusal } = data.told;
		const { choice, problem } = pane;
		const shape = ledger.registers.find(({ id }) => id === choice.register) ?? ledger.registers[0];
		const month = choice.month ?? ledger.months[ledger.months.length - 1].month;
		return {
			...{ text, language: language(), now: data.now(), ledger, terminal, month, shape },
			...{ ...pane, ...acts, ...formOf(forms, shape) },
			rows: rows?.id === shape.id && rows.month === month ? rows : undefined,
			problem: problem ?? refusal,
		};
	};

	addEventListener("beforeprint", () => acts.choose({ extent: "all" }));
	addEventListener("afterprint", () => {
		pane.sheet = undefined;
		acts.choose({ extent: "first" });
	});
	onChange(draw);
	onVisible((visibility) => {
		if (visibility === "shown") draw();
		else acts.confirm(undefined);
	});
	// The time that is left, while a hand is awaited.
	setInterval(() => {
		if (pane.confirming === "awaited") draw();
	}, 1000);
}

function formOf(
	forms: FormsState | undefined,
	{ id, title }: RegisterShape,
): { readonly form: FormTemplate; readonly notices: readonly FormNotice[] } {
	const form = forms?.forms.find((one) => one.id === id);
	const notices = (forms?.notices ?? []).filter(({ ids }) => ids.includes(id));
	if (form !== undefined) return { form, notices };
	return {
		form: { id, title, paper: "landscape", headings: {}, boxes: [] },
		notices: [...notices, { ids: [id], level: "mistake", what: WORDS.noForms }],
	};
}

function showDialog(root: HTMLElement, confirming: Confirming | undefined): void {
	const element = root.querySelector("dialog");
	if (element === null) return;
	if (confirming === undefined) element.close();
	else if (!element.open) element.showModal();
}
