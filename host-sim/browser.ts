/** A browser for whoever looks at the page without a person: Debian's Chromium, or the one CHROMIUM names. */
import { existsSync } from "node:fs";
import puppeteer, { type Browser } from "puppeteer-core";

/** What to do where `findChromium` finds none. */
export const NO_CHROMIUM = "no Chromium; install it, or name it in the variable CHROMIUM";

/** @returns the program's path, or undefined. */
export function findChromium(): string | undefined {
	const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
	const named = process.env["CHROMIUM"];
	return [...(named === undefined ? [] : [named]), ...known].find((path) => existsSync(path));
}

/** Without a window, in Japanese. */
export function launchChromium(executablePath: string): Promise<Browser> {
	const args = ["--no-sandbox", "--headless=new", "--disable-gpu", "--lang=ja"];
	return puppeteer.launch({ executablePath, args });
}
