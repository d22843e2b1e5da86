/** The Ledger view in a real browser, before a real ledger: shown, searched, proved, confirmed, printed. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { faultsOf, findBrowser, misfits, type Visitor, visit } from "./browser.js";
import { NAMES, SESSIONS_IN_FEBRUARY } from "./ledger-diary.js";
import { type LedgerOffice, openLedgerOffice } from "./ledger-office.js";
import { choose, closeFirst, isSound, LIES, openFirst, printed, rowsOf } from "./ledger-reading.js";

interface Look {
	readonly office: LedgerOffice;
	readonly visitor: Visitor;
}

const chromium = findBrowser("the Ledger view in a browser");
const test = suite<Look>("ledger view");
const ALL = `${SESSIONS_IN_FEBRUARY} 件`;
const NAMED = /鈴木|高橋|渡辺/;
const COUNT = ".register .spread [aria-live]";

test.before(async (look) => {
	const office = await openLedgerOffice({
		"attendance.txt": "title.ja: 在席の一覧\ncolumns: person, date, first\nheading.person.ja: 職員\n",
		"incidents.txt": "title.ja: 事故\n\nboxx.1.ja: 責任者\n",
	});
	const visitor = await visit(chromium ?? "", office.url);
	await visitor.page.evaluate(`location.hash = "ledger"`);
	await visitor.read(COUNT, ALL);
	Object.assign(look, { office, visitor });
});

test.after(async ({ office, visitor }) => {
	await visitor.close();
	await office.close();
});

test("a month's sessions are shown with names, purposes and reasons, in both languages", async ({
	visitor,
}) => {
	const rows = await rowsOf(visitor);
	assert.is(rows.length, SESSIONS_IN_FEBRUARY);
	assert.match(rows[0].join(" "), /^2027-02-01 08:40:02 08:48:20 鈴木 \S+ 0101010101010101 ログオフ/);
	await visitor.press("English");
	const first = (await rowsOf(visitor))[0].join(" ");
	assert.match(first, /^2027-02-01 08:40:02 08:48:20 鈴木 [a-z ]+ 0101010101010101 logged off/);
	await visitor.press("日本語");
});

test("text, person and result each narrow the rows, and all come back", async ({ visitor }) => {
	const { page, type, read, press } = visitor;
	await type("#ledger-text", "２０２７-02-05");
	await read(COUNT, `10 (全 ${SESSIONS_IN_FEBRUARY})`);
	await page.select("#ledger-kind", "absent");
	await read(COUNT, `2 (全`);
	assert.equal([...new Set((await rowsOf(visitor)).map((row) => row[6]))], ["離席"]);
	await press("絞り込みをやめる");
	await read(COUNT, ALL);
	await page.evaluate(`(() => {
		const person = document.querySelector("#ledger-person");
		person.value = [...person.options].find(({ text }) => text === "高橋").value;
		person.dispatchEvent(new Event("change"));
	})()`);
	assert.equal([...new Set((await rowsOf(visitor)).map((row) => row[3]))], ["高橋"]);
	await press("絞り込みをやめる");
});

test("a heading sorts, turns round and goes back to the order of time", async ({ visitor }) => {
	const heading = ".list thead tr:last-child th:nth-child(4)";
	const people = async () => (await rowsOf(visitor)).map((row) => row[3]);
	const sortOf = () => visitor.page.evaluate(`document.querySelector("${heading}").ariaSort`);
	const inTime = await people();
	const { compare } = new Intl.Collator("ja", { numeric: true });
	await visitor.page.click(`${heading} button`);
	assert.equal([await sortOf(), await people()], ["ascending", [...inTime].sort(compare)]);
	await visitor.page.click(`${heading} button`);
	assert.equal([await sortOf(), (await people())[0]], ["descending", [...inTime].sort(compare).at(-1)]);
	await visitor.page.click(`${heading} button`);
	assert.equal([await sortOf(), await people()], ["none", inTime]);
});

test("a row opens by keyboard the records it stands on, and the browser finds them good", async ({
	visitor,
}) => {
	const { page, see, textOf } = visitor;
	await page.focus(".list .evidence-cell button");
	await page.keyboard.press("Enter");
	await see(".conclusion.good");
	const types = await page.$$eval(".record h3 code", (codes) => codes.map(({ textContent }) => textContent));
	assert.equal(types, ["challenge", "result", "session-end"]);
	for (const check of ["署名", "鍵の登録", "木に含まれる", "端末の署名", "問いと答え", "連鎖"])
		assert.match(await textOf(".record:nth-of-type(2) .checks"), new RegExp(`${check}\\S*: 正しい`));
	assert.match(await textOf(".record:nth-of-type(2) .lines"), /decision: 1 \/ accepted.*signature: h'/);
	await closeFirst(visitor);
});

test("a spoiled message is shown as spoiled, and so is every other lie", async ({ office, visitor }) => {
	await visitor.type("#ledger-text", "02-05");
	for (const [check, lie] of Object.entries(LIES)) {
		office.alter((shown) => (shown.type === "result" ? lie(shown) : shown));
		assert.match(await openFirst(visitor), /正しくない記録があり/, check);
		assert.match(await visitor.textOf(".record-bad .checks"), new RegExp(`${check}: 不正`));
		if (check === "署名") await isSound(visitor, "spoiled");
		await closeFirst(visitor);
	}
	office.alter(undefined);
	await visitor.press("絞り込みをやめる");
});

test("an entry of the unit that is missing before a row's is found by the unit's own chain", async (look) => {
	const { office, visitor } = look;
	await openFirst(visitor);
	const first = Number(/\d+/.exec(await visitor.textOf(".record h3"))?.[0]);
	await closeFirst(visitor);
	office.alter((shown) =>
		shown.position < first && shown.type === "result" ? { ...shown, topic: "shogo/1/a/b/c/res" } : shown,
	);
	assert.match(await openFirst(visitor), /正しくない記録があり/);
	assert.match(await visitor.textOf(".record-bad .checks"), /装置の連鎖: 不正/);
	office.alter(undefined);
	await closeFirst(visitor);
});

test("the CSV has the filter's rows, a mark for UTF-8, and no formula", async ({ visitor }) => {
	const folder = mkdtempSync(join(tmpdir(), "ledger-csv-"));
	const session = await visitor.page.createCDPSession();
	await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
	await visitor.type("#ledger-text", "渡辺");
	await visitor.read(COUNT, "(全");
	const shown = await rowsOf(visitor);
	await visitor.press("CSV を保存");
	await visitor.page.waitForNetworkIdle({ idleTime: 200 });
	const files = readdirSync(folder);
	const text = readFileSync(join(folder, files[0] ?? ""), "utf8");
	rmSync(folder, { recursive: true });
	await visitor.press("絞り込みをやめる");
	assert.equal(files, ["usage-2027-02.csv"]);
	assert.is(text.charCodeAt(0), 0xfeff);
	const lines = text.slice(1).split("\r\n");
	assert.match(lines[0], /^年月日,開始,終了,操作者,/);
	assert.is(lines.length, shown.length + 2);
	assert.match(lines[1], /^2027-02-\d\d,[^=]*,'=SUM\(1\)渡辺,/);
	assert.not.match(text, /(^|,|\n)=/);
});

test("what is new appears by itself, and the opened row stays open", async ({ office, visitor }) => {
	await openFirst(visitor);
	office.work(0);
	await visitor.read(COUNT, `${SESSIONS_IN_FEBRUARY + 1} 件`);
	assert.ok(await visitor.page.$(".conclusion.good"));
	await closeFirst(visitor);
});

test("a supervisor confirms the month by palm; nobody else's ID does", async (look) => {
	const { office, visitor } = look;
	const { press, type, page, read, seeNo, see } = visitor;
	// The fewer rows there are, the sooner they are looked through.
	await type("#ledger-text", "02-05");
	await press("手のひらで確認");
	await type("#ledger-id", "B2002");
	await page.keyboard.press("Enter");
	await read("dialog .problem", "この照合IDでは確認できません");
	await type("#ledger-id", office.supervisorId);
	await page.keyboard.press("Enter");
	await read("dialog .says", "手をかざしてください");
	await see("dialog .pictures svg");
	await isSound(visitor, "hand awaited");
	office.place();
	await read("dialog .problem.good", "確認しました");
	await press("閉じる");
	await seeNo("dialog[open]");
	await press("絞り込みをやめる");
	await read(".register .spread .tag.good", "確認済み");
	assert.match(await visitor.textOf(".register .spread"), /佐藤 2027-02-05 20:/);
	assert.equal([...new Set((await rowsOf(visitor)).map((row) => row[7]))], ["佐藤"]);
	office.work(1);
	await read(".register .spread .tag.warn", "確認の後に行が変わりました");
});

test("a confirmation stands on what was confirmed: statement, question and answer", async ({ visitor }) => {
	await choose(visitor, 7, "確認の記録");
	assert.match(await openFirst(visitor), /すべて正しい/);
	const types = await visitor.page.$$eval(".record h3 code", (all) => all.map((code) => code.textContent));
	assert.equal(types, ["confirmation", "challenge", "result"]);
	assert.match(await visitor.textOf(".record:nth-of-type(2) .checks"), /問いと答えの対応: 正しい/);
	await closeFirst(visitor);
});

test("every register opens, with rows where something has happened", async ({ visitor }) => {
	const titles = [
		"照合情報認証管理簿",
		"誓約書管理簿",
		"誤入力確認簿",
		"在席の一覧",
		"事故",
		"点検の手掛かり",
	];
	const counts: number[] = [];
	for (const [index, title] of titles.entries()) {
		await choose(visitor, index + 1, title);
		await visitor.page.waitForFunction(`!document.querySelector("${COUNT}").textContent.includes("…")`);
		counts.push((await rowsOf(visitor)).length);
		if (title === "点検の手掛かり") assert.match(await openFirst(visitor), /すべて正しい/);
	}
	// Enrolments were in January.
	assert.equal(counts.slice(0, 3), [0, 0, 1]);
	assert.equal(counts.slice(4), [1, 4]);
});

test("another month is a month of its own, and the office's own wording is used", async ({ visitor }) => {
	await choose(visitor, 4, "在席の一覧");
	assert.match(await visitor.textOf(".list thead tr:last-child"), /^職員 年月日 最初の照合 証拠$/);
	await choose(visitor, 1, "照合情報認証管理簿");
	await visitor.page.select("#ledger-month", "2027-01");
	await visitor.read(COUNT, `${NAMES.length} 件`);
	assert.match(await openFirst(visitor), /すべて正しい/);
	await closeFirst(visitor);
});

test("a mistaken file of the office is told with its line, and ours is shown instead", async ({
	visitor,
}) => {
	await choose(visitor, 5, "事故・異常の記録");
	assert.match(
		await visitor.textOf(".register .banner.danger"),
		/incidents\.txt の 3 行目: 「boxx\.1\.ja」は分かりません/,
	);
	await choose(visitor, 0, "業務端末利用記録簿");
	assert.match(await visitor.textOf(".form-note"), /付属の文面で表示しています.*usage\.txt がありません/);
});

test("the list goes onto A4 across with heads and boxes, without the screen's tools", async ({ visitor }) => {
	const { page, read, textOf } = visitor;
	await page.select("#ledger-month", "2027-02");
	await read(COUNT, `${SESSIONS_IN_FEBRUARY + 2} 件`);
	const { pages, sizes } = await printed(visitor);
	assert.equal([pages, sizes], [3, ["842x595"]]);
	await page.emulateMediaType("print");
	const shown = (selector: string) =>
		page.evaluate(`[...document.querySelectorAll("${selector}")].some((one) => one.checkVisibility())`);
	assert.equal(
		[await shown(".list .running"), await shown(".boxes li"), await shown(".paper-head")],
		[true, true, true],
	);
	assert.equal([await shown("button:not(.sort)"), await shown(".filters")], [false, false]);
	assert.match(await textOf(".paper-head"), /業務端末利用記録簿.*2027年2月.*北町旅券窓口.*佐藤 2027-02-05/);
	await page.emulateMediaType("screen");
});

test("a pledge is printed empty, upright and on one page", async ({ visitor }) => {
	const { page, press, textOf } = visitor;
	await choose(visitor, 2, "誓約書管理簿");
	await page.evaluate(`window.print = () => dispatchEvent(new Event("beforeprint"))`);
	await press("用紙を印刷");
	assert.match(await textOf(".sheet"), /^様式1 誓約書 .*氏名: ＿+.*誓約者.*責任者/);
	assert.equal(await printed(visitor), { pages: 1, sizes: ["595x842"] });
	assert.is(await page.$(".sheet"), null, "once it is printed the list is back");
});

test("no width has sideways scrolling or a broken date, whatever is open", async ({ visitor }) => {
	const { page, press } = visitor;
	await choose(visitor, 0, "業務端末利用記録簿");
	await openFirst(visitor);
	await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = true`);
	for (const language of ["English", "日本語"]) {
		await press(language);
		for (const width of [390, 640, 768, 1030, 1280, 1920]) assert.equal(await misfits(page, width), []);
	}
	await page.setViewport({ width: 390, height: 844 });
	assert.equal(await faultsOf(page), []);
	await closeFirst(visitor);
	await page.setViewport({ width: 1280, height: 800 });
});

for (const [when, session] of [
	["before anybody has logged in", { kind: "none" }],
	["once the operator has gone", { kind: "locked", at: 0, why: { ja: "離席", en: "left" }, code: "absent" }],
] as const)
	test(`${when} the ledger shows nobody, and whoever asks the service gets nothing`, async (look) => {
		const { office, visitor } = look;
		const { page } = visitor;
		await openFirst(visitor);
		await page.evaluate(`location.hash = "terminal"`);
		await visitor.see(".view-ledger[hidden]");
		office.show({ session });
		await visitor.read(".view-ledger .covered", "ログイン中だけ");
		assert.not.match(await visitor.textOf(".view-ledger"), NAMED, "nor hidden in the page");
		await page.evaluate(`location.hash = "ledger"`);
		await isSound(visitor, when);
		assert.not.match(await visitor.textOf("main .view-ledger"), NAMED);
		const asked = { register: "usage", month: "2027-02", position: 40, id: office.supervisorId };
		for (const act of ["ledgerRows", "ledgerCsv", "ledgerEntry", "confirmRegister"]) {
			const answer = await page.evaluate(`fetch("/do/${act}", { method: "POST",
				headers: { "Content-Type": "application/json" }, body: ${JSON.stringify(JSON.stringify(asked))} })
				.then((response) => response.text())`);
			assert.match(String(answer), /"refused".*ログインしている間だけ/, act);
			assert.not.match(String(answer), NAMED);
		}
		office.show({ session: { kind: "running", since: 0 } });
		await visitor.read(COUNT, "件");
		assert.is(await page.$(".conclusion"), null);
	});

test("a record that was changed in a file is found, and its place told", async ({ office, visitor }) => {
	await visitor.read(".health .tag.good", "検査済み: 正しい");
	const position = office.damage();
	await visitor.press("全体を検査");
	await visitor.read(".ledger > .banner.danger", `2027-01.ledger, 記録 ${position}:`);
	assert.equal(await faultsOf(visitor.page), []);
});

test("the page asks for nothing elsewhere, and complains of nothing", ({ visitor }) => {
	assert.equal([visitor.strays, visitor.complaints], [[], []]);
});

if (chromium !== undefined) test.run();
