import { html, render } from "lit-html";
import type { PageView } from "./view.js";

export const terminalView: PageView = {
	id: "terminal",
	title: { ja: "端末", en: "Terminal" },
	start({ root, text, onChange }) {
		const draw = () => render(html`<h1>${text(terminalView.title)}</h1>`, root);
		onChange(draw);
		draw();
	},
};
