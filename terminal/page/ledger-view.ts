import { html, render } from "lit-html";
import type { PageView } from "./view.js";

export const ledgerView: PageView = {
	id: "ledger",
	title: { ja: "記録簿", en: "Ledger" },
	start({ root, text, onChange }) {
		const draw = () => render(html`<h1>${text(ledgerView.title)}</h1>`, root);
		onChange(draw);
		draw();
	},
};
