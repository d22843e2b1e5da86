/** What a signed message is bound to: a session's end to its reason, an answer to what was asked for. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Action, EndReason } from "../../modules/messages/messages.generated.js";
import { challenge, crypto, order, signed, TERMINAL, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import type { Rig } from "./rig.js";
import { ask, enrolWitnessed, onOpenDay } from "./staff.js";

/** What the terminal sends when somebody at it has ended the session, whyever. */
function close(rig: Rig, sessionNonce: Uint8Array, endReason: EndReason): void {
	rig.send(signed("session-close", { ...order(), sessionNonce, endReason }, { signer: TERMINAL }));
}

function leave(rig: Rig, forMs: number): void {
	rig.show(undefined);
	rig.run(forMs);
}

/** How each reason comes about while "b" is logged in, after the challenge with `nonce`. */
const CAUSES: Readonly<Record<keyof typeof EndReason, (rig: Rig, nonce: Uint8Array) => void>> = {
	logoff: (rig, nonce) => close(rig, nonce, EndReason.logoff),
	lock: (rig, nonce) => close(rig, nonce, EndReason.lock),
	idle: (rig) => rig.run(301_000),
	absent: (rig) => leave(rig, 12_000),
	handOver: (rig) => ask(rig, "a"),
	link(rig) {
		rig.link.drop();
		rig.run(35_000);
		rig.link.restore();
		rig.run(0);
	},
	day: (rig) => ask(rig, "a", { action: Action.closeDay }),
	revoked: (rig) =>
		rig.send(signed("revoke", { ...order(), subjectToken: tokenOf("b"), modality: 3, revocationReason: 1 })),
};

test("whatever ends a session is signed under its own reason, for the session that it ended", () => {
	const rig = onOpenDay();
	for (const [reason, bringAbout] of Object.entries(CAUSES)) {
		if (rig.answers.at(-1) !== "accepted" || reason === "logoff") enrolWitnessed(rig, "b");
		assert.is(ask(rig, "b"), "accepted", reason);
		const nonce = rig.opened("result").at(-1)?.body.nonce ?? new Uint8Array();
		const before = rig.endings.length;
		bringAbout(rig, nonce);
		assert.equal(rig.endings.slice(before), [reason]);
		assert.equal(rig.opened("session-end").at(-1)?.body.sessionNonce, nonce, reason);
		if (reason === "day") ask(rig, "a", { action: Action.openDay });
	}
});

test("a session survives who leans back and comes again, and the time away begins anew", () => {
	const rig = onOpenDay();
	ask(rig, "a");
	for (let i = 0; i < 4; i++) {
		leave(rig, 8000);
		rig.presence.distanceMm = 900;
		rig.run(2000);
	}
	rig.presence.distanceMm = 1200;
	rig.run(30_000);
	assert.equal(rig.endings, [], "neither near nor far: as before");
	rig.presence.distanceMm = 1400;
	rig.run(12_000);
	assert.equal(rig.endings, ["absent"]);
});

/** The hash in the last answer, and that of the envelope it should answer. */
function boundTo(rig: Rig, person: string, envelope: Uint8Array) {
	rig.show(palmOf(person, "good", 2));
	rig.send(envelope);
	rig.run(2000);
	assert.is(rig.answers.at(-1), "accepted");
	const asked = new Uint8Array(32);
	crypto.sha256Into(asked, envelope);
	const { requestHash, action } = rig.opened("result").at(-1)?.body ?? {};
	return { asked: hex(asked), answered: hex(requestHash), action };
}

function hex(bytes: Uint8Array | undefined): string {
	return Buffer.from(bytes ?? []).toString("hex");
}

test("a re-authentication is bound to the purpose code and the reception that it was asked for", () => {
	const rig = onOpenDay();
	ask(rig, "a");
	const action = Action.reauthenticate;
	const common = { ...order(15), action, purpose: 3, receptionHash: new Uint8Array(32).fill(1) };
	const hashes = new Set<string>();
	for (const change of [{}, { purpose: 4 }, { receptionHash: new Uint8Array(32).fill(2) }]) {
		const { nonce } = order();
		const bound = boundTo(rig, "a", challenge("a", { ...common, ...change, nonce }));
		assert.is(bound.answered, bound.asked);
		assert.is(bound.action, action, "and says that it is one");
		hashes.add(bound.answered);
	}
	assert.is(hashes.size, 3);
});

test("a second person's confirmation is bound to the one query", () => {
	const rig = onOpenDay();
	enrolWitnessed(rig, "b");
	ask(rig, "b");
	for (const query of [1, 2]) {
		const queryHash = new Uint8Array(32).fill(query);
		const bound = boundTo(rig, "a", challenge("a", { action: Action.confirm, queryHash }));
		assert.is(bound.answered, bound.asked);
		assert.is(bound.action, Action.confirm);
	}
	assert.is(rig.endings.length, 0, "the operator's session goes on");
});

test("an enrolment's answer is bound to the pledge", () => {
	const rig = onOpenDay();
	const pledgeHash = new Uint8Array(32).fill(0x77);
	assert.is(enrolWitnessed(rig, "b", { pledgeHash }), "accepted");
	assert.equal(rig.opened("enrol-result").at(-1)?.body.pledgeHash, pledgeHash);
});

test.run();
