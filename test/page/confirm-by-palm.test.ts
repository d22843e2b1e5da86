/** A register confirmed by palm, by all that takes part: browser, service, broker, firmware and ledger. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { closeDay, comeForward, type Day, enrol, openDay } from "./at-the-counter.js";
import { faultsOf, findBrowser } from "./browser.js";
import { openFirst, rowsOf } from "./ledger-reading.js";

const [SUPERVISOR, , STRANGER] = [0, 1, 2];
const STATE = ".register .spread .tag";

const chromium = findBrowser("a register confirmed by palm, in a browser");
if (chromium !== undefined)
	test("a supervisor's palm confirms a register, nobody else's does, and the answer proves it", async () => {
		const day = await openDay(chromium, "palm");
		try {
			await confirmIn(day);
		} finally {
			await closeDay(day);
		}
	});

async function confirmIn(day: Day): Promise<void> {
	const { office, visitor } = day;
	const { page, read, press, see, seeNo } = visitor;
	await enrol(day, SUPERVISOR, { role: "supervisor" });
	await page.evaluate(`location.hash = "ledger"`);
	await read(".covered", "ログイン中だけ");
	await page.evaluate(`location.hash = "terminal"`);
	await press("業務の開始");
	await comeForward(day, "#day-id", "A1001", SUPERVISOR);
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await see(".session");
	await page.evaluate(`location.hash = "ledger"`);
	await see(".list tbody tr");
	await read(STATE, "未確認");

	const confirm = async (who: number) => {
		await press("手のひらで確認");
		await visitor.type("#ledger-id", "A1001");
		office.stand(who, "probe");
		await page.keyboard.press("Enter");
		await see("dialog .problem");
	};
	await confirm(STRANGER);
	await read("dialog .problem.danger", "登録された照合情報と一致しません");
	await press("閉じる");
	await seeNo("dialog[open]");
	await read(STATE, "未確認");

	await confirm(SUPERVISOR);
	await read("dialog .problem.good", "確認しました");
	assert.equal(await faultsOf(page), []);
	await press("閉じる");
	await seeNo("dialog[open]");
	await read(`${STATE}.good`, "確認済み");
	assert.equal(
		(await rowsOf(visitor)).map((row) => row.at(-1)),
		["佐藤"],
	);

	await page.evaluate(`document.querySelectorAll(".registers button")[7].click()`);
	await read("#register-title", "確認の記録");
	await see(".list tbody tr");
	assert.is((await rowsOf(visitor)).length, 1, "what was refused confirms nothing");
	assert.match(await openFirst(visitor), /すべて正しい/);
	assert.equal(await page.$$eval(".record h3 code", (all) => all.map(({ textContent }) => textContent)), [
		"confirmation",
		"challenge",
		"result",
	]);
	assert.equal([visitor.strays, visitor.complaints], [[], []]);
}

test.run();
