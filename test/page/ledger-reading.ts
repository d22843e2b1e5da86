/** How a test reads the Ledger view, and what it makes the service say that is not so. */
import * as assert from "uvu/assert";
import type { EntryShown } from "../../terminal/shared/ledger-state.js";
import { faultsOf, inEveryGuise, type Visitor } from "./browser.js";

/** In every guise: no fault of accessibility, and in English no Japanese but names. */
export async function isSound(visitor: Visitor, where: string): Promise<void> {
	await inEveryGuise(visitor, async (guise) => {
		assert.equal(await faultsOf(visitor.page), [], `${where}, ${guise}`);
		const untranslated = /[\u3041-\u3096\u30a1-\u30fa].*/.exec(await visitor.textOf(".view-ledger"));
		if (guise.startsWith("en")) assert.is(untranslated, null, `${where}, ${guise}`);
	});
}

/** What each row shows, cell by cell; the button of the last one left out. */
export async function rowsOf({ page }: Visitor): Promise<readonly (readonly string[])[]> {
	const rows: unknown = await page.evaluate(`[...document.querySelectorAll(".list tbody tr")].map((row) =>
		[...row.cells].slice(0, -1).map((cell) => cell.textContent.trim()))`);
	if (!Array.isArray(rows)) throw new Error("no rows");
	return rows.map((row: unknown) => (Array.isArray(row) ? row.map(String) : []));
}

export async function choose({ page, see }: Visitor, register: number, title: string): Promise<void> {
	await page.evaluate(`document.querySelectorAll(".registers button")[${register}].click()`);
	await page.waitForFunction(`document.querySelector("#register-title").textContent.includes("${title}")`);
	await see(".list");
}

/** Opens the first row's evidence. @returns what the browser has concluded. */
export async function openFirst({ page, see, textOf }: Visitor): Promise<string> {
	await page.click(".list .evidence-cell button");
	await see(".conclusion:is(.good, .warn, .danger)");
	return textOf(".conclusion");
}

export async function closeFirst({ page, seeNo }: Visitor): Promise<void> {
	await page.click(".list .evidence-cell button");
	await seeNo(".conclusion");
}

/** What a printer would get: how many pages, of which sizes in points. */
export async function printed({ page }: Visitor) {
	const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
	const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
	const sizes = new Set(boxes.map(([, width, height]) => `${Math.round(+width)}x${Math.round(+height)}`));
	return { pages: (pdf.match(/\/Type \/Page\b/g) ?? []).length, sizes: [...sizes] };
}

/** By the check that has to find it. */
export const LIES: Readonly<Record<string, (shown: EntryShown) => EntryShown>> = {
	署名: (shown) => ({ ...shown, envelope: turned(shown.envelope) }),
	記録簿の木に含まれる: (shown) => ({ ...shown, proof: { ...shown.proof, index: shown.proof.index + 1 } }),
	木の根に端末の署名: (shown) => ({
		...shown,
		voucher: { ...shown.voucher, envelope: turned(shown.voucher.envelope) },
	}),
	// The terminal's own key, on record there, is not the one that has signed.
	鍵の登録: (shown) => ({ ...shown, signer: { ...shown.signer, since: 1 } }),
};

/** With the last bit the other way round. */
function turned(hex: string): string {
	return `${hex.slice(0, -1)}${(Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16)}`;
}
