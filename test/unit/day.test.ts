/** The day and the session: who opens it, what ends it, and what is signed about it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Action, EndReason, Role } from "../../modules/messages/messages.generated.js";
import { challenge, enrolBegin, officeTime, order, signed, TERMINAL, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import type { Rig } from "./rig.js";
import { ask, enrolWitnessed, onOpenDay, withSupervisor } from "./staff.js";

const QUERY = new Uint8Array(32).fill(0x51);

/** Nonce of the challenge that began the last session. */
function lastNonce(rig: Rig): Uint8Array {
	const results = rig.opened("result");
	return results[results.length - 1].body.nonce;
}

function close(
	rig: Rig,
	sessionNonce: Uint8Array,
	endReason: EndReason = EndReason.logoff,
): string | undefined {
	rig.send(signed("session-close", { ...order(), sessionNonce, endReason }, { signer: TERMINAL }));
	return rig.rulings.at(-1);
}

test("nobody logs in before a supervisor has opened the day, nor after it was closed", () => {
	const rig = withSupervisor();
	assert.is(ask(rig, "a"), "dayClosed");
	assert.is(ask(rig, "a", { action: Action.closeDay }), "dayClosed");
	assert.is(ask(rig, "a", { action: Action.openDay }), "accepted");
	assert.is(ask(rig, "a"), "accepted");
	assert.is(ask(rig, "a", { action: Action.closeDay }), "accepted");
	assert.equal(rig.endings, ["day"]);
	assert.is(ask(rig, "a"), "dayClosed");
	assert.is(rig.opened("chain-head").length, 2, "the head is signed when the day opens and when it closes");
});

test("an operator is enrolled behind the supervisor's palm, and may not do what is the supervisor's", () => {
	const rig = onOpenDay();
	assert.is(enrolWitnessed(rig, "b"), "accepted");
	assert.equal(rig.hints.slice(-6), ["witness", "accepted", "present", "accepted", "accepted", "accepted"]);
	assert.is(ask(rig, "b"), "accepted");
	for (const action of [Action.openDay, Action.closeDay]) assert.is(ask(rig, "b", { action }), "wrongRole");
	assert.is(ask(rig, "b", { action: Action.confirm, queryHash: QUERY }), "wrongRole");
	rig.send(enrolBegin("c", { witnessToken: tokenOf("b") }));
	assert.is(rig.answers.at(-1), "wrongRole");
});

test("an enrolment without the right witness makes nobody", () => {
	const rig = onOpenDay();
	rig.send(enrolBegin("b"));
	rig.send(enrolBegin("b", { witnessToken: tokenOf("b") }));
	rig.send(enrolBegin("b", { witnessToken: tokenOf("nobody") }));
	assert.equal(rig.answers.slice(-3), ["noWitness", "samePerson", "noWitness"]);
	rig.show(palmOf("b"));
	rig.send(enrolBegin("b", { role: Role.operator, witnessToken: tokenOf("a") }));
	rig.run(3000);
	assert.is(rig.answers.at(-1), "noWitness", "another's palm is not the supervisor's");
	assert.is(ask(rig, "b"), "notEnrolled");
});

test("the witness's own hand, left where it is, is never taken for the subject's", () => {
	const rig = onOpenDay();
	rig.show(palmOf("a", "good", 3));
	const expiresAt = officeTime.seconds + 6;
	rig.send(enrolBegin("b", { role: Role.operator, witnessToken: tokenOf("a"), expiresAt }));
	rig.run(6000);
	assert.is(rig.answers.at(-1), "noCapture");
});

test("a session ends when its operator leaves, logs off, is followed or hears nothing any more", () => {
	const rig = onOpenDay();
	enrolWitnessed(rig, "b");
	assert.is(ask(rig, "a"), "accepted");
	const first = lastNonce(rig);
	assert.is(ask(rig, "b"), "accepted");
	assert.equal(
		rig.opened("session-end").at(-1)?.body.sessionNonce,
		first,
		"the first session was handed over",
	);
	assert.is(close(rig, first), "noSession");
	assert.is(close(rig, lastNonce(rig), EndReason.lock), "accepted");
	assert.is(close(rig, lastNonce(rig)), "noSession", "it ends once");
	ask(rig, "b");
	rig.show(undefined);
	rig.run(9000);
	assert.equal(rig.endings, ["handOver", "lock"]);
	rig.run(3000);
	assert.equal(rig.endings, ["handOver", "lock", "absent"]);
	ask(rig, "b");
	rig.run(301_000);
	assert.is(rig.endings.at(-1), "idle");
	ask(rig, "b");
	rig.link.drop();
	rig.run(35_000);
	rig.link.restore();
	rig.run(0);
	assert.equal(rig.endings, ["handOver", "lock", "absent", "idle", "link"]);
});

test("a request of the terminal keeps a session alive, a replayed one does not", () => {
	const rig = onOpenDay();
	ask(rig, "a");
	rig.run(250_000);
	const keepAlive = signed("audit-request", { ...order(), first: 0, count: 1 }, { signer: TERMINAL });
	rig.send(keepAlive);
	rig.run(250_000);
	assert.equal(rig.endings, []);
	rig.send(keepAlive);
	rig.run(60_000);
	assert.equal(rig.endings, ["idle"]);
});

test("only the session's operator reauthenticates, and only another supervisor confirms", () => {
	const rig = onOpenDay();
	enrolWitnessed(rig, "b");
	assert.is(ask(rig, "b", { action: Action.reauthenticate }), "noSession");
	assert.is(ask(rig, "a", { action: Action.confirm, queryHash: QUERY }), "noSession");
	assert.is(ask(rig, "b"), "accepted");
	assert.is(ask(rig, "b", { action: Action.reauthenticate }), "accepted");
	assert.is(ask(rig, "a", { action: Action.reauthenticate }), "noSession");
	assert.is(ask(rig, "b", { action: Action.reauthenticate }, "a"), "noSession");
	assert.is(ask(rig, "a", { action: Action.confirm, queryHash: QUERY }), "accepted");
	assert.is(rig.opened("result").at(-1)?.body.action, Action.confirm);
	assert.is(ask(rig, "a"), "accepted");
	assert.is(ask(rig, "a", { action: Action.confirm, queryHash: QUERY }), "samePerson");
	assert.equal(rig.endings, ["handOver"]);
});

test("a power cut ends the session and the day, and the next boot signs it", () => {
	const rig = onOpenDay();
	ask(rig, "a");
	const nonce = lastNonce(rig);
	rig.restart();
	assert.equal(rig.endings, ["day"]);
	assert.equal(rig.opened("session-end").at(-1)?.body.sessionNonce, nonce);
	assert.equal(rig.incidents, ["restart"]);
	assert.is(ask(rig, "a"), "dayClosed");
	rig.restart();
	assert.equal(rig.endings, ["day"], "it is told once");
	assert.equal(rig.incidents, ["restart"], "between two days the power is nobody's business");
});

test("a palm that fails changes neither day nor session", () => {
	const rig = withSupervisor();
	assert.is(ask(rig, "b", { action: Action.openDay }, "a"), "mismatch");
	assert.is(ask(rig, "a"), "dayClosed");
	ask(rig, "a", { action: Action.openDay });
	ask(rig, "a");
	assert.is(ask(rig, "b", {}, "a"), "mismatch");
	assert.equal(rig.endings, []);
	rig.send(challenge("a"));
	assert.is(rig.state, "capturing");
});

test.run();
