/** An office with people in it: who is enrolled, who stands before the unit. */
import * as assert from "uvu/assert";
import { Action, Role } from "../../modules/messages/messages.generated.js";
import { challenge, enrolBegin, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import { Rig, type RigOptions } from "./rig.js";

/** A unit whose supervisor, "a", was enrolled by the authority alone. */
export function withSupervisor(options: RigOptions = {}): Rig {
	const rig = new Rig(options).boot().provision();
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(3000);
	assert.equal(rig.answers, ["accepted"]);
	return rig;
}

/** The same, on a day that "a" has opened. */
export function onOpenDay(options: RigOptions = {}): Rig {
	const rig = withSupervisor(options);
	assert.is(ask(rig, "a", { action: Action.openDay }), "accepted");
	return rig;
}

/** `person` stands before the unit while the terminal asks about `about`. @returns the answer */
export function ask(
	rig: Rig,
	person: string,
	change: Parameters<typeof challenge>[1] = {},
	about = person,
): string | undefined {
	rig.show(palmOf(person, "good", 2));
	const before = rig.answers.length;
	rig.send(challenge(about, change));
	rig.run(2000);
	assert.is(rig.answers.length, before + 1, "one answer");
	return rig.answers.at(-1);
}

/** The witness presents, steps aside, and `person` presents. @returns the answer */
export function enrolWitnessed(
	rig: Rig,
	person: string,
	change: Parameters<typeof enrolBegin>[1] = {},
	witness = "a",
): string | undefined {
	rig.show(palmOf(witness, "good", 3));
	rig.send(enrolBegin(person, { role: Role.operator, witnessToken: tokenOf(witness), ...change }));
	rig.run(1000);
	rig.show(undefined);
	rig.run(1000);
	rig.show(palmOf(person));
	rig.run(3000);
	return rig.answers.at(-1);
}
