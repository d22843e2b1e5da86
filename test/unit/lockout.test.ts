/** Failures are counted before anything is compared: no reboot and no power cut gives one back. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { FAILURES_THAT_LOCK, openAttack } from "../../host-sim/lockout/attack.js";
import type { NorFlash } from "../../host-sim/world/nor-flash.js";
import { recordIdInto } from "../../modules/protection/protected-reference.js";
import { openStore } from "../../modules/store/store.js";
import { Subjects } from "../../modules/unit/subjects.js";
import { crypto, order, signed, tokenOf } from "./office.js";
import type { Rig } from "./rig.js";
import { ask, withSupervisor } from "./staff.js";

const attack = openAttack();

function relaxed(): Rig {
	return withSupervisor().relax();
}

function recordIdOf(person: string): Uint8Array {
	const recordId = new Uint8Array(16);
	recordIdInto(recordId, crypto, tokenOf(person));
	return recordId;
}

/** What the flash says of `a`, whatever the unit says. */
function failuresOn(flash: NorFlash): number {
	const opening = openStore(flash);
	assert.ok(opening.kind === "opened");
	const subject = new Subjects(opening.store).find(recordIdOf("a"));
	assert.ok(typeof subject === "object");
	return subject.failures;
}

/** As if `a` had failed so often. */
function setFailures(rig: Rig, failures: number): void {
	rig.powerOff();
	const opening = openStore(rig.flash);
	assert.ok(opening.kind === "opened");
	const subjects = new Subjects(opening.store);
	const subject = subjects.find(recordIdOf("a"));
	assert.ok(typeof subject === "object");
	const change = subjects.change(recordIdOf("a"), { ...subject, failures, failuresTold: failures });
	assert.is(opening.store.commit([change]).kind, "stored");
	rig.run(1000);
	rig.boot();
}

function lastResult(rig: Rig) {
	const results = rig.opened("result");
	return results[results.length - 1].body;
}

test("five failures in a row lock, with a signed incident; when the wait is over one attempt is open", () => {
	const rig = relaxed();
	for (let left = 4; left >= 0; left--) {
		assert.is(ask(rig, "b", {}, "a"), "mismatch");
		assert.is(lastResult(rig).attemptsLeft, left);
	}
	assert.is(lastResult(rig).retryAfter, 30);
	assert.equal(rig.incidents, ["lockout"]);
	assert.is(ask(rig, "a"), "locked", "nor does the right palm help now");
	const wait = lastResult(rig).retryAfter;
	assert.ok(wait !== undefined && wait > 20 && wait <= 30, `${wait}`);
	rig.run(30_000);
	assert.is(ask(rig, "b", {}, "a"), "mismatch");
	assert.is(lastResult(rig).retryAfter, 60);
	assert.equal(rig.incidents, ["lockout", "lockout"]);
	rig.run(60_000);
	assert.is(ask(rig, "a"), "accepted");
	assert.is(failuresOn(rig.flash.clone(1)), 0, "a match forgets the failures");
});

test("a reboot begins the wait anew, and never shortens it", () => {
	const rig = relaxed();
	setFailures(rig, 6);
	for (let boot = 0; boot < 3; boot++) {
		rig.run(40_000);
		assert.is(ask(rig, "a"), "locked");
		rig.restart();
	}
	rig.run(61_000);
	assert.is(ask(rig, "a"), "accepted");
});

test("fifty failures disable, and only the authority's reset opens again", () => {
	const rig = relaxed();
	setFailures(rig, 49);
	rig.run(3_600_000);
	assert.is(ask(rig, "b", {}, "a"), "mismatch");
	assert.equal(rig.incidents, ["disabled"]);
	rig.run(100_000_000);
	assert.is(ask(rig, "a"), "disabled");
	rig.send(signed("lockout-reset", { ...order(), subjectToken: tokenOf("nobody") }));
	assert.is(ask(rig, "a"), "disabled");
	rig.send(signed("lockout-reset", { ...order(), subjectToken: tokenOf("a") }));
	assert.equal(rig.rulings.slice(-2), ["notEnrolled", "accepted"]);
	assert.is(ask(rig, "a"), "accepted");
});

test("a subject's record that has rotted counts as disabled, not as new", () => {
	const rig = relaxed();
	const image = Buffer.from(rig.flash.image());
	const at = image.lastIndexOf(Buffer.from(recordIdOf("a")));
	rig.flash.flipBit(at + 18, 1);
	assert.is(ask(rig, "a"), "disabled");
});

test("a cut at any flash operation of a start or an attempt gives no attempt for free", () => {
	let cuts = 0;
	let attempts = 0;
	for (const tear of ["prefix", "random-bits", "unstable"] as const) {
		for (let at = 0; ; at++) {
			const flash = attack.flash.clone(at);
			const { isCut, comparisons } = attack.attempt(flash, { at, tear });
			const counted = attack.failuresOn(flash);
			assert.ok(counted >= comparisons, `${tear} ${at}: ${comparisons} made, ${counted} counted`);
			attempts += comparisons;
			if (!isCut) break;
			cuts++;
		}
	}
	assert.ok(cuts >= 30 && attempts >= 10, `${cuts} cuts, ${attempts} attempts: the test shows nothing`);
});

test("a lock holds although every attempt that brought it about was cut off before its answer", () => {
	const flash = attack.flash.clone(1);
	for (let made = 1; made <= FAILURES_THAT_LOCK; made++) {
		const at = operationsUntilComparison(flash);
		assert.ok(at !== undefined, `the ${made}. attempt is none`);
		const attempt = attack.attempt(flash, { at, tear: "prefix" });
		assert.equal(attempt, { comparisons: 1, isCut: true });
		assert.is(attack.failuresOn(flash), made);
	}
	assert.is(operationsUntilComparison(flash), undefined, "nothing more is compared, wherever it is cut");
	assert.is(attack.failuresOn(flash), FAILURES_THAT_LOCK);
});

/** Programs and erases from the start until an answer is stored; undefined: nothing is compared. */
function operationsUntilComparison(flash: NorFlash): number | undefined {
	for (let at = 0; ; at++) {
		const { comparisons, isCut } = attack.attempt(flash.clone(at), { at, tear: "prefix" });
		if (comparisons > 0) return at;
		if (!isCut) return undefined;
	}
}

test.run();
