/** Hands held badly before the whole unit: it says what is wrong and takes nothing. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bootUnit, bundleUnit } from "../../host-sim/day/boot-unit.js";
import { presentAndVerify } from "../../host-sim/day/day.js";
import { enrol, verify } from "../../host-sim/day/desk.js";
import { present } from "../../host-sim/day/presenter.js";
import { drawSyntheticPeople } from "../../host-sim/day/synthetic-people.js";
import { openVirtualCounter, operatorsOf } from "../../host-sim/day/virtual-counter.js";
import type { HandCondition } from "../../host-sim/world/hands/capture.js";
import { Action, Modality, Role } from "../../modules/messages/messages.generated.js";

/** What the unit may say of each; a hand in the dark may be too dark to be found. */
const HINTS_FOR: readonly (readonly [HandCondition, readonly string[]])[] = [
	["too-close", ["too-close"]],
	["too-far", ["too-far", "no-hand"]],
	["fingers-cut", ["too-close", "not-flat"]],
	["not-flat", ["not-flat"]],
	["too-dark", ["too-dark", "no-hand"]],
	["too-bright", ["too-bright"]],
	["nothing", ["no-hand"]],
];

test("a badly held hand is told what is wrong and times out; held well, it is accepted", async () => {
	const bundle = await bundleUnit();
	const { counter, driver, events, close } = await openVirtualCounter({
		boot: (doors) => bootUnit(bundle, "node", doors),
		operators: operatorsOf(drawSyntheticPeople(1, "hand").persons),
	});
	const [{ person, id }] = counter.operators;
	const visit = { purpose: "enrol", number: 0, condition: "good" } as const;
	const { leave } = present(counter.front, person, visit);
	const sampleCount = person.enrolSamples;
	const enrolling = { id, role: Role.supervisor, modality: Modality.palmVein, sampleCount };
	await driver.run(() => enrol(counter.desk, enrolling));
	const opened = await driver.run(() => verify(counter.desk, id, Action.openDay));
	assert.is(opened.actual, "accepted");
	leave();
	for (const [condition, possible] of HINTS_FOR) {
		const before = events.length;
		const { actual } = await driver.run(() => presentAndVerify(counter, person, id, condition));
		const hints = events
			.slice(before)
			.flatMap((event) => (event.event === "hint" && event.hint !== "present" ? [event.hint] : []));
		assert.is(actual, "refused:no-capture", condition);
		assert.ok(hints.length > 0, `${condition}: no hint`);
		assert.equal(
			hints.filter((hint) => !possible.includes(hint)),
			[],
			condition,
		);
	}
	const { actual } = await driver.run(() => presentAndVerify(counter, person, id, "good"));
	assert.is(actual, "accepted");
	await close();
});

test.run();
