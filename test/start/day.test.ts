import { test } from "uvu";
import * as assert from "uvu/assert";
import { presentAndVerify, runDay } from "../../host-sim/day/day.js";
import { verify } from "../../host-sim/day/desk.js";
import type { DayEvent } from "../../host-sim/day/events.js";
import type { Person, PictureCounts } from "../../host-sim/day/people.js";
import { openVirtualCounter, operatorsOf, type VirtualCounter } from "../../host-sim/day/virtual-counter.js";
import { bootFakeUnit, type FakeUnitFaults } from "./fake-unit.js";
import { greyPerson } from "./grey-person.js";

const PERSONS = [greyPerson(100), greyPerson(120), greyPerson(140)];

function openFakeCounter(accepts: FakeUnitFaults["accepts"] = "the enrolled"): Promise<VirtualCounter> {
	return openVirtualCounter({ boot: bootFakeUnit({ accepts }), operators: operatorsOf(PERSONS) });
}

function outcomes(events: readonly DayEvent[]): string[] {
	return events.flatMap((event) => (event.event === "outcome" ? [event.actual] : []));
}

test("a day meets every expectation when the unit does its duty", async () => {
	const { counter, driver, events, close } = await openFakeCounter();
	const tally = await driver.run(() => runDay(counter));
	assert.equal(tally, { expected: 9, met: 9 });
	assert.equal(outcomes(events), [
		"accepted",
		"accepted",
		"accepted",
		"accepted",
		"accepted",
		"refused:mismatch",
		"refused:not-enrolled",
		"not-believed:already-answered",
		"accepted",
	]);
	await close();
});

test("a unit that accepts everybody does not pass the day", async () => {
	const { counter, driver, events, close } = await openFakeCounter("everybody");
	const tally = await driver.run(() => runDay(counter));
	assert.equal(tally, { expected: 9, met: 8 });
	const unmet = events.flatMap((event) => (event.event === "outcome" && !event.met ? [event.step] : []));
	assert.equal(unmet, [6]);
	await close();
});

/**
 * Shows another hand on the first `shy` visits after enrolment; the fake unit takes any hand for a
 * witness's.
 */
function shyPerson(shy: number, pictures?: PictureCounts): Person {
	const visits = new Set<number>();
	return {
		...greyPerson(100),
		pictures,
		see(visit, movement, lamp) {
			if (visit.purpose === "probe") visits.add(visit.number);
			const isShy = visit.purpose === "probe" && visits.size <= shy;
			return greyPerson(isShy ? 99 : 100).see(visit, movement, lamp);
		},
	};
}

async function runShyDay(person: Person) {
	const { counter, driver, events, close } = await openVirtualCounter({
		boot: bootFakeUnit({ accepts: "the enrolled" }),
		operators: operatorsOf([person, PERSONS[1], PERSONS[2]]),
	});
	const { met } = await driver.run(() => runDay(counter));
	await close();
	let step = 0;
	const again: string[] = [];
	for (const event of events) {
		if (event.event === "step") step = event.step;
		if (event.event === "again") again.push(`step ${step}: ${event.presentation} after ${event.actual}`);
	}
	return { met, again };
}

test("a genuine hand that was refused is presented again, and every presentation is shown", async () => {
	assert.equal(await runShyDay(shyPerson(4)), {
		met: 9,
		again: ["step 4: 2 after refused:mismatch", "step 4: 3 after refused:mismatch"],
	});
});

test("after the third presentation the refusal stands, and an impostor has only one", async () => {
	const { met, again } = await runShyDay(shyPerson(100));
	assert.is(met, 6);
	assert.equal(
		again.map((text) => text.slice(0, 9)),
		["step 4: 2", "step 4: 3", "step 5: 2", "step 5: 3", "step 9: 2", "step 9: 3"],
	);
});

test("with a single picture there is nothing else to present", async () => {
	assert.equal(await runShyDay(shyPerson(100, { enrol: 2, probe: 1 })), { met: 6, again: [] });
});

test("the same day in virtual time is reported the same way, word for word", async () => {
	const days: string[] = [];
	for (let day = 0; day < 2; day++) {
		const { counter, driver, events, close } = await openFakeCounter();
		await driver.run(() => runDay(counter));
		days.push(JSON.stringify(events));
		await close();
	}
	assert.is(days[0], days[1]);
});

test("no event of a day carries an ID, in any spelling", async () => {
	const { counter, driver, events, close } = await openFakeCounter();
	await driver.run(() => runDay(counter));
	const text = JSON.stringify(events);
	for (const { id, idFullWidth } of counter.operators) {
		assert.not.match(text, id);
		assert.not.match(text, idFullWidth);
	}
	assert.not.match(text, counter.unknownId);
	await close();
});

test("an ID that cannot be one never reaches the unit", async () => {
	const { counter, driver, close } = await openFakeCounter();
	const [a] = counter.operators;
	const outcome = await driver.run(() => presentAndVerify(counter, a.person, " ", "good"));
	assert.is(outcome.actual, "id-refused:empty");
	assert.is(counter.photographer.photographs.length, 0);
	await close();
});

test("without a palm and without an answer the terminal stops waiting by itself", async () => {
	const { counter, driver, close } = await openFakeCounter();
	const [a] = counter.operators;
	await driver.run(() => runDay(counter));
	const outcome = await driver.run(() => verify(counter.desk, a.id));
	assert.is(outcome.actual, "timed-out");
	await close();
});

test.run();
