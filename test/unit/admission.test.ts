/**
 * Every combination of facts against rules written the other way round: what a person must have to be
 * served.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
	type ChallengeFacts,
	type EnrolFacts,
	refuseChallenge,
	refuseEnrolment,
} from "../../modules/unit/admission.js";

const FLAGS = [true, false] as const;
const ACTIONS = ["logIn", "openDay", "closeDay", "reauthenticate", "confirm"] as const;
const SESSIONS = ["none", "own", "of-another"] as const;
const LOCKOUTS = ["open", "locked", "disabled"] as const;

function* allFacts(): Generator<ChallengeFacts> {
	for (const action of ACTIONS)
		for (const readsTraits of FLAGS)
			for (const meetsPolicy of FLAGS)
				for (const dayServes of FLAGS)
					for (const isEnrolled of FLAGS)
						for (const isSupervisor of FLAGS)
							for (const session of SESSIONS)
								for (const lockout of LOCKOUTS)
									yield {
										action,
										readsTraits,
										meetsPolicy,
										dayServes,
										isEnrolled,
										isSupervisor,
										session,
										lockout,
									};
}

/** Who is served: the duties, one a line. */
function isServed(facts: ChallengeFacts): boolean {
	const { action, session } = facts;
	const hasAll = facts.readsTraits && facts.meetsPolicy && facts.isEnrolled && facts.lockout === "open";
	switch (action) {
		case "logIn":
			return hasAll && facts.dayServes;
		case "openDay":
			return hasAll && facts.isSupervisor;
		case "closeDay":
			return hasAll && facts.dayServes && facts.isSupervisor;
		case "reauthenticate":
			return hasAll && facts.dayServes && session === "own";
		case "confirm":
			return hasAll && facts.dayServes && facts.isSupervisor && session === "of-another";
	}
}

test("a challenge is served exactly when its action's duties are met", () => {
	let served = 0;
	for (const facts of allFacts()) {
		const refusal = refuseChallenge(facts);
		assert.is(refusal === undefined, isServed(facts), `${refusal}: ${JSON.stringify(facts)}`);
		if (refusal === undefined) served++;
	}
	assert.is(served, 18);
});

const SOUND: ChallengeFacts = {
	action: "confirm",
	readsTraits: true,
	meetsPolicy: true,
	dayServes: true,
	isEnrolled: true,
	isSupervisor: true,
	session: "of-another",
	lockout: "open",
};

test("each thing that is missing has its own reason, and the first of several is given", () => {
	const missing = [
		[{ readsTraits: false }, "unsupported"],
		[{ meetsPolicy: false }, "belowPolicy"],
		[{ dayServes: false }, "dayClosed"],
		[{ isEnrolled: false }, "notEnrolled"],
		[{ isSupervisor: false }, "wrongRole"],
		[{ session: "none" }, "noSession"],
		[{ lockout: "disabled" }, "disabled"],
	] as const;
	let facts = SOUND;
	for (const [change, reason] of [...missing].reverse()) {
		assert.is(refuseChallenge({ ...SOUND, ...change }), reason);
		facts = { ...facts, ...change };
		assert.is(refuseChallenge(facts), reason);
	}
	assert.is(refuseChallenge({ ...SOUND, session: "own" }), "samePerson");
	assert.is(refuseChallenge({ ...SOUND, lockout: "locked" }), "locked");
});

const ENROLMENT: EnrolFacts = {
	readsTrait: true,
	isEnrolled: false,
	makesSupervisor: false,
	hasAnotherSupervisor: true,
	witness: "supervisor",
	witnessLockout: "open",
};

test("an enrolment is witnessed by a supervisor who is somebody else and not locked", () => {
	assert.is(refuseEnrolment(ENROLMENT), undefined);
	assert.is(refuseEnrolment({ ...ENROLMENT, makesSupervisor: true }), undefined);
	assert.is(refuseEnrolment({ ...ENROLMENT, witness: "none" }), "noWitness");
	assert.is(refuseEnrolment({ ...ENROLMENT, witness: "unknown" }), "noWitness");
	assert.is(refuseEnrolment({ ...ENROLMENT, witness: "operator" }), "wrongRole");
	assert.is(refuseEnrolment({ ...ENROLMENT, witness: "subject" }), "samePerson");
	assert.is(refuseEnrolment({ ...ENROLMENT, witnessLockout: "locked" }), "locked");
	assert.is(refuseEnrolment({ ...ENROLMENT, witnessLockout: "disabled" }), "disabled");
	assert.is(refuseEnrolment({ ...ENROLMENT, isEnrolled: true }), "alreadyEnrolled");
	assert.is(refuseEnrolment({ ...ENROLMENT, readsTrait: false }), "unsupported");
});

test("the authority alone makes a supervisor only where there is no other, and never an operator", () => {
	const alone: EnrolFacts = { ...ENROLMENT, witness: "none", hasAnotherSupervisor: false };
	assert.is(refuseEnrolment({ ...alone, makesSupervisor: true }), undefined);
	assert.is(refuseEnrolment(alone), "noWitness");
	assert.is(refuseEnrolment({ ...alone, makesSupervisor: true, hasAnotherSupervisor: true }), "noWitness");
});

test.run();
