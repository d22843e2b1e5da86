/** What tests of the Terminal view do again and again: enrol somebody, have somebody come forward. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { faultsOf, inEveryGuise, misfits, type Visitor, visit } from "./browser.js";
import { openTestOffice, SPEED, type TestOffice, type TestTrait } from "./test-office.js";

export interface Day {
	readonly office: TestOffice;
	readonly visitor: Visitor;
	/** Of the signed pledge. */
	readonly pledge: string;
}

/** @param chromium where the browser is. */
export async function openDay(chromium: string, trait: TestTrait): Promise<Day> {
	const pledge = join(mkdtempSync(join(tmpdir(), "pledge-")), "pledge.txt");
	writeFileSync(pledge, "誓約書");
	const office = await openTestOffice(trait);
	return { office, pledge, visitor: await visit(chromium, office.page.url) };
}

export async function closeDay({ office, visitor, pledge }: Day): Promise<void> {
	await visitor.close();
	await office.close();
	rmSync(join(pledge, ".."), { recursive: true });
}

/** Types an ID in the form that is shown and has `who` come forward until there is an answer. */
export async function comeForward(
	{ office, visitor }: Day,
	field: string,
	id: string,
	who: number,
): Promise<void> {
	// An answer that still stands there must not be taken for the one that is to come.
	await visitor.page.evaluate('document.querySelector(".verdict .row button")?.click()');
	await visitor.seeNo(".verdict");
	await visitor.type(field, id);
	office.stand(who, "probe");
	await visitor.page.keyboard.press("Enter");
	await visitor.see(".placing, .verdict");
	await visitor.seeNo(".placing");
}

export function pause(durationMs: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** The unit looks five times a second whether the supervisor has made room. */
const STEPPING_ASIDE_MS = 1000 / SPEED;

export async function isSound({ visitor }: Day, where: string): Promise<void> {
	await inEveryGuise(visitor, async (guise) => {
		assert.equal(await faultsOf(visitor.page), [], `${where}, ${guise}`);
		if (guise.endsWith("light"))
			assert.equal(await misfits(visitor.page, PHONE_PX), [], `${where}, ${guise}`);
		// Names stay as they are; they have no kana here.
		const untranslated = /[\u3041-\u3096\u30a1-\u30fa].*/.exec(await visitor.textOf(".view-terminal"));
		if (guise.startsWith("en")) assert.is(untranslated, null, `${where}, ${guise}`);
	});
}

const PHONE_PX = 390;

export interface Enrolling {
	readonly role: "supervisor" | "operator";
	/** Whoever witnesses; nobody does where there is no other supervisor. */
	readonly witness?: number;
	/** As the form has it; the first that is offered. */
	readonly trait?: number;
}

/** Through the enrolment's three steps, and before the unit. */
export async function enrol(day: Day, who: number, { role, witness, trait }: Enrolling): Promise<void> {
	const { office, visitor, pledge } = day;
	await visitor.press("登録…");
	await visitor.type("#enrol-id", office.operators[who].id);
	await visitor.type("#enrol-name", office.operators[who].alias.ja);
	await visitor.page.select("#enrol-role", role);
	if (trait !== undefined) await visitor.page.select("#enrol-trait", String(trait));
	await visitor.press("次へ");
	const file = await visitor.page.$("input#pledge");
	if (file === null) throw new Error("no field for the pledge");
	assert.ok(await visitor.page.$("dialog button.primary:disabled"), "no pledge, no enrolment");
	await file.uploadFile(pledge);
	await visitor.see(".hash code");
	await visitor.press("次へ");
	if (witness === undefined) await visitor.page.click("dialog input[type=checkbox]");
	else await visitor.type("#witness-id", office.operators[witness].id);
	await visitor.press("登録を始める");
	await visitor.see(".placing");
	if (witness !== undefined) {
		office.stand(witness, "probe");
		await visitor.read(".turn", "登録する人");
		office.leave();
		await pause(STEPPING_ASIDE_MS);
	}
	office.stand(who, "enrol");
	await visitor.read(".verdict", "登録しました");
	office.leave();
}
