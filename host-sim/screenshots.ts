/** `npm run screenshots`: pictures of the real page for the documents, with synthetic people. */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Page } from "puppeteer-core";
import { findChromium, launchChromium, NO_CHROMIUM } from "./browser.js";
import { readyAt, startOffice } from "./screenshots/office.js";
import { dress, GUISES, type Guise } from "./screenshots/on-page.js";
import { withPalette } from "./screenshots/palette-png.js";
import { SCENES } from "./screenshots/scenes.js";
import "../terminal/reader-gone.js";

const HELP = `npm run screenshots -- [options]

  画面の写真を撮ります (合成した人だけ) / takes pictures of the page, of synthetic people only

  --to DIR       where to put them (default docs/pictures)
  --engine NAME  xs (default) or node
  --json         one JSON object a line, the last one the summary
  --help         this text

  Exit codes: 0 all taken and small enough, 1 not, 2 asked for wrongly.
`;

/** So that a clone stays small. */
const PICTURE_BYTES_MAX = 120 * 1024;
const ALL_BYTES_MAX = 3 * 1024 * 1024;

async function main(words: readonly string[]): Promise<number> {
	let values: ReturnType<typeof parseWords>;
	try {
		values = parseWords(words);
	} catch (error) {
		return refuse(error instanceof Error ? error.message.split("\n")[0] : String(error));
	}
	if (values.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const chromium = findChromium();
	if (chromium === undefined) return refuse(NO_CHROMIUM);
	const folder = values.to ?? "docs/pictures";
	mkdirSync(folder, { recursive: true });
	const office = startOffice(values.engine ?? "xs");
	const browser = await launchChromium(chromium);
	try {
		const url = await readyAt(office);
		const page = await browser.newPage();
		await page.goto(url);
		let bytes = 0;
		let pictures = 0;
		let tooLarge = 0;
		for (const scene of SCENES) {
			await dress(page, GUISES[0]);
			await page.setViewport(scene.size);
			await scene.play(page);
			for (const guise of scene.guises ?? GUISES) {
				const path = `${folder}/${scene.name}-${guise.language}-${guise.theme}.png`;
				const size = await take(page, guise, path);
				bytes += size;
				pictures++;
				if (size > PICTURE_BYTES_MAX) tooLarge++;
				tell(values.json, { event: "picture", path, bytes: size });
			}
		}
		tell(values.json, { event: "summary", pictures, bytes, tooLarge });
		return tooLarge === 0 && bytes <= ALL_BYTES_MAX ? 0 : 1;
	} finally {
		await browser.close();
		office.kill("SIGTERM");
	}
}

/** @returns bytes of the picture. */
async function take(page: Page, guise: Guise, path: string): Promise<number> {
	await dress(page, guise);
	await page.evaluate("scrollTo(0, 0)");
	await new Promise((resolve) => setTimeout(resolve, DRAWN_MS));
	const picture = withPalette(await page.screenshot());
	writeFileSync(path, picture);
	return picture.length;
}

/** Longer than a view takes to draw itself. */
const DRAWN_MS = 250;

function parseWords(words: readonly string[]) {
	return parseArgs({
		args: [...words],
		strict: true,
		options: {
			to: { type: "string" },
			engine: { type: "string" },
			json: { type: "boolean" },
			help: { type: "boolean", short: "h" },
		},
	}).values;
}

function tell(json: boolean | undefined, event: Readonly<Record<string, string | number>>): void {
	const text = Object.entries(event).map(([name, value]) => (name === "event" ? value : `${name} ${value}`));
	process.stdout.write(json ? `${JSON.stringify(event)}\n` : `${text.join("  ")}\n`);
}

function refuse(reason: string): number {
	process.stderr.write(`${reason}; --help explains\n`);
	return 2;
}

process.exitCode = await main(process.argv.slice(2));
