/** What whoever sits here has chosen: language, and light or dark. Kept in this browser. */
import type { Language } from "./view.js";

export type Theme = "light" | "dark";

export interface Preferences {
	readonly language: Language;
	readonly theme: Theme;
	switchLanguage(): void;
	switchTheme(): void;
	onLanguage(listener: () => void): void;
}

export function openPreferences(): Preferences {
	const listeners: (() => void)[] = [];
	let language: Language = recall("language") === "en" ? "en" : "ja";
	let theme: Theme = themeOf(recall("theme"));
	showTheme(theme);
	return {
		get language() {
			return language;
		},
		get theme() {
			return theme;
		},
		switchLanguage() {
			language = language === "ja" ? "en" : "ja";
			keep("language", language);
			for (const listener of listeners) listener();
		},
		switchTheme() {
			theme = theme === "dark" ? "light" : "dark";
			keep("theme", theme);
			showTheme(theme);
		},
		onLanguage: (listener) => listeners.push(listener),
	};
}

function themeOf(kept: string | null): Theme {
	if (kept === "light" || kept === "dark") return kept;
	return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function showTheme(theme: Theme): void {
	document.documentElement.dataset["theme"] = theme;
}

/** A browser may forbid keeping anything; then the choice lasts as long as the page. */
function recall(name: string): string | null {
	try {
		return localStorage.getItem(`shogo.${name}`);
	} catch {
		return null;
	}
}

function keep(name: string, value: string): void {
	try {
		localStorage.setItem(`shogo.${name}`, value);
	} catch {}
}
