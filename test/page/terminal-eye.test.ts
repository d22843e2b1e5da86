/** The Terminal view where a palm and an eye are asked for: each has its own picture and its own words. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { closeDay, comeForward, type Day, enrol, openDay } from "./at-the-counter.js";
import { faultsOf, findBrowser } from "./browser.js";

const [SUPERVISOR] = [0];
const [PALM, EYE] = [1, 2];
const chromium = findBrowser("the Terminal view with palms and eyes");
const test = suite<Day>("terminal view, palms and eyes");

test.before(async (day) => {
	Object.assign(day, await openDay(chromium ?? "", "both"));
});

test.after(closeDay);

test("palm and eye of one person are enrolled one after the other", async (day) => {
	await enrol(day, SUPERVISOR, { role: "supervisor", trait: PALM });
	await enrol(day, SUPERVISOR, { role: "supervisor", trait: EYE });
	assert.is(day.office.page.service()?.state().people.length, 1);
});

test("first the palm is guided, then the eye, and only both let somebody in", async (day) => {
	const { office, visitor } = day;
	await visitor.press("業務の開始");
	await visitor.type("#day-id", "A1001");
	await visitor.page.keyboard.press("Enter");
	await visitor.read(".says", "手をかざしてください");
	await visitor.see(".pictures:not(.of-eye)");
	office.standShowingPalm(SUPERVISOR);
	await visitor.see(".pictures.of-eye");
	await visitor.read(".says", "目を");
	assert.is(await visitor.page.$(".verdict, .session"), null);
	assert.equal(await faultsOf(visitor.page), []);
	office.stand(SUPERVISOR, "probe");
	await visitor.read(".verdict.good", "業務を開始しました");
	office.leave();
	await comeForward(day, "#id", "A1001", SUPERVISOR);
	await visitor.read(".session", "佐藤");
	assert.equal([visitor.strays, visitor.complaints], [[], []]);
});

if (chromium !== undefined) test.run();
