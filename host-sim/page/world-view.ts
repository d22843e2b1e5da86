import { html, render } from "lit-html";
import type { PageView } from "../../terminal/page/view.js";

export const worldView: PageView = {
	id: "world",
	title: { ja: "世界", en: "World" },
	start({ root, text, onChange }) {
		const draw = () => render(html`<h1>${text(worldView.title)}</h1>`, root);
		onChange(draw);
		draw();
	},
};
