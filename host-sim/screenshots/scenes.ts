/** What the screenshots show, in the order in which it is played on one page. */
import type { Page } from "puppeteer-core";

export interface Guise {
	readonly language: "ja" | "en";
	readonly theme: "light" | "dark";
}

export const GUISES: readonly Guise[] = [
	{ language: "ja", theme: "light" },
	{ language: "en", theme: "light" },
];

export interface Scene {
	readonly name: string;
	readonly size: { readonly width: number; readonly height: number; readonly deviceScaleFactor?: number };
	/** GUISES, unless told. */
	readonly guises?: readonly Guise[];
	/** Brings the page there, from where the scene before has left it. */
	readonly play: (page: Page) => Promise<void>;
}

const DESK = { width: 1280, height: 800 };
/** Grey pictures weigh much: fewer pixels keep a clone small. */
const WIDE = { width: 1280, height: 900, deviceScaleFactor: 0.7 };
const PHONE = { width: 390, height: 844 };
const DARK: Guise = { language: "ja", theme: "dark" };

export const SCENES: readonly Scene[] = [
	{ name: "terminal-start", size: DESK, guises: [...GUISES, DARK], play: (page) => show(page, "terminal") },
	{ name: "ledger", size: DESK, play: (page) => show(page, "ledger") },
	{
		name: "world-recognised",
		size: WIDE,
		guises: [...GUISES, DARK],
		play: async (page) => {
			await show(page, "world");
			await press(page, "present");
			await page.waitForSelector('[data-standing="right-hand"]');
			await ask(page, "open-day", { id: "A1001" });
			await ask(page, "log-in", { id: "A1001", purpose: 1 });
			await page.waitForSelector('[data-refusal="none"]');
			await settled(page);
		},
	},
	{
		name: "world-forged-answer",
		size: WIDE,
		play: async (page) => {
			await press(page, "alter");
			await page.waitForSelector('[data-verdict="bad"]');
			await page.evaluate('document.querySelector("[data-verdict=bad] details").open = true');
		},
	},
	{ name: "world-phone", size: PHONE, guises: GUISES.slice(0, 1), play: () => Promise.resolve() },
	{
		name: "world-power-cut",
		size: WIDE,
		guises: GUISES.slice(0, 1),
		play: async (page) => {
			await press(page, "pull-plug");
			await page.waitForSelector('[data-state-now="off"]');
		},
	},
];

function press(page: Page, act: string): Promise<void> {
	return page.locator(`[data-act="${act}"]`).click();
}

async function show(page: Page, view: string): Promise<void> {
	await page.evaluate(`location.hash = "${view}"`);
	await page.waitForSelector(`.view-${view}:not([hidden])`);
}

/** As the Terminal view asks, without leaving the view that is shown. */
async function ask(page: Page, name: string, input: object): Promise<void> {
	const body = JSON.stringify(JSON.stringify(input));
	await page.evaluate(`fetch("/do/${name}", {
		method: "POST", headers: { "Content-Type": "application/json" }, body: ${body} })`);
	await settled(page);
}

/** Long enough for a hand to be taken; then the unit is at rest again. */
async function settled(page: Page): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, TAKEN_MS));
	await page.waitForSelector('[data-state-now="idle"]', { timeout: 30_000 });
}

const TAKEN_MS = 1500;
