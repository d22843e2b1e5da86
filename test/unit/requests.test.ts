/** What the unit serves, refuses with a reason, and does not answer at all. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Decision, Demand } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { Limit } from "../../modules/policy/limits.js";
import {
	ADDRESS,
	AUTHORITY,
	challenge,
	crypto,
	enrolBegin,
	hashOfPolicy,
	officeTime,
	TERMINAL,
} from "./office.js";
import { palmOf } from "./people.js";
import { Rig } from "./rig.js";

function provisioned(): Rig {
	return new Rig().boot().provision().relax();
}

/** A unit that knows `person`. */
function knowing(person: string): Rig {
	const rig = provisioned();
	rig.show(palmOf(person));
	rig.send(enrolBegin(person));
	rig.run(10_000);
	assert.equal(rig.answers, ["accepted"]);
	rig.show(undefined);
	return rig;
}

test("a palm that was enrolled is accepted, another is refused, a person unknown is refused", () => {
	const rig = knowing("a");
	rig.show(palmOf("a", "good", 2));
	rig.send(challenge("a"));
	rig.run(5000);
	rig.show(palmOf("b"));
	rig.send(challenge("a"));
	rig.run(5000);
	rig.send(challenge("b"));
	assert.equal(rig.answers, ["accepted", "accepted", "mismatch", "notEnrolled"]);
	assert.is(rig.state, "idle");
});

/** When the last answer arrived. */
function answeredAt({ heard }: Rig): number {
	return heard.filter(({ topic }) => topic.endsWith("/res")).at(-1)?.atMs ?? Number.NaN;
}

/** The chain's head behind entry `sequence`, from what was published. */
function headAfter({ heard }: Rig, sequence: number): Uint8Array {
	const head = new Uint8Array(32);
	const digest = new Uint8Array(32);
	const entries = heard.filter(({ topic }) => topic.endsWith("/res") || topic.endsWith("/log"));
	for (const { payload } of entries.slice(0, sequence + 1)) {
		crypto.sha256Into(digest, payload);
		crypto.sha256Into(head, head.slice(), digest);
	}
	return head;
}

test("an answer names its request, its place in the order and the reference it was compared with", () => {
	const rig = knowing("a");
	const nonce = new Uint8Array(16).fill(0x4e);
	const issuedAt = officeTime.seconds + 7;
	const envelope = challenge("a", { nonce, issuedAt, expiresAt: issuedAt + 20 });
	const sentAtMs = rig.scheduler.nowMs();
	rig.show(palmOf("a"));
	rig.send(envelope);
	rig.run(5000);
	const [answer] = rig.opened("result");
	const [enrolment] = rig.opened("enrol-result");
	const requestHash = new Uint8Array(32);
	crypto.sha256Into(requestHash, envelope);
	const { ueid, auditHead, ...rest } = answer.body;
	const tookSeconds = Math.floor((answeredAt(rig) - sentAtMs) / 1000);
	assert.equal(rest, {
		nonce,
		requestHash,
		modality: 1,
		bootCount: 1,
		sequence: enrolment.body.sequence + 1,
		decision: Decision.accepted,
		generation: 1,
		action: 1,
		issuedAt: issuedAt + tookSeconds,
		clockSource: 1,
		policyHash: hashOfPolicy({ ...DEFAULT_POLICY, policyVersion: 1, dayRequired: 0 }),
	});
	assert.equal(auditHead, headAfter(rig, enrolment.body.sequence));
	assert.equal(ueid, enrolment.body.ueid);
	assert.equal(enrolment.body.pledgeHash, new Uint8Array(32).fill(0x1e));
	assert.is(enrolment.body.generation, 1);
});

test("one subject is enrolled once", () => {
	const rig = knowing("a");
	rig.send(enrolBegin("a"));
	assert.equal(rig.answers, ["accepted", "alreadyEnrolled"]);
});

test("while one request is served, any other is refused as busy and the first goes on", () => {
	const rig = knowing("a");
	rig.send(challenge("a"));
	assert.is(rig.state, "capturing");
	rig.send(challenge("a"));
	rig.send(enrolBegin("b"));
	rig.show(palmOf("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "busy", "busy", "accepted"]);
});

test("samples of two people are not made one reference", () => {
	const rig = provisioned();
	const [a, b] = [palmOf("a"), palmOf("b")];
	let first = true;
	rig.show(() => {
		const scene = first ? a : b;
		if (rig.light.levelPercent > 0) first = false;
		return scene();
	});
	rig.send(enrolBegin("a"));
	rig.run(30_000);
	// Each sample of b disagrees with the one of a until the limit is reached.
	assert.equal(rig.answers, ["inconsistentSamples"]);
	assert.equal(rig.hints.slice(0, 3), ["present", "accepted", "again"]);
	rig.send(challenge("a"));
	assert.equal(rig.answers.at(-1), "notEnrolled");
});

test("a request whose lifetime is over, or longer than the unit allows, is refused as expired", () => {
	const rig = knowing("a");
	const longest = Limit.requestLifetimeMaxMs / 1000;
	rig.send(challenge("a", { issuedAt: officeTime.seconds, expiresAt: officeTime.seconds }));
	rig.send(challenge("a", { issuedAt: officeTime.seconds, expiresAt: officeTime.seconds - 1 }));
	rig.send(challenge("a", { issuedAt: officeTime.seconds, expiresAt: officeTime.seconds + longest + 1 }));
	rig.send(enrolBegin("b", { issuedAt: officeTime.seconds, expiresAt: officeTime.seconds + longest + 1 }));
	assert.equal(rig.answers.slice(1), ["expired", "expired", "expired", "expired"]);
	assert.is(rig.state, "idle");
	rig.send(challenge("a", { issuedAt: officeTime.seconds, expiresAt: officeTime.seconds + longest }));
	assert.is(rig.state, "capturing");
});

test("a trait that was not enrolled is no way in, alone or with one that was", () => {
	const rig = knowing("a");
	rig.send(challenge("a", { modality: Demand.both }));
	assert.is(rig.answers.at(-1), "notEnrolled");
	rig.relax({ policyVersion: 2, requiredModality: Demand.iris });
	rig.send(challenge("a", { modality: Demand.iris }));
	rig.send(challenge("a"));
	assert.equal(rig.answers.slice(-2), ["notEnrolled", "belowPolicy"]);
});

/** The unit must say nothing, do nothing, and trace why. */
function assertIgnored(rig: Rig, envelope: Uint8Array, why: string, topic?: string): void {
	const before = rig.heard.length;
	rig.send(envelope, topic);
	assert.is(rig.heard.length, before, `${why}: something was published`);
	assert.is(rig.state, "idle", why);
	assert.is(rig.traced.at(-1), `request refused: ${why}`);
}

test("a request seen before, or issued before the last one, is not answered", () => {
	const rig = knowing("a");
	const now = officeTime.seconds;
	const envelope = challenge("a", {
		issuedAt: officeTime.seconds + 100,
		expiresAt: officeTime.seconds + 115,
	});
	rig.show(palmOf("a"));
	rig.send(envelope);
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	assertIgnored(rig, envelope, "replayed");
	assertIgnored(rig, challenge("a", { issuedAt: now + 99, expiresAt: now + 114 }), "replayed");
	assertIgnored(rig, enrolBegin("b", { issuedAt: now - 60 }), "replayed");
});

test("a challenge is the terminal's to sign, an enrolment the authority's", () => {
	const rig = knowing("a");
	assertIgnored(rig, challenge("a", {}, { signer: AUTHORITY }), "wrong-signer");
	assertIgnored(rig, enrolBegin("b", {}, { signer: TERMINAL }), "wrong-signer");
});

test("a signature by a stranger, or under another's name, is not answered", () => {
	const rig = knowing("a");
	const stranger = { ...TERMINAL, kid: new Uint8Array(8).fill(0x55) };
	assertIgnored(rig, challenge("a", {}, { signer: stranger }), "unknown-key");
	const impostor = { ...AUTHORITY, kid: TERMINAL.kid };
	assertIgnored(rig, challenge("a", {}, { signer: impostor }), "bad-signature");
});

test("a request signed for another unit's topic is not answered", () => {
	const rig = knowing("a");
	const elsewhere = topicOf({ ...ADDRESS, unit: "u2" }, "cmd");
	assertIgnored(rig, challenge("a", {}, { topic: elsewhere }), "bad-signature");
	const before = rig.heard.length;
	rig.send(challenge("a"), elsewhere);
	assert.is(rig.heard.length, before, "the unit listens on another's topic");
});

test("bytes that are no request are not answered, nor is the unit's own kind of message", () => {
	const rig = knowing("a");
	assertIgnored(rig, Uint8Array.of(), "malformed");
	assertIgnored(rig, new Uint8Array(1400).fill(0xd2), "malformed");
	const envelope = challenge("a");
	for (let i = 0; i < envelope.length; i += 7) {
		const cut = envelope.slice(0, i);
		assertIgnored(rig, cut, "malformed");
	}
});

test("a unit that is not provisioned answers nobody", () => {
	const rig = new Rig().boot();
	rig.send(challenge("a"));
	assert.is(rig.heard.length, 0);
});

test.run();
