/** The Ledger view after a day at the counter: the rows, what one stands on, and paper. */
import type { Page } from "puppeteer-core";
import { ask, DARK, DESK, GUISES, PHONE, type Scene, show } from "./on-page.js";
import { comeForward, SUPERVISOR } from "./terminal-scenes.js";

/** A4 across, 96 dots an inch. */
const PAPER = { width: 1123, height: 794 };
const EVIDENCE = { width: 1280, height: 1000 };

export const LEDGER_SCENES: readonly Scene[] = [
	{
		name: "ledger",
		size: DESK,
		guises: [...GUISES, DARK],
		play: async (page) => {
			await ask(page, "log-in", { id: "A1001", purpose: 12 });
			await comeForward(page, SUPERVISOR, ".session");
			await show(page, "ledger");
			await page.waitForSelector(".list tbody tr");
		},
	},
	{
		name: "ledger-evidence",
		size: EVIDENCE,
		play: async (page) => {
			await page.click(".list .evidence-cell button");
			await page.waitForSelector(".conclusion.good");
			await page.evaluate('document.querySelector(".register-head").scrollIntoView()');
		},
	},
	{ name: "ledger-phone", size: PHONE, guises: GUISES.slice(0, 1), play: (page) => close(page) },
	{
		name: "ledger-detectors",
		size: DESK,
		play: (page) => open(page, "detectors"),
	},
	{
		name: "ledger-paper",
		size: PAPER,
		guises: GUISES.slice(0, 1),
		play: async (page) => {
			await open(page, "usage");
			await page.emulateMediaType("print");
		},
	},
	{
		name: "ledger-references",
		size: DESK,
		play: async (page) => {
			await page.emulateMediaType("screen");
			await open(page, "references");
		},
	},
];

async function close(page: Page): Promise<void> {
	await page.click(".list .evidence-cell button");
	await page.waitForSelector(".conclusion", { hidden: true });
}

async function open(page: Page, register: string): Promise<void> {
	await page.evaluate(`(() => {
		const chooser = document.querySelector("#ledger-register");
		chooser.value = "${register}";
		chooser.dispatchEvent(new Event("change"));
	})()`);
	await page.waitForFunction(`!document.querySelector(".register .spread").textContent.includes("…")`);
}
