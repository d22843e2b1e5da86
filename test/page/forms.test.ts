/** The office's wording of the forms: what is taken, what is refused, and what is shown instead. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseForm } from "../../terminal/forms/parse-form.js";
import { readForms } from "../../terminal/forms/read-forms.js";
import { DEFAULT_CONFIG } from "../../terminal/ledger/config.js";
import { shapeOf, shapesOf } from "../../terminal/ledger/registers.js";
import { filledIn } from "../../terminal/shared/form-template.js";

const SHAPES = shapesOf(DEFAULT_CONFIG);
const INCIDENTS = shapeOf("incidents", DEFAULT_CONFIG);
const parse = (text: string) => parseForm(Buffer.from(text), INCIDENTS);

/** "LINE: what is said in English" */
function mistakeOf(text: string | Uint8Array): string {
	const reading = parseForm(typeof text === "string" ? Buffer.from(text) : text, INCIDENTS);
	if (reading.kind === "read") return "taken";
	assert.match(reading.what.ja, /[\u3041-\u3096].*。$/, "Japanese says it too");
	return `${reading.line}: ${reading.what.en}`;
}

/** With a folder of such files. */
function inFolder(files: Readonly<Record<string, string>>, use: (folder: string) => void): void {
	const folder = mkdtempSync(join(tmpdir(), "forms-"));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	try {
		use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test("every form that comes with the software is taken whole, in both languages", () => {
	const { forms, notices } = readForms(SHAPES);
	assert.equal([forms.length, notices], [SHAPES.length, []]);
	for (const { title, lead, boxes, sheet } of forms) {
		const said = [title, ...(lead ? [lead] : []), ...boxes, ...(sheet ? [sheet.title, ...sheet.texts] : [])];
		for (const { ja, en } of said) {
			assert.not.match(en, /[\u3041-\u3096\u30a1-\u30fa]/, en);
			assert.is.not(ja, en);
		}
	}
});

test("a form may choose columns, headings, paper, boxes and a sheet, in whatever line endings", () => {
	const text = `\ufeff# note\r\ntitle.ja: 事故\r\ntitle.en: Incidents\r\npaper: landscape\r\n
columns: what, date\r\nheading.what.ja: 種別\r\nbox.1.ja: 長\r\n
sheet.title.ja: 票\r\nsheet.text.1.ja: {what}: {office}`;
	const same = (ja: string) => ({ ja, en: ja });
	assert.equal(parse(text), {
		kind: "read",
		form: {
			id: "incidents",
			title: { ja: "事故", en: "Incidents" },
			paper: "landscape",
			columns: ["what", "date"],
			headings: { what: same("種別") },
			boxes: [same("長")],
			sheet: { title: same("票"), texts: [same("{what}: {office}")], boxes: [] },
		},
	});
});

test("whatever is not understood is refused with its line and what to do", () => {
	const good = "title.ja: 事故\n";
	assert.match(mistakeOf(`${good}titel.en: x`), /^2: "titel.en" is not known here; write "name: text"/);
	assert.match(mistakeOf(`${good}just words`), /^2: "just words" is not known here/);
	assert.match(mistakeOf(`${good}\n# note\ntitle.ja: 二`), /^4: "title.ja" stands in line 1 too; keep one/);
	assert.match(mistakeOf("title.en: x"), /^1: "title.en" has no "title.ja" beside it; add one/);
	assert.match(mistakeOf("# nothing"), /^1: there is no line "title.ja:"; add one/);
	assert.match(mistakeOf(`${good}lead.ja:`), /^2: the text of "lead.ja" has 1 to 1000 letters/);
	assert.match(mistakeOf(`${good}lead.ja: ${"x".repeat(1001)}`), /^2: the text of "lead.ja" has 1 to 1000/);
	assert.match(mistakeOf(`${good}paper: sideways`), /^2: the paper is portrait or landscape/);
	assert.match(
		mistakeOf(`${good}columns: date, hour`),
		/^2: there is no column "hour"; there are date, time, /,
	);
	assert.match(mistakeOf(`${good}heading.hour.ja: 時`), /^2: there is no column "hour"/);
	assert.match(mistakeOf(`${good}box.2.ja: 長`), /"box.1.ja:"; add one/);
	assert.match(mistakeOf(`${good}sheet.text.1.ja: x`), /"sheet.title.ja:"; add one/);
	assert.match(
		mistakeOf(`${good}lead.ja: {what}`),
		/^2: there are braces that mean nothing here; .*\{office\}/,
	);
	assert.match(mistakeOf(`${good}sheet.text.1.ja: {hour}`), /^2: there are braces .*\{what\}/);
	assert.match(mistakeOf(`${good}lead.ja: a } b`), /^2: there are braces/);
	// "title.ja: 事故" in Shift_JIS, as an editor of Japanese Windows may save it.
	const shiftJis = Buffer.concat([Buffer.from("title.ja: "), Buffer.from([0x8e, 0x96, 0x8c, 0xcc])]);
	assert.match(mistakeOf(shiftJis), /^1: this is not UTF-8: save the file again as UTF-8/);
	assert.match(mistakeOf(`# ${"x".repeat(65_536)}`), /^1: the file is too large/);
});

test("a form of the office goes before ours; a mistaken or missing one is told and ours is shown", () => {
	const files = { "usage.txt": "title.ja: 利用簿\n", "incidents.txt": "title.ja: 事故\nboxx: 1\n" };
	inFolder(files, (folder) => {
		const { forms, notices } = readForms(SHAPES, folder);
		const titles = new Map(forms.map(({ id, title }) => [id, title.ja]));
		assert.equal([titles.get("usage"), titles.get("incidents")], ["利用簿", "事故・異常の記録"]);
		const mistakes = notices.filter(({ level }) => level === "mistake");
		assert.equal(
			mistakes.map(({ ids }) => ids),
			[["incidents"]],
		);
		assert.match(mistakes[0].what.en, /incidents\.txt, line 2: "boxx" is not known here/);
		const notes = notices.filter(({ level }) => level === "note").flatMap(({ ids }) => ids);
		assert.equal(
			notes,
			SHAPES.map(({ id }) => id).filter((id) => !["usage", "incidents"].includes(id)),
		);
	});
});

test("where ours cannot be used either, the bare headings remain and it is said", () => {
	inFolder({ "usage.txt": "nothing" }, (folder) => {
		const { forms, notices } = readForms(SHAPES.slice(0, 2), undefined, folder);
		assert.equal(
			forms.map(({ title, boxes }) => [title, boxes]),
			SHAPES.slice(0, 2).map(({ title }) => [title, []]),
		);
		assert.equal(
			notices.map(({ level, ids }) => [level, ...ids]),
			[
				["mistake", "usage"],
				["mistake", "references"],
			],
		);
		assert.match(notices[1].what.en, /references\.txt is missing/);
	});
});

test("a placeholder gives way to what is known, else to a line to write on", () => {
	const known = (name: string) => (name === "office" ? "北町" : undefined);
	assert.is(filledIn("{office}: {person}", known), "北町: ＿＿＿＿＿＿＿＿");
});

test.run();
