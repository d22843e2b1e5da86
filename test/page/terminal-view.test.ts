/** The Terminal view in a real browser, before real firmware: a day at the counter, and its mishaps. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { closeDay, comeForward, type Day, enrol, isSound, openDay, pause } from "./at-the-counter.js";
import { findBrowser } from "./browser.js";

const [SUPERVISOR, OPERATOR, OTHER] = [0, 1, 2];
const chromium = findBrowser("the Terminal view in a browser");
const test = suite<Day>("terminal view");

test.before(async (day) => {
	Object.assign(day, await openDay(chromium ?? "", "palm"));
});

test.after(closeDay);

/** Of the unit's own policy. */
const IDLE_S = 300;
const ABSENCE_S = 10;

async function acknowledgeAll({ page }: Day["visitor"]): Promise<void> {
	while ((await page.$(".alert button")) !== null) {
		await page.click(".alert button");
		await pause(50);
	}
}

test("a typed 照合ID is masked until its owner wants to see it", async ({ visitor }) => {
	await visitor.see("#id[type=password]");
	await visitor.press("表示");
	await visitor.see("#id[type=text]");
	await visitor.press("表示");
	await visitor.see("#id[type=password]");
});

test("the first supervisor is enrolled with a pledge, and an operator before the supervisor", async (day) => {
	await enrol(day, SUPERVISOR, { role: "supervisor" });
	await enrol(day, OPERATOR, { role: "operator", witness: SUPERVISOR });
	assert.match(await day.visitor.textOf(".people"), /佐藤 責任者 予定.*鈴木 操作者 予定/);
});

test("an enrolment without a pledge's hash is refused whoever asks", async ({ office, visitor }) => {
	const answer = await visitor.page.evaluate(`fetch("/do/enrol", { method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ id: "D4", name: "x", role: "operator", modality: 1, witnessId: "A1001" }) })
		.then((response) => response.json())`);
	assert.match(JSON.stringify(answer), /refused.*誓約書/);
	assert.is(office.page.service()?.state().counter.kind === "placing", false);
});

test("before the day is open nobody logs in, and the screen says what to do", async (day) => {
	await comeForward(day, "#id", "B2002", OPERATOR);
	assert.match(await day.visitor.textOf(".verdict"), /業務がまだ開始されていません.*責任者が「業務の開始」/);
	await isSound(day, "refused, day closed");
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await day.visitor.read(".status", "業務: 開始済み");
	assert.match(await day.visitor.textOf(".people"), /佐藤 責任者 在席.*鈴木 操作者 予定/);
});

test("an operator logs in, is guided meanwhile, and appears as present", async (day) => {
	const { office, visitor } = day;
	office.leave();
	await visitor.type("#id", "Ｂ２００２");
	await visitor.page.keyboard.press("Enter");
	await visitor.read(".says", "手をかざしてください");
	await visitor.see(".pose-here svg");
	await isSound(day, "awaited");
	office.stand(OPERATOR, "probe");
	await visitor.see(".session");
	assert.match(await visitor.textOf(".session"), /利用中 鈴木 操作者/);
	assert.match(await visitor.textOf(".people"), /鈴木 操作者 在席/);
	assert.is(await visitor.page.$('button[aria-label^="失効"]'), null);
	assert.match(await visitor.textOf(".board"), /失効と失敗の取消しは、責任者がログインしている間に/);
	await isSound(day, "in session");
});

test("a wrong query is confirmed by the supervisor, and by nobody else", async (day) => {
	await day.visitor.press("誤入力確認");
	await day.visitor.type("#query", "照会2026-0001");
	await isSound(day, "dialog of a wrong query");
	await comeForward(day, "#confirm-id", "B2002", OPERATOR);
	await day.visitor.see(".verdict.danger");
	await day.visitor.press("誤入力確認");
	await day.visitor.type("#query", "照会2026-0001");
	await comeForward(day, "#confirm-id", "A1001", SUPERVISOR);
	await day.visitor.read(".session .row .tag.good:last-child", "誤入力確認");
	assert.match(await day.visitor.textOf(".verdict"), /誤入力を確認しました: 佐藤/);
	await isSound(day, "wrong query confirmed");
});

test("the focus follows what is shown, and comes back from a dialog", async (day) => {
	const { page, press, see } = day.visitor;
	const focused = () =>
		page.evaluate("document.activeElement?.textContent?.trim() || document.activeElement?.id");
	const opener = await page.waitForSelector("::-p-xpath(//button[normalize-space(.)='交代'])");
	await opener?.focus();
	await page.keyboard.press("Enter");
	await see("dialog[open]");
	assert.is(await page.evaluate("document.querySelector('dialog').contains(document.activeElement)"), true);
	await page.keyboard.press("Escape");
	await see("dialog:not([open])");
	assert.is(await focused(), "交代");
	assert.match(String(await page.evaluate("getComputedStyle(document.activeElement).outline")), /solid 3px/);
	await press("画面をロック");
	await see(".locked-head");
	assert.is(await focused(), "画面はロックされています");
	await comeForward(day, "#id", "B2002", OPERATOR);
	await see(".session");
	assert.match(String(await focused()), /ログインしました: 鈴木/);
});

test("before a sensitive act the operator is verified again, with purpose and number", async (day) => {
	const { visitor } = day;
	await visitor.press("重要な操作の前の再認証");
	await visitor.page.select("#again-purpose", "12");
	await comeForward(day, "#reception", "R-17", OPERATOR);
	await visitor.read(".session .row .tag.good", "再認証");
	assert.match(await visitor.textOf(".verdict"), /本人と確認しました: 鈴木/);
});

test("whoever takes over ends the session of the one before", async (day) => {
	await day.visitor.press("交代");
	await comeForward(day, "#next-id", "A1001", SUPERVISOR);
	await day.visitor.read(".session h2", "佐藤");
	await day.visitor.press("ログオフ");
	await day.visitor.seeNo(".session");
	assert.is(day.office.page.service()?.state().session.kind, "none");
});

test("leaving ends the session: the screen is covered and shows nothing of it", async (day) => {
	const { office, visitor } = day;
	await comeForward(day, "#id", "B2002", OPERATOR);
	await visitor.see(".session");
	office.leave();
	office.skip(ABSENCE_S);
	await visitor.read(".locked-head", "席を離れたため");
	assert.is(await visitor.page.$(".board, .session"), null);
	assert.not.match(await visitor.textOf("main"), /鈴木/);
	await isSound(day, "locked");
});

test("a stranger is refused with the attempts that are left, then has to wait", async (day) => {
	const { office, visitor } = day;
	const left: string[] = [];
	for (let attempt = 1; attempt <= 5; attempt++) {
		await comeForward(day, "#id", "B2002", OTHER);
		left.push(/残り回数 (\d)/.exec(await visitor.textOf(".verdict"))?.[1] ?? "none");
	}
	assert.equal(left, ["4", "3", "2", "1", "none"]);
	assert.match(
		await visitor.textOf(".verdict"),
		/登録された照合情報と一致しません.*もう一度できるまで 0:(30|2\d)/,
	);
	await comeForward(day, "#id", "B2002", OPERATOR);
	assert.match(await visitor.textOf(".verdict"), /失敗が続いたため、しばらく使えません/);
	await isSound(day, "locked out");
	office.leave();
});

test("whom the authority forgives need not wait", async (day) => {
	const { office, visitor } = day;
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await visitor.read(".people", "一時停止");
	await visitor.page.click('button[aria-label="失敗の取消し: 鈴木"]');
	await visitor.page.waitForFunction(`!document.querySelector(".people").textContent.includes("一時停止")`);
	await visitor.press("交代");
	await comeForward(day, "#next-id", "B2002", OPERATOR);
	await visitor.read(".session h2", "鈴木");
	assert.match(await visitor.textOf(".verdict"), /ログインしました: 鈴木/);
	assert.is(
		office.page
			.service()
			?.state()
			.people.find(({ name }) => name === "鈴木")?.lockedUntil,
		undefined,
	);
});

test("whoever sits there and does nothing is logged off in the end", async ({ office, visitor }) => {
	office.skip(IDLE_S - 30);
	await pause(400);
	assert.ok(await visitor.page.$(".session"), "too early");
	office.skip(60);
	await visitor.read(".locked-head", "操作がなかったため");
	assert.is(await visitor.page.$(".board, .session"), null);
	office.leave();
});

test("an opened case is told at once, even on a locked screen, until somebody has seen it", async (day) => {
	const { office, visitor } = day;
	office.openCase();
	await visitor.read(".alert.danger", "筐体が開けられました");
	await isSound(day, "tampered with");
	await acknowledgeAll(visitor);
	assert.equal(office.page.service()?.state().alerts, []);
});

test("a lost broker and a pulled plug are told, and come back by themselves", async (day) => {
	const { office, visitor } = day;
	await office.broker.kill();
	await visitor.read(".outage", "ブローカー");
	await visitor.type("#id", "B2002");
	await visitor.page.keyboard.press("Enter");
	await visitor.read(".problem", "ブローカー");
	await isSound(day, "broker lost");
	await office.broker.start();
	await visitor.seeNo(".outage");
	await visitor.read(".status", "装置: 接続中");
	office.cutPower();
	await visitor.read(".outage", "装置とつながりません");
	await isSound(day, "power cut");
	office.restorePower();
	await visitor.seeNo(".outage");
	await visitor.read(".alerts", "再び入りました");
	await visitor.read(".status", "業務: 未開始");
});

test("power that fails while somebody is awaited lets nobody in, and says so", async (day) => {
	const { office, visitor } = day;
	await visitor.type("#id", "A1001");
	await visitor.page.keyboard.press("Enter");
	await visitor.read(".says", "手をかざしてください");
	office.cutPower();
	await visitor.read(".outage", "装置とつながりません");
	office.restorePower();
	office.stand(SUPERVISOR, "probe");
	await visitor.seeNo(".outage");
	await visitor.read(".verdict.danger", "本人の確認はできていません");
	await isSound(day, "power failed meanwhile");
	// "locked" where a session ended before and its reason still stands there.
	assert.match(office.page.service()?.state().session.kind ?? "", /^(none|locked)$/);
	assert.is(await visitor.page.$(".session"), null);
	office.leave();
	await acknowledgeAll(visitor);
});

test("who is revoked leaves the board and is not known any more", async (day) => {
	const { office, visitor } = day;
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await visitor.see(".session");
	await visitor.press("失効…");
	await isSound(day, "dialog of a revocation");
	await visitor.press("やめる");
	await visitor.page.click('button[aria-label="失効: 鈴木"]');
	await visitor.page.select("#revoke-reason", "3");
	await visitor.press("失効させる");
	await visitor.page.waitForFunction(`!document.querySelector(".people").textContent.includes("鈴木")`);
	await visitor.press("交代");
	await comeForward(day, "#next-id", "B2002", OPERATOR);
	await visitor.read(".verdict", "登録されていません");
	office.leave();
});

test("the end of the day ends the session, and only a supervisor begins the next one", async (day) => {
	const { office, visitor } = day;
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await visitor.see(".session");
	await visitor.press("業務の終了");
	await isSound(day, "dialog of the day's end");
	await comeForward(day, "#day-id", "A1001", SUPERVISOR);
	await visitor.read(".status", "業務: 未開始");
	assert.match(await visitor.textOf(".verdict"), /業務を終了しました/);
	assert.is(await visitor.page.$(".session"), null);
	await visitor.read("#entrance-title", "業務の開始");
	office.leave();
});

test("a phone's width has no sideways scrolling", async ({ visitor: { page } }) => {
	await page.setViewport({ width: 390, height: 844 });
	assert.ok(await page.evaluate("document.documentElement.scrollWidth <= 390"));
	await page.setViewport({ width: 1280, height: 800 });
});

test("the page asks for nothing elsewhere, and complains of nothing", ({ visitor }) => {
	assert.equal([visitor.strays, visitor.complaints.filter((text) => !/ERR_|403/.test(text))], [[], []]);
});

if (chromium !== undefined) test.run();
