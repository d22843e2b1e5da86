/** The power may go at any flash operation: what was said is kept, what was not said did not happen. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isCut, type NorFlash } from "../../host-sim/world/nor-flash.js";
import { Action, RevocationReason } from "../../modules/messages/messages.generated.js";
import { challenge, order, signed, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import { type Heard, Rig } from "./rig.js";
import { onOpenDay } from "./staff.js";

/**
 * Boots, does something, and is cut off at flash operation `at`. @returns what was published, and whether
 * it was cut
 */
function cutOff(flash: NorFlash, at: number, act: (rig: Rig) => void): { said: Heard[]; isCut: boolean } {
	const rig = new Rig({ flash, receipts: "none" });
	const wasCut = isCut(() => {
		rig.boot();
		flash.cutAt(at, at % 2 === 0 ? "prefix" : "random-bits");
		act(rig);
	});
	flash.powerOn();
	return { said: entriesIn(rig), isCut: wasCut };
}

function entriesIn({ heard }: Rig): Heard[] {
	return heard.filter(({ topic }) => /[/](res|log)$/.test(topic));
}

/** Every cut of `act`, and what a boot and another entry show after it. @returns how many there were */
function tryEveryCut(
	start: NorFlash,
	act: (rig: Rig) => void,
	look: (rig: Rig, cut: string) => void,
): number {
	for (let at = 0; ; at++) {
		const flash = start.clone(at);
		const { said, isCut } = cutOff(flash, at, act);
		const after = new Rig({ flash, receipts: "none" });
		after.boot();
		after.send(challenge("nobody"));
		const kept = new Set(entriesIn(after).map(({ payload }) => Buffer.from(payload).toString("hex")));
		for (const { payload } of said)
			assert.ok(kept.has(Buffer.from(payload).toString("hex")), `cut ${at}: something said was forgotten`);
		look(after, `cut ${at}`);
		if (!isCut) return at;
	}
}

/** The sequence numbers heard; no number may stand on two different entries. */
function assertChain(heard: readonly Heard[], numbers: readonly number[], cut: string): void {
	const different = new Set(heard.map(({ payload }) => Buffer.from(payload).toString("hex")));
	assert.is(new Set(numbers).size, different.size, `${cut}: a sequence number was used twice`);
}

const ALL = ["result", "enrol-result", "order-result", "session-end", "incident", "chain-head"] as const;

/** The flash of a unit on an open day, in darkness, and its public key's rig. */
const morning = onOpenDay();
morning.powerOff();

function sequencesIn(rig: Rig): number[] {
	rig.written.push(...morning.written);
	return rig.opened(...ALL).map(({ body }) => body.sequence);
}

test("a log-in cut off anywhere is answered or not, and a session that was begun is ended", () => {
	const cuts = tryEveryCut(
		morning.flash,
		(rig) => {
			for (const action of [Action.openDay, Action.logIn]) {
				rig.show(palmOf("a", "good", 2));
				rig.send(challenge("a", { action }));
				rig.run(1000);
			}
		},
		(rig, cut) => {
			assertChain(entriesIn(rig), sequencesIn(rig), cut);
			const began = rig.answers.filter((answer) => answer === "accepted").length === 2;
			assert.equal(rig.endings, began ? ["day"] : [], cut);
			assert.is(rig.answers.at(-1), "dayClosed", `${cut}: the day is over`);
		},
	);
	assert.ok(cuts > 30, `only ${cuts} cuts`);
});

test("a revocation cut off anywhere has happened if it was answered, and not if it was not", () => {
	const order1 = {
		subjectToken: tokenOf("a"),
		modality: 3,
		revocationReason: RevocationReason.loss,
	} as const;
	const cuts = tryEveryCut(
		morning.flash,
		(rig) => rig.send(signed("revoke", { ...order(), ...order1 })),
		(rig, cut) => {
			assertChain(entriesIn(rig), sequencesIn(rig), cut);
			rig.run(1000);
			rig.send(challenge("a", { action: Action.openDay }));
			const isGone = rig.answers.at(-1) === "notEnrolled";
			assert.equal(rig.rulings, isGone ? ["accepted"] : [], cut);
		},
	);
	assert.ok(cuts > 10, `only ${cuts} cuts`);
});

test.run();
