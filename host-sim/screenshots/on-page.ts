/** What is done on the page, to bring it where a picture is taken. */
import type { Page } from "puppeteer-core";

export interface Guise {
	readonly language: "ja" | "en";
	readonly theme: "light" | "dark";
}

export interface Scene {
	readonly name: string;
	readonly size: { readonly width: number; readonly height: number };
	/** GUISES, unless told. */
	readonly guises?: readonly Guise[];
	/** Brings the page there, from where the scene before has left it. */
	readonly play: (page: Page) => Promise<void>;
}

export const GUISES: readonly Guise[] = [
	{ language: "ja", theme: "light" },
	{ language: "en", theme: "light" },
];
export const DARK: Guise = { language: "ja", theme: "dark" };

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** As the views ask, without leaving the one that is shown. */
export async function ask(page: Page, name: string, input: object = {}): Promise<void> {
	const body = JSON.stringify(JSON.stringify(input));
	const refused = await page.evaluate(`fetch("/do/${name}", {
		method: "POST", headers: { "Content-Type": "application/json" }, body: ${body} })
		.then((response) => response.json()).then(({ reason }) => reason?.en)`);
	if (refused !== undefined) throw new Error(`${name} was refused: ${refused}`);
}

export async function show(page: Page, view: string): Promise<void> {
	await page.evaluate(`location.hash = "${view}"`);
	await page.waitForSelector(`.view-${view}:not([hidden])`);
}

/** In the language that is shown; presses the button that says so. */
export async function press(page: Page, words: string): Promise<void> {
	const button = `::-p-xpath(//button[normalize-space(.)="${words}" and not(ancestor::*[@hidden])])`;
	await page.locator(button).click();
}

/** Scenes press what they name in Japanese: each begins in the first of GUISES. */
export async function dress(page: Page, { language, theme }: Guise): Promise<void> {
	await page.evaluate(`(() => {
		const [words, light] = document.querySelectorAll(".switches button");
		if (document.documentElement.lang !== "${language}") words.click();
		if (document.documentElement.dataset.theme !== "${theme}") light.click();
	})()`);
}
