/** The World view in a real browser: every control, and what comes of it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readyAt, startOffice } from "../../host-sim/screenshots/office.js";
import { faultsOf, findBrowser, inEveryGuise, visit } from "./browser.js";

const chromium = findBrowser("the World view");
if (chromium !== undefined)
	test("the World view shows what every control does, without a fault", () => play(chromium));

async function play(executablePath: string): Promise<void> {
	const office = startOffice("node");
	const url = await readyAt(office);
	const visitor = await visit(executablePath, url);
	const { page, see, seeNo } = visitor;
	const press = async (act: string) => {
		await see(`[data-act="${act}"]:not(:disabled)`);
		await page.evaluate(`document.querySelector('[data-act="${act}"]').click()`);
	};
	const choose = (name: string, value: string) => page.select(`#world-${name}`, value);
	const ask = (id: string) =>
		page.evaluate(`fetch("/do/open-day", { method: "POST", headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ id: "${id}" }) })`);
	try {
		await page.evaluate('location.hash = "world"');
		await press("present");
		await see('[data-standing="right-hand"]');
		await ask("A1001");
		await see('[data-refusal="none"]');
		for (const stage of ["dark", "frame", "contour", "mask", "region", "measured", "code"])
			await see(`canvas[data-stage="${stage}"]`);
		await see('[data-verdict="good"][data-type="result"]');
		await see('[data-state="idle"].lit');
		assert.equal(await page.$$('[data-verdict="bad"]'), []);
		await press("alter");
		await see('[data-verdict="bad"][data-by="outsider"]');
		await press("replay");
		await see('[data-verdict="good"][data-by="outsider"]');
		await inEveryGuise(visitor, async (guise) => assert.equal(await faultsOf(page), [], guise));
		await page.setViewport({ width: 390, height: 844 });
		const width = await page.evaluate("document.documentElement.scrollWidth");
		assert.ok(Number(width) <= 390, `${width} pixels wide on a phone`);
		await page.setViewport({ width: 1280, height: 800 });

		await choose("material", "dye-print");
		await press("present");
		await press("step-away");
		await see('[data-standing="nobody"]');
		await choose("clock", "60");
		await choose("clock", "0");
		await press("open-case");
		await see('[data-type="incident"]');
		await press("close-case");
		await press("kill-broker");
		await press("restore-broker");
		await see('[data-act="kill-broker"]');
		await press("pull-plug");
		await see('[data-state-now="off"]');
		await press("restore-power");
		await seeNo('[data-state-now="off"]');
		await see('[data-state-now="idle"]');
		await press("cut-in-write");
		assert.equal(visitor.strays, []);
		assert.equal(visitor.complaints, []);
	} finally {
		await visitor.close();
		office.kill("SIGTERM");
	}
}

test.run();
