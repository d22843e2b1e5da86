/**
 * A browser for tests of the page: every request it makes is noted, and so is every complaint of the page.
 * Without a browser a test says so.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";
import { findChromium, launchChromium, NO_CHROMIUM } from "../../host-sim/browser.js";

/** Where a browser is, or undefined after one line that says that there is none. */
export function findBrowser(what: string): string | undefined {
	const found = findChromium();
	if (found === undefined) console.log(`SKIP ${what}: ${NO_CHROMIUM}`);
	return found;
}

export interface Visitor {
	readonly page: Page;
	/** Addresses asked for that are not of the page's own server. */
	readonly strays: readonly string[];
	/** What the page itself has complained of: exceptions, refused styles and scripts. */
	readonly complaints: readonly string[];
	/** Presses the button that says so and is not hidden. */
	press(words: string): Promise<void>;
	type(selector: string, text: string): Promise<void>;
	/** Resolves when there is such an element. */
	see(selector: string): Promise<void>;
	/** Resolves when there is none any more. */
	seeNo(selector: string): Promise<void>;
	/** Resolves when the element says so. */
	read(selector: string, words: string): Promise<void>;
	textOf(selector: string): Promise<string>;
	close(): Promise<void>;
}

/** How long something may take to be seen, on a loaded machine. */
const PATIENCE_MS = 30_000;

export async function visit(executablePath: string, url: string): Promise<Visitor> {
	const browser = await launchChromium(executablePath);
	const page = await browser.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	const [strays, complaints]: [string[], string[]] = [[], []];
	const own = new URL(url).origin;
	page.on("request", (request) => {
		const address = request.url();
		if (!address.startsWith(own) && !address.startsWith("data:") && !address.startsWith("blob:"))
			strays.push(address);
	});
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error") complaints.push(message.text());
	});
	await page.setViewport({ width: 1280, height: 800 });
	await page.goto(url);
	const quoted = (text: string) => JSON.stringify(text);
	return {
		...{ page, strays, complaints },
		async press(words) {
			const is = `normalize-space(.)="${words}" and not(ancestor::*[@hidden])`;
			const button = await page.waitForSelector(`::-p-xpath(//button[${is}])`);
			await button?.click();
		},
		async type(selector, text) {
			await page.waitForSelector(selector);
			await page.type(selector, text);
		},
		see: async (selector) => void (await page.waitForSelector(selector)),
		seeNo: async (selector) =>
			void (await page.waitForFunction(`!document.querySelector(${quoted(selector)})`)),
		read: async (selector, words) =>
			void (await page.waitForFunction(
				`document.querySelector(${quoted(selector)})?.textContent.includes(${quoted(words)})`,
			)),
		textOf: async (selector) =>
			String(await page.evaluate(`document.querySelector(${quoted(selector)})?.textContent ?? ""`))
				.replace(/\s+/g, " ")
				.trim(),
		close: () => browser.close(),
	};
}

/** Faults that axe-core finds in what is shown now, one line each: none is what we want. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
	await page.evaluate(AXE);
	const found: unknown = await page.evaluate(
		`axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
			violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.target.join(" "))))`,
	);
	return Array.isArray(found) ? found.map(String) : [`axe-core gave ${typeof found}`];
}

/** What does not fit into a window so wide, one line each: sideways scrolling, figures broken in two. */
export async function misfits(page: Page, width: number): Promise<readonly string[]> {
	await page.setViewport({ width, height: 800 });
	const found: unknown = await page.evaluate(MISFITS);
	await page.setViewport({ width: 1280, height: 800 });
	return Array.isArray(found) ? found.map((what) => `${width}: ${what}`) : [`looking gave ${typeof found}`];
}

/** Dates and times of what is seen, each by the lines that it stands on. */
const MISFITS = `(() => {
	const { scrollWidth, clientWidth } = document.documentElement;
	const reachesOut = (element) => element.getBoundingClientRect().right > clientWidth + 0.5;
	const outermost = [...document.querySelectorAll("body *:not(thead *)")]
		.filter((element) => reachesOut(element) && ![...element.children].some(reachesOut))
		.map(({ outerHTML }) => outerHTML.slice(0, 80));
	const found = scrollWidth > clientWidth ? ["sideways " + scrollWidth, ...outermost] : [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
		// What was signed is shown as it is, however long.
		if (!text.parentElement.checkVisibility() || text.parentElement.closest(".lines")) continue;
		for (const figure of text.data.matchAll(/\\d{4}-\\d{2}-\\d{2}|\\d{1,2}:\\d{2}(:\\d{2})?/g)) {
			const range = new Range();
			range.setStart(text, figure.index);
			range.setEnd(text, figure.index + figure[0].length);
			const lines = [...range.getClientRects()].map(({ top }) => Math.round(top));
			if (new Set(lines).size > 1) found.push("broken " + figure[0]);
		}
	}
	return found;
})()`;

/** In every language and light that the page has; leaves it in Japanese and light. */
export async function inEveryGuise({ page }: Visitor, look: (guise: string) => Promise<void>): Promise<void> {
	for (const guise of ["ja light", "en light", "en dark", "ja dark"]) {
		const [language, theme] = guise.split(" ");
		await page.evaluate(`(() => {
			const [words, light] = document.querySelectorAll(".switches button");
			if (document.documentElement.lang !== "${language}") words.click();
			if (document.documentElement.dataset.theme !== "${theme}") light.click();
		})()`);
		await look(guise);
	}
	await page.evaluate(`document.querySelectorAll(".switches button")[1].click()`);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
