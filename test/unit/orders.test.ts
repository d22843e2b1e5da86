/** What the authority orders: carried out at once and durably, or refused with a reason. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
	type BodyByType,
	ClockSource,
	Demand,
	RevocationReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { recordIdInto } from "../../modules/protection/protected-reference.js";
import { createSigningKey } from "../../terminal/keys.js";
import {
	AUTHORITY,
	challenge,
	crypto,
	enrolBegin,
	hashOfPolicy,
	officeTime,
	order,
	policySet,
	receiptFor,
	signed,
	TERMINAL,
	tokenOf,
} from "./office.js";
import { palmOf } from "./people.js";
import { Rig } from "./rig.js";
import { ask, enrolWitnessed, onOpenDay, withSupervisor } from "./staff.js";

function revoke(person: string, change: Partial<BodyByType["revoke"]> = {}): Uint8Array {
	const matter = { modality: Demand.both, revocationReason: RevocationReason.loss, ...change };
	return signed("revoke", { ...order(), subjectToken: tokenOf(person), ...matter });
}

function recordIdOf(person: string): Uint8Array {
	const recordId = new Uint8Array(16);
	recordIdInto(recordId, crypto, tokenOf(person));
	return recordId;
}

test("a policy holds at once and after a reboot, its hash is in every answer, and versions only rise", () => {
	const rig = withSupervisor();
	const policy = { ...DEFAULT_POLICY, policyVersion: 7, dayRequired: 0, failuresBeforeLock: 3 };
	rig.send(policySet({ policyVersion: 7, dayRequired: 0, failuresBeforeLock: 3 }));
	for (const policyVersion of [7, 6, 1]) rig.send(policySet({ policyVersion, dayRequired: 1 }));
	assert.equal(rig.rulings, ["accepted", "rolledBack", "rolledBack", "rolledBack"]);
	rig.restart();
	rig.send(policySet({ policyVersion: 7 }));
	assert.is(rig.rulings.at(-1), "rolledBack");
	for (let i = 0; i < 3; i++) assert.is(ask(rig, "b", {}, "a"), "mismatch");
	assert.is(ask(rig, "a"), "locked");
	assert.equal(rig.opened("result").at(-1)?.body.policyHash, hashOfPolicy(policy));
	assert.is(rig.opened("birth").at(-1)?.body.policyVersion, 7);
});

test("a new terminal key replaces the old one, is told as an incident, and never goes back", () => {
	const rig = onOpenDay();
	const renewed = createSigningKey(crypto);
	const keySet = (keyVersion: number, newTerminalKey: Uint8Array) =>
		signed("key-set", { ...order(), keyVersion, newTerminalKey });
	rig.send(keySet(1, new Uint8Array(65).fill(4)));
	rig.send(keySet(1, AUTHORITY.publicKey));
	assert.equal(
		rig.rulings,
		["unsupported", "unsupported"],
		"no key, or a key that is not the terminal's to have",
	);
	rig.send(keySet(1, renewed.publicKey));
	const [incident] = rig.heard.slice(-1);
	rig.send(receiptFor(incident.payload, { signer: renewed }) ?? Uint8Array.of());
	rig.send(keySet(1, TERMINAL.publicKey));
	assert.equal(rig.rulings.slice(2), ["accepted", "rolledBack"]);
	assert.equal(rig.incidents, ["keyChange"]);
	rig.restart();
	rig.send(challenge("a"));
	assert.is(rig.traced.at(-1), "request refused: unknown-key");
	rig.show(palmOf("a", "good", 2));
	rig.send(challenge("a", {}, { signer: renewed }));
	assert.is(rig.answers.at(-1), "dayClosed");
	assert.is(rig.opened("birth").at(-1)?.body.keyVersion, 1);
});

test("a revoked reference is gone from the flash, its session ends, the next is a new generation", () => {
	const rig = onOpenDay();
	enrolWitnessed(rig, "b");
	assert.is(ask(rig, "b"), "accepted");
	const key = recordIdOf("b");
	key[15] = 1;
	const recordAt = Buffer.from(rig.flash.image()).lastIndexOf(Buffer.from(key));
	const recordBytes = () => rig.flash.image().slice(recordAt + 16, recordAt + 400);
	assert.ok(
		recordBytes().some((byte) => byte !== 0),
		"the record is on the flash",
	);
	rig.send(revoke("b", { generation: 2 }));
	rig.send(revoke("b", { modality: Demand.iris }));
	rig.send(revoke("b", { generation: 1 }));
	rig.send(revoke("b"));
	assert.equal(rig.rulings, ["rolledBack", "notEnrolled", "accepted", "notEnrolled"]);
	assert.is(rig.opened("order-result").at(-2)?.body.generation, 1);
	assert.equal(rig.endings, ["revoked"]);
	assert.ok(
		recordBytes().every((byte) => byte === 0),
		"the record is overwritten",
	);
	assert.is(ask(rig, "b"), "notEnrolled");
	rig.restart();
	assert.is(enrolWitnessed(rig, "b"), "accepted");
	assert.is(rig.opened("enrol-result").at(-1)?.body.generation, 2);
	rig.send(revoke("b", { generation: 1 }));
	assert.is(rig.rulings.at(-1), "rolledBack");
});

test("failures survive a revocation", () => {
	const rig = withSupervisor().relax();
	for (let i = 0; i < 5; i++) ask(rig, "b", {}, "a");
	rig.send(revoke("a"));
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(3000);
	assert.is(rig.answers.at(-1), "accepted", "without a supervisor the authority alone makes one");
	assert.is(ask(rig, "a"), "locked");
});

test("a request from the future is refused, spoils nothing, and only the authority sets time back", () => {
	const rig = withSupervisor().relax();
	const ahead = officeTime.seconds + 3600;
	rig.send(challenge("a", { issuedAt: ahead, expiresAt: ahead + 15 }));
	assert.is(rig.answers.at(-1), "future");
	assert.is(ask(rig, "a"), "accepted", "the right time is still believed");
	rig.restart();
	// Nobody has signed a time in this boot: the first one is believed, wrong as it is.
	rig.send(challenge("a", { issuedAt: ahead, expiresAt: ahead + 15 }));
	rig.run(16_000);
	rig.send(challenge("a"));
	assert.is(rig.traced.at(-1), "request refused: replayed");
	rig.send(signed("time-set", order()));
	assert.equal(rig.rulings.slice(-1), ["accepted"]);
	assert.is(rig.incidents.at(-1), "clock");
	assert.is(ask(rig, "a"), "accepted");
	const { clockSource, issuedAt } = rig.opened("incident").at(-1)?.body ?? {};
	assert.is(clockSource, ClockSource.authority);
	assert.ok(issuedAt !== undefined && Math.abs(issuedAt - officeTime.seconds) < 5);
});

test("an order cannot be repeated, not even after a reboot", () => {
	const rig = withSupervisor().relax();
	const reset = signed("lockout-reset", { ...order(), subjectToken: tokenOf("a") });
	rig.send(reset);
	rig.send(reset);
	assert.is(rig.traced.at(-1), "request refused: replayed");
	rig.restart();
	for (let i = 0; i < 2; i++) rig.send(reset);
	assert.equal(rig.rulings, ["accepted", "accepted", "otherBoot"]);
	assert.is(rig.traced.at(-1), "request refused: replayed");
});

test("what is too old or too long is refused, and the authority's orders are nobody else's", () => {
	const rig = withSupervisor().relax();
	const issuedAt = officeTime.seconds;
	rig.send(revoke("a", { issuedAt, expiresAt: issuedAt }));
	rig.send(revoke("a", { issuedAt, expiresAt: issuedAt + 3600 }));
	assert.equal(rig.rulings.slice(1), ["expired", "expired"]);
	const traced = rig.traced.length;
	rig.send(signed("lockout-reset", { ...order(), subjectToken: tokenOf("a") }, { signer: TERMINAL }));
	assert.equal(rig.traced.slice(traced), ["request refused: wrong-signer"]);
	rig.run(10_000);
	rig.send(revoke("a", { issuedAt: issuedAt + 1, expiresAt: issuedAt + 5 }));
	assert.is(rig.rulings.at(-1), "expired", "held back on its way");
	rig.send(signed("time-set", order(), { topic: "shogo/1/s1/t1/u2/cmd" }));
	assert.is(rig.traced.at(-1), "request refused: bad-signature");
});

test("while somebody is served an order waits its turn, and a session is closed all the same", () => {
	const rig = onOpenDay();
	ask(rig, "a");
	const sessionNonce = rig.opened("result").at(-1)?.body.nonce ?? Uint8Array.of();
	rig.show(undefined);
	rig.send(challenge("a"));
	rig.send(revoke("a"));
	assert.is(rig.rulings.at(-1), "busy");
	rig.send(signed("session-close", { ...order(), sessionNonce, endReason: 1 }, { signer: TERMINAL }));
	assert.is(rig.rulings.at(-1), "accepted");
	assert.equal(rig.endings, ["logoff"]);
	assert.is(rig.state, "capturing");
});

test("the register names everybody who is enrolled, in order, by pseudonym", () => {
	const rig = onOpenDay();
	enrolWitnessed(rig, "b");
	ask(rig, "c", {}, "b");
	const page = (first: number) => {
		rig.send(signed("register-request", { ...order(), first }, { signer: TERMINAL }));
		return rig.opened("register-page").at(-1)?.body;
	};
	const entry = (person: string, role: Role, failures: number) =>
		Buffer.from([...recordIdOf(person), 1, role, 0, failures, 0, 0, 0, 1]);
	const expected = [entry("a", Role.supervisor, 0), entry("b", Role.operator, 1)].sort(Buffer.compare);
	const all = page(0);
	assert.is(all?.total, 2);
	assert.equal(Buffer.from(all?.registerEntries ?? []), Buffer.concat(expected));
	assert.equal(Buffer.from(page(1)?.registerEntries ?? []), expected[1]);
	assert.is(page(9)?.registerEntries.length, 0);
	rig.send(revoke("b"));
	assert.is(page(0)?.total, 1);
});

test("a store that rots is an incident at the next boot, and what can still be read is served", () => {
	const rig = new Rig({ receipts: "none" }).boot().provision().relax();
	const image = Buffer.from(rig.flash.image());
	const payload = rig.heard.filter(({ topic }) => topic.endsWith("/res"))[0].payload;
	const at = image.lastIndexOf(Buffer.from(payload));
	assert.ok(at > 0, "the entry is on the flash");
	rig.flash.flipBit(at + 40, 2);
	rig.restart();
	assert.equal(rig.incidents, ["storeFault"]);
	rig.send(challenge("nobody"));
	assert.equal(rig.answers, ["notEnrolled"]);
});

test.run();
