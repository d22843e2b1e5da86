/** What the screenshots show, in the order in which it is played on one page. */
import type { Page } from "puppeteer-core";
import { LEDGER_SCENES } from "./ledger-scenes.js";
import { ask, DARK, GUISES, PHONE, type Scene, show } from "./on-page.js";
import { TERMINAL_SCENES } from "./terminal-scenes.js";

/** All of the world's view that matters. */
const WIDE = { width: 1280, height: 900 };

export const SCENES: readonly Scene[] = [
	...TERMINAL_SCENES,
	...LEDGER_SCENES,
	{
		name: "world-recognised",
		size: WIDE,
		guises: [...GUISES, DARK],
		play: async (page) => {
			await show(page, "world");
			await push(page, "present");
			await page.waitForSelector('[data-standing="right-hand"]');
			await ask(page, "log-in", { id: "A1001", purpose: 1 });
			await page.waitForSelector('[data-refusal="none"]');
			await settled(page);
		},
	},
	{
		name: "world-forged-answer",
		size: WIDE,
		play: async (page) => {
			await push(page, "alter");
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
			await push(page, "pull-plug");
			await page.waitForSelector('[data-state-now="off"]');
		},
	},
];

function push(page: Page, act: string): Promise<void> {
	return page.locator(`[data-act="${act}"]`).click();
}

/** Long enough for a hand to be taken; then the unit is at rest again. */
async function settled(page: Page): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, TAKEN_MS));
	await page.waitForSelector('[data-state-now="idle"]', { timeout: 30_000 });
}

const TAKEN_MS = 1500;
