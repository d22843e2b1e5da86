/** How heavy the page is and how soon it is there: `npm run page-figures -- --help`. */
import { EXIT, type Report, runCommand, wholeNumber } from "../terminal/command-line.js";
import { openExchange } from "../terminal/exchange.js";
import { createSigningKey, createSiteKey } from "../terminal/keys.js";
import { createNativeCrypto } from "../terminal/native-crypto.js";
import { bundlePage } from "../terminal/service/bundle-page.js";
import { startPageServer } from "../terminal/service/page-server.js";
import { OFFICE_PURPOSES } from "../terminal/service/purposes.js";
import { newStaffRegister } from "../terminal/service/staff.js";
import { openTerminalService } from "../terminal/service/terminal-service.js";
import { TERMINAL_CHANNEL, type TerminalState } from "../terminal/shared/terminal-state.js";
import { findChromium, launchChromium, NO_CHROMIUM } from "./browser.js";
import { OFFICE_PAGE } from "./day/office-page.js";
import { quantile } from "./evaluation/statistics.js";

async function measure({ loads }: { readonly loads: number }, report: Report): Promise<number> {
	const chromium = findChromium();
	if (chromium === undefined) throw new Error(NO_CHROMIUM);
	const server = await startPageServer({ ...(await bundlePage(OFFICE_PAGE)), actions: {} });
	server.send(TERMINAL_CHANNEL, idleState());
	const browser = await launchChromium(chromium);
	const [paints, forms]: [number[], number[]] = [[], []];
	let bytes = 0;
	try {
		for (let load = 0; load < loads; load++) {
			const context = await browser.createBrowserContext();
			const page = await context.newPage();
			await page.goto(server.url, { waitUntil: "domcontentloaded" });
			await page.waitForSelector("#id");
			forms.push(Number(await page.evaluate("performance.now()")));
			paints.push(Number(await page.evaluate(FIRST_PAINT)));
			bytes = Number(await page.evaluate(BYTES));
			await context.close();
		}
	} finally {
		await browser.close();
		await server.close();
	}
	const [firstPaintMs, formMs] = [middle(paints), middle(forms)];
	report(
		{ event: "summary", loads, totalBytes: bytes, firstPaintMs, formMs, slowestFormMs: slowest(forms) },
		`${bytes} bytes; first paint ${firstPaintMs} ms, form ready ${formMs} ms (median of ${loads} loads)`,
	);
	return EXIT.passed;
}

/** Milliseconds after the navigation began. */
const FIRST_PAINT = `new Promise((resolve) => new PerformanceObserver((list) =>
	resolve(list.getEntriesByName("first-contentful-paint")[0].startTime))
	.observe({ type: "paint", buffered: true }))`;

/** Bodies of the document and all it loads; the stream of events has no end and is not among them. */
const BYTES = `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
	.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

function middle(values: readonly number[]): number {
	return Math.round(
		quantile(
			[...values].sort((a, b) => a - b),
			0.5,
		),
	);
}

function slowest(values: readonly number[]): number {
	return Math.round(Math.max(...values));
}

/** Of a terminal at which nobody is logged in. */
function idleState(): TerminalState {
	const crypto = createNativeCrypto();
	const service = openTerminalService({
		...{ crypto, demand: 1, modalities: [1], purposes: OFFICE_PURPOSES },
		...{ linkLossSeconds: 30, sampleCount: 3, staff: newStaffRegister(), onState: () => {} },
		keys: { terminal: createSigningKey(crypto), site: createSiteKey(crypto) },
		exchange: openExchange({
			...{ ueid: new Uint8Array(17), publicKey: createSigningKey(crypto).publicKey },
			address: { site: "s", terminal: "t", unit: "u" },
		}),
		clock: { nowSeconds: () => Math.floor(Date.now() / 1000), setTimer: () => ({ close() {} }) },
	});
	return service.state();
}

process.exitCode = await runCommand<{ readonly loads: number }>(
	{
		name: "page-figures",
		usage: `npm run page-figures -- [options]

Loads the page again and again in a new browser profile: bytes that cross, when something is seen first, and
when the form can be typed into. The server is on this machine, as it is in an office.

  --loads N   (11)
  --json      the summary as one JSON object
  --help      this text
`,
		options: { loads: { type: "string" } },
		understand: (values) => ({ loads: wholeNumber(values, "loads", 11, [1, 1000]) }),
		run: measure,
	},
	process.argv.slice(2),
);
