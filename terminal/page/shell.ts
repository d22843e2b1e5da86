/** The page around the views: which one is shown, in which language and light. */
import { html, render } from "lit-html";
import type { Sentence } from "../shared/contract.js";
import { openLine } from "./line.js";
import { openPreferences } from "./preferences.js";
import type { PageView } from "./view.js";

/** Shows `views` in the element #page; the first one where the address names none. */
export function startShell(views: readonly [PageView, ...PageView[]]): void {
	const page = document.querySelector("#page");
	if (!(page instanceof HTMLElement)) throw new Error("the document has no #page");
	const preferences = openPreferences();
	const line = openLine();
	const panes = views.map((view) => ({ view, root: paneOf(view), onVisible: new Listeners() }));
	let shown: PageView | undefined;

	const text = (sentence: Sentence) => sentence[preferences.language];
	const draw = () => {
		document.documentElement.lang = preferences.language;
		document.title = `${text(shown?.title ?? TITLE)} - ${text(TITLE)}`;
		render(frame(), page);
	};
	const change = (switchIt: () => void) => () => {
		switchIt();
		draw();
	};

	const frame = () => html`
		<a class="skip" href="#main" @click=${toMain}>${text(SKIP)}</a>
		<header class="top">
			<p class="brand"><img src="/icon.svg" alt="" width="24" height="24">${text(TITLE)}</p>
			<nav aria-label=${text(VIEWS)}>
				${views.map(
					(view) =>
						html`<a href="#${view.id}" aria-current=${view === shown ? "page" : "false"}
							>${text(view.title)}</a>`,
				)}
			</nav>
			<div class="switches">
				<button type="button" class="quiet" lang=${preferences.language === "ja" ? "en" : "ja"}
					@click=${change(preferences.switchLanguage)}>${text(OTHER_LANGUAGE)}</button>
				<button type="button" class="quiet" @click=${change(preferences.switchTheme)}>
					${text(preferences.theme === "dark" ? LIGHT : DARK)}</button>
			</div>
		</header>
		<p class="banner danger" role="alert" ?hidden=${line.state() !== "lost"}>${text(LINE_LOST)}</p>
		<main id="main" tabindex="-1">${panes.map(({ root }) => root)}</main>`;

	const choose = () => {
		const wanted = location.hash.slice(1);
		shown = views.find(({ id }) => id === wanted) ?? views[0];
		for (const { view, root, onVisible } of panes) {
			const hidden = view !== shown;
			if (root.hidden === hidden) continue;
			root.hidden = hidden;
			onVisible.tell(hidden ? "hidden" : "shown");
		}
		draw();
	};

	for (const { view, root, onVisible } of panes) {
		view.start({
			root,
			text,
			language: () => preferences.language,
			on: line.on,
			act: line.act,
			onChange: preferences.onLanguage,
			onVisible: onVisible.add,
		});
	}
	line.onState(draw);
	addEventListener("hashchange", choose);
	page.replaceChildren();
	choose();
	line.connect();
	reloadWithTheServer(line.on);
}

/** Another run of the server may have another script; what it told before is worth nothing. */
function reloadWithTheServer(on: ReturnType<typeof openLine>["on"]): void {
	let run: unknown;
	on("run", (current) => {
		if (run !== undefined && run !== current) location.reload();
		run = current;
	});
}

function toMain(event: Event): void {
	event.preventDefault();
	document.querySelector<HTMLElement>("#main")?.focus();
}

function paneOf({ id }: PageView): HTMLElement {
	const root = document.createElement("section");
	root.className = `view view-${id}`;
	root.hidden = true;
	return root;
}

class Listeners {
	readonly #all: ((visibility: "shown" | "hidden") => void)[] = [];
	readonly add = (listener: (visibility: "shown" | "hidden") => void): void => {
		this.#all.push(listener);
	};
	tell(visibility: "shown" | "hidden"): void {
		for (const listener of this.#all) listener(visibility);
	}
}

const TITLE: Sentence = { ja: "照合端末", en: "Verification terminal" };
const VIEWS: Sentence = { ja: "画面", en: "Views" };
const SKIP: Sentence = { ja: "本文へ", en: "Skip to the content" };
const OTHER_LANGUAGE: Sentence = { ja: "English", en: "日本語" };
const LIGHT: Sentence = { ja: "明るい画面", en: "Light" };
const DARK: Sentence = { ja: "暗い画面", en: "Dark" };
const LINE_LOST: Sentence = {
	ja: "端末のプログラムにつながりません。動いているか確かめてください。つながりしだい自動で戻ります。",
	en: "The terminal's program does not answer. See that it runs; this page comes back by itself.",
};
