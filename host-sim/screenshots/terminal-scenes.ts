/** A day at the counter, from the closed day to a lockout, as the Terminal view shows it. */
import type { Page } from "puppeteer-core";
import { inProject } from "../engines/paths.js";
import { ask, DARK, DESK, GUISES, PHONE, press, type Scene, show } from "./on-page.js";

export const [SUPERVISOR, OPERATOR, OTHER, STRANGER] = [0, 1, 2, 3];

export const TERMINAL_SCENES: readonly Scene[] = [
	{
		name: "terminal-open-day",
		size: DESK,
		async play(page) {
			await show(page, "terminal");
			await ask(page, "close-day", { id: "A1001" });
			await comeForward(page, SUPERVISOR, ".verdict.good");
			await ask(page, "dismiss");
			await page.waitForSelector(".tag.warn");
			await page.click('.people li:nth-child(3) button[aria-label^="欠勤"]');
		},
	},
	{ name: "terminal-day-open", size: DESK, play: openDay },
	{ name: "terminal-start", size: DESK, guises: [...GUISES, DARK], play: (page) => ask(page, "dismiss") },
	{ name: "terminal-enrolment", size: DESK, play: beginEnrolment },
	{ name: "terminal-enrolment-pledge", size: DESK, play: choosePledge },
	{ name: "terminal-enrolment-witness", size: DESK, play: nameWitness },
	{ name: "terminal-enrolled", size: DESK, play: enrolBoth },
	{
		name: "terminal-come-nearer",
		size: DESK,
		guises: [...GUISES, DARK],
		async play(page) {
			await ask(page, "log-in", { id: "B2002", purpose: 12 });
			await present(page, OPERATOR, { distanceMm: 165 });
			await page.waitForSelector(".placing .pose-closer");
		},
	},
	{ name: "terminal-come-nearer-phone", size: PHONE, play: () => Promise.resolve() },
	{ name: "terminal-session", size: DESK, play: (page) => comeForward(page, OPERATOR, ".session") },
	{
		name: "terminal-confirmation",
		size: DESK,
		async play(page) {
			await ask(page, "dismiss");
			await press(page, "誤入力確認");
			await page.type("#query", "照会 2026-0123 (旅券番号の打ち間違い)");
			await page.type("#confirm-id", "A1001");
		},
	},
	{
		name: "terminal-confirmed",
		size: DESK,
		async play(page) {
			await page.keyboard.press("Enter");
			await page.waitForSelector(".placing");
			await comeForward(page, SUPERVISOR, ".verdict.good");
		},
	},
	{
		name: "terminal-locked",
		size: DESK,
		async play(page) {
			await ask(page, "world-step-away");
			await page.waitForSelector(".locked-head");
		},
	},
	{ name: "terminal-lockout", size: DESK, guises: [...GUISES, DARK], play: failUntilLocked },
	{
		name: "terminal-start-phone",
		size: PHONE,
		async play(page) {
			await ask(page, "dismiss");
			await page.evaluate("document.activeElement?.blur()");
		},
	},
];

async function openDay(page: Page): Promise<void> {
	await page.type("#id", "A1001");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".placing");
	await comeForward(page, SUPERVISOR, ".verdict.good");
}

async function beginEnrolment(page: Page): Promise<void> {
	await press(page, "登録…");
	await page.type("#enrol-id", "D4004");
	await page.type("#enrol-name", "見本 花子");
}

async function choosePledge(page: Page): Promise<void> {
	await press(page, "次へ");
	const field = await page.waitForSelector("input#pledge");
	if (field?.toElement === undefined) throw new Error("no field for the pledge");
	// Any file has a hash; this one is in every clone.
	await (await field.toElement("input")).uploadFile(inProject("NOTICE"));
	await page.waitForSelector(".hash code");
}

async function nameWitness(page: Page): Promise<void> {
	await press(page, "次へ");
	await page.type("#witness-id", "A1001");
	await press(page, "登録を始める");
	await page.waitForSelector(".placing .turn");
}

async function enrolBoth(page: Page): Promise<void> {
	await present(page, SUPERVISOR);
	await page.waitForFunction('document.querySelector(".turn")?.textContent.includes("登録する人")');
	await ask(page, "world-step-away");
	await new Promise((resolve) => setTimeout(resolve, STEPPING_ASIDE_MS));
	await comeForward(page, STRANGER, ".verdict.good");
	await ask(page, "world-step-away");
}

async function failUntilLocked(page: Page): Promise<void> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		await ask(page, "log-in", { id: "B2002", purpose: 12 });
		await page.waitForSelector(".placing");
		await comeForward(page, OTHER, ".verdict.danger");
	}
	await page.waitForSelector(".verdict [role=timer]");
	await ask(page, "world-step-away");
}

/** Of the unit's own policy. */
const ATTEMPTS = 5;
/** The unit looks now and then whether the supervisor has made room. */
const STEPPING_ASIDE_MS = 1500;

async function present(page: Page, person: number, how: object = {}): Promise<void> {
	await ask(page, "world-present", { person, ...how });
}

/** @param then what is seen once the unit has answered. */
export async function comeForward(page: Page, person: number, then: string): Promise<void> {
	await present(page, person);
	await page.waitForSelector(`.verdict, ${then}`, { timeout: ANSWERED_MS });
	if ((await page.$(then)) !== null) return;
	const said = await page.evaluate("document.querySelector('.verdict').textContent");
	throw new Error(`instead of ${then}: ${String(said).replace(/\s+/g, " ")}`);
}

/** As long as an enrolment may last. */
const ANSWERED_MS = 90_000;
