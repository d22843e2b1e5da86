/** Whatever ends a session: the signed end is in the store before it is told, and with it that it ended. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type NorFlash, PowerCut } from "../../host-sim/world/nor-flash.js";
import { Action, EndReason, RevocationReason } from "../../modules/messages/messages.generated.js";
import { order, signed, TERMINAL, tokenOf } from "./office.js";
import { Rig } from "./rig.js";
import { ask, withSupervisor } from "./staff.js";

const evening = withSupervisor().relax();
evening.powerOff();

/** What the power left when it went, and all that the unit had said until then. */
interface Remains {
	readonly flash: NorFlash;
	readonly said: readonly Uint8Array[];
	/** Within a flash operation, when the end of a session had just been published, or after all of it. */
	readonly moment: "torn" | "told" | "after";
}

/** A session of the supervisor's, which `end` ends. @returns what each cut of `end` would have left */
function remainsOf(end: (rig: Rig) => void, reason: string, seed: number): Remains[] {
	const flash = evening.flash.clone(seed);
	const rig = reopened(flash);
	assert.is(ask(rig, "a", { action: Action.openDay }), "accepted");
	assert.is(ask(rig, "a"), "accepted");
	const remains: Remains[] = [];
	const keep = (left: NorFlash, moment: Remains["moment"]) =>
		remains.push({ flash: left, said: entriesIn(rig), moment });
	const program = flash.write.bind(flash);
	flash.write = (data, at) => {
		const tear = remains.length % 2 === 0 ? "prefix" : "random-bits";
		const copy = flash.clone(remains.length);
		copy.cutAt(0, tear);
		assert.throws(
			() => copy.write(data, at),
			(error: unknown) => error instanceof PowerCut,
		);
		copy.powerOn();
		keep(copy, "torn");
		program(data, at);
	};
	let told = 0;
	rig.router.subscribe(["shogo/1/+/+/+/log"], () => {
		if (rig.endings.length > told) keep(flash.clone(remains.length), "told");
		told = rig.endings.length;
	});
	end(rig);
	assert.equal(rig.endings, [reason]);
	keep(flash.clone(remains.length), "after");
	return remains;
}

/** A unit that nobody sends a receipt boots on `flash`: it says again all that it has said of the day. */
function reopened(flash: NorFlash): Rig {
	const rig = new Rig({ flash, receipts: "none" }).boot();
	rig.written.push(...evening.written);
	return rig;
}

function entriesIn({ heard }: Rig): Uint8Array[] {
	return heard.filter(({ topic }) => /[/](res|log)$/.test(topic)).map(({ payload }) => payload);
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** What was told is told again as it was, and each log-in has one end. @returns why the first one ended */
function look({ flash, said, moment }: Remains, reason: string, place: string): string | undefined {
	const rig = reopened(flash);
	const kept = new Set(entriesIn(rig).map(hex));
	for (const entry of said) assert.ok(kept.has(hex(entry)), `${place}: something told is not stored`);
	const numbers = rig.opened(...ENTRIES).map(({ body }) => body.sequence);
	assert.is(new Set(numbers).size, kept.size, `${place}: a sequence number stands on two entries`);
	const logIns = rig
		.opened("result")
		.filter(({ body }) => body.action === Action.logIn && body.reason === undefined);
	const ended = () => rig.opened("session-end").map(({ body }) => hex(body.sessionNonce));
	const begun = logIns.map(({ body }) => hex(body.nonce));
	assert.equal(ended(), begun, `${place}: every session ends once`);
	const [ending] = rig.endings;
	if (moment === "torn") return ending;
	assert.is(ending, reason, `${place}: the end that was told is the end`);
	rig.restart();
	assert.equal(ended(), begun, `${place}: the boot after it does not end it again`);
	return ending;
}

const ENTRIES = ["result", "enrol-result", "order-result", "session-end", "incident", "chain-head"] as const;

function close(rig: Rig, endReason: EndReason): void {
	const sessionNonce = rig.opened("result")[1].body.nonce;
	rig.send(signed("session-close", { ...order(), sessionNonce, endReason }, { signer: TERMINAL }));
}

function leave(rig: Rig): void {
	rig.show(undefined);
	rig.run(12_000);
}

function loseLink(rig: Rig): void {
	rig.link.drop();
	rig.run(35_000);
	rig.link.restore();
	rig.run(0);
}

function revoke(rig: Rig): void {
	const loss = { modality: 3, revocationReason: RevocationReason.loss } as const;
	rig.send(signed("revoke", { ...order(), subjectToken: tokenOf("a"), ...loss }));
}

/** Every way in which a session of the supervisor's can end. */
const ENDS: Readonly<Record<keyof typeof EndReason, readonly ((rig: Rig) => void)[]>> = {
	logoff: [(rig) => close(rig, EndReason.logoff)],
	lock: [(rig) => close(rig, EndReason.lock)],
	handOver: [(rig) => ask(rig, "a"), (rig) => close(rig, EndReason.handOver)],
	absent: [leave],
	idle: [(rig) => rig.run(301_000)],
	link: [loseLink],
	day: [(rig) => ask(rig, "a", { action: Action.closeDay })],
	revoked: [revoke],
};

for (const [reason, ways] of Object.entries(ENDS)) {
	test(`a session's end (${reason}), cut off anywhere, is stored when it is told, and told once`, () => {
		for (const [i, end] of ways.entries()) {
			const remains = remainsOf(end, reason, i);
			const ends = remains.map((left, at) => look(left, reason, `${reason} ${i}, cut ${at}`));
			assert.is(remains.filter(({ moment }) => moment === "told").length, 1, "it is told once");
			assert.is(ends[0], "day", "before anything is stored, the boot ends the session");
			assert.is(ends.at(-1), reason, "in the end, it is what it was");
			assert.ok(ends.length > 6, `only ${ends.length} cuts`);
		}
	});
}

test.run();
