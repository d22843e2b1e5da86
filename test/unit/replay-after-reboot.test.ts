/** What a unit must still know after a restart, and what it must not take a receipt for. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { ClockSource } from "../../modules/messages/messages.generated.js";
import {
	challenge,
	crypto,
	enrolBegin,
	officeTime,
	order,
	policySet,
	signed,
	TERMINAL,
	tokenOf,
} from "./office.js";
import { palmOf } from "./people.js";
import { Rig } from "./rig.js";
import { ask, withSupervisor } from "./staff.js";

test("a request that was answered is not answered again, after a restart neither", () => {
	const rig = withSupervisor();
	officeTime.seconds += 5;
	const request = challenge("a", { action: 2 });
	rig.show(palmOf("a", "good", 2));
	rig.send(request);
	rig.run(3000);
	const answers = rig.answers.length;
	assert.is(rig.answers.at(-1), "accepted");
	rig.restart();
	rig.send(request);
	rig.run(20_000);
	assert.is(rig.answers.length, answers);
});

test("an enrolment held back until after a reboot enrols nobody, whoever stands there first", () => {
	const rig = new Rig().boot().provision();
	const held = enrolBegin("a", { expiresAt: officeTime.seconds + 120 });
	rig.restart();
	rig.show(palmOf("b"));
	rig.send(held);
	rig.run(10_000);
	assert.equal(rig.answers, ["otherBoot"]);
	// Nor has it set the unit's clock, or spent anything that the same order, signed anew, would need.
	const [refused] = rig.opened("enrol-result");
	assert.is(refused.body.clockSource, ClockSource.none);
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["otherBoot", "accepted"]);
});

test("every order of the authority is for one boot, and says so when it comes in another", () => {
	const rig = withSupervisor();
	const old = order(60);
	rig.restart();
	rig.run(5000);
	const subjectToken = tokenOf("a");
	const { bootNonce } = old;
	const now = () => ({ ...order(60), bootNonce });
	const key = { keyVersion: 1, newTerminalKey: TERMINAL.publicKey };
	const image = { softwareVersion: "2", firmwareVersion: 2, imageHash: new Uint8Array(32), imageLength: 9 };
	const orders = [
		() => signed("revoke", { ...now(), subjectToken, modality: 3, revocationReason: 1 }),
		() => signed("lockout-reset", { ...now(), subjectToken }),
		() => policySet({ bootNonce, dayRequired: 0 }),
		() => signed("key-set", { ...now(), ...key }),
		() => signed("time-set", now()),
		() => signed("update-offer", { ...now(), ...image }),
	];
	for (const make of orders) rig.send(make());
	assert.equal(rig.rulings, new Array(orders.length).fill("otherBoot"));
	// A terminal's question is for no boot, and the policy is the old one: the day is closed.
	assert.is(ask(rig, "a"), "dayClosed");
});

test("an authority whose clock was a year ahead is heard again after a reboot", () => {
	const rig = withSupervisor();
	const year = 365 * 86_400;
	const timeSet = (seconds: number) => {
		const right = order(60);
		const times = { issuedAt: right.issuedAt + seconds, expiresAt: right.expiresAt + seconds };
		rig.send(signed("time-set", { ...right, ...times }));
		rig.run(2000);
		return rig.rulings.at(-1);
	};
	const before = rig.rulings.length;
	assert.is(timeSet(year), "accepted");
	timeSet(0);
	assert.is(rig.rulings.length, before + 1, "in the same boot an old time may be a replayed one");
	rig.restart();
	rig.run(5000);
	assert.is(timeSet(0), "accepted");
	assert.is(rig.rulings.length, before + 2);
	assert.is(ask(rig, "a"), "dayClosed", "and the terminal is heard");
});

test("no two boots have a nonce in common, nor has one boot two", () => {
	const rig = new Rig().boot().provision();
	for (let boot = 0; boot < 3; boot++) {
		rig.link.drop();
		rig.run(1000);
		rig.link.restore();
		rig.run(1000);
		rig.restart();
	}
	const births = rig.opened("birth").map(({ body }) => [body.bootCount, toHex(body.bootNonce)].join());
	assert.ok(births.length > 4, "a connection that is made anew announces the unit again");
	const counts = new Set(births.map((birth) => birth.split(",")[0]));
	assert.is(new Set(births).size, counts.size);
	assert.is(new Set(births.map((birth) => birth.split(",")[1])).size, counts.size);
});

test("a receipt that names another hash frees nothing: the entry is sent again", () => {
	const rig = withSupervisor({ receipts: "none" });
	const sent = rig.heard.filter(({ topic }) => topic.endsWith("/res"));
	assert.is(sent.length, 1);
	const ueid = rig.opened("enrol-result")[0].body.ueid;
	const wrong = new Uint8Array(32).fill(7);
	rig.send(signed("receipt", { ueid, sequence: 0, entryHash: wrong }, { signer: TERMINAL }));
	rig.run(30_000);
	const again = rig.heard.filter(({ payload }) => Buffer.compare(payload, sent[0].payload) === 0);
	assert.ok(again.length > 1, "it was not sent again");
	const right = new Uint8Array(32);
	crypto.sha256Into(right, sent[0].payload);
	rig.send(signed("receipt", { ueid, sequence: 0, entryHash: right }, { signer: TERMINAL }));
	const before = rig.heard.length;
	rig.run(120_000);
	const later = rig.heard
		.slice(before)
		.filter(({ payload }) => Buffer.compare(payload, sent[0].payload) === 0);
	assert.is(later.length, 0);
});

test.run();
