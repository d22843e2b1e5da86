/**
 * What the unit has said is kept until the terminal has it: chain, outbox, receipts, and what happens when
 * full.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isCut, NorFlash } from "../../host-sim/world/nor-flash.js";
import { NOR_PARTS } from "../../host-sim/world/nor-parts.js";
import { Limit } from "../../modules/policy/limits.js";
import { formatStore } from "../../modules/store/format.js";
import { openStore } from "../../modules/store/store.js";
import { Journal } from "../../modules/unit/journal.js";
import { AUTHORITY, COMMANDS, challenge, crypto, order, receiptFor, signed, TERMINAL } from "./office.js";
import { Rig } from "./rig.js";
import { ask, withSupervisor } from "./staff.js";

/** Entries heard, each once, in order of their sequence. */
function entriesOf(rig: Rig) {
	return rig
		.opened("result", "enrol-result", "order-result", "session-end", "incident", "chain-head")
		.map(({ body }) => body)
		.sort((a, b) => a.sequence - b.sequence);
}

/** Envelopes on res and log, as they came. */
function envelopesOf({ heard }: Rig): Uint8Array[] {
	return heard.filter(({ topic }) => /[/](res|log)$/.test(topic)).map(({ payload }) => payload);
}

/** Asks about somebody nobody knows: an answer without a person. */
function refuseOne(rig: Rig): void {
	rig.send(challenge("nobody"));
}

test("each entry carries the head before it, so that a chain can be checked from what arrived", () => {
	const rig = new Rig().boot().provision().relax();
	for (let i = 0; i < 34; i++) refuseOne(rig);
	rig.restart();
	refuseOne(rig);
	const entries = entriesOf(rig);
	assert.equal(
		entries.map(({ sequence }) => sequence),
		entries.map((_, i) => i),
	);
	let head = new Uint8Array(32);
	const digest = new Uint8Array(32);
	const envelopes = envelopesOf(rig);
	for (const [i, { auditHead }] of entries.entries()) {
		assert.equal(auditHead, head, `entry ${i}`);
		crypto.sha256Into(digest, envelopes[i]);
		const next = new Uint8Array(32);
		crypto.sha256Into(next, head, digest);
		head = next;
	}
	const heads = rig.opened("chain-head").map(({ body }) => body.sequence);
	assert.equal(heads, [32], "the head is signed every 32 entries");
	const birth = rig.opened("birth").at(-1)?.body;
	assert.is(birth?.sequence, entries.length - 1);
});

test("an entry is published again until its receipt, and again after a reboot", () => {
	const rig = new Rig({ receipts: "none" }).boot().provision().relax();
	refuseOne(rig);
	const envelopes = envelopesOf(rig);
	assert.is(envelopes.length, 2);
	rig.run(Limit.resendFirstMs);
	assert.equal(envelopesOf(rig).slice(2), envelopes);
	rig.restart();
	assert.equal(envelopesOf(rig).slice(4), envelopes);
	for (const envelope of envelopes) rig.send(receiptFor(envelope) ?? Uint8Array.of());
	const heard = rig.heard.length;
	rig.run(1_000_000);
	rig.link.drop();
	rig.link.restore();
	rig.run(0);
	const states = rig.heard.slice(heard).map(({ topic }) => topic.endsWith("/state"));
	assert.equal(states, [true, true], "offline and a birth, and nothing else");
});

test("only the terminal's receipt for the very entry frees its slot", () => {
	const rig = new Rig({ receipts: "none" }).boot().provision().relax();
	const [envelope] = envelopesOf(rig);
	const body = { ueid: rig.opened("order-result")[0].body.ueid, sequence: 0 };
	const entryHash = new Uint8Array(32);
	const wrong = [
		[signed("receipt", { ...body, entryHash }, { signer: TERMINAL }), "receipt refused: wrong-hash"],
		[receiptFor(envelope, { signer: AUTHORITY }), "request refused: wrong-signer"],
		[
			signed("receipt", { ...body, sequence: 7, entryHash }, { signer: TERMINAL }),
			"receipt refused: not-waiting",
		],
		[
			signed("receipt", { ...body, ueid: new Uint8Array(17), entryHash }, { signer: TERMINAL }),
			"receipt refused: wrong-unit",
		],
	] as const;
	for (const [receipt, trace] of wrong) {
		rig.send(receipt ?? Uint8Array.of());
		assert.is(rig.traced.at(-1), trace);
	}
	const before = envelopesOf(rig).length;
	rig.run(Limit.resendFirstMs);
	assert.is(envelopesOf(rig).length, before + 1, "it is still sent");
	rig.send(receiptFor(envelope) ?? Uint8Array.of());
	rig.run(100_000);
	assert.is(envelopesOf(rig).length, before + 1);
});

test("a full outbox serves nobody, says so while it can, and serves again when receipts come", () => {
	const rig = withSupervisor({ receipts: "none" }).relax();
	for (let i = 0; rig.incidents.length === 0; i++) {
		assert.ok(i < Limit.outboxSlots, "it never fills");
		refuseOne(rig);
	}
	assert.equal(rig.incidents, ["queueFull"]);
	assert.is(rig.answers.at(-1), "queueFull");
	const refused = rig.answers.length;
	for (let i = 0; i < 20; i++) refuseOne(rig);
	assert.is(rig.answers.length, refused + 1, "one more is told, then nobody");
	assert.is(rig.traced.at(-1), "request refused: queue-full");
	assert.equal(rig.incidents, ["queueFull"], "it is told once");
	rig.restart();
	refuseOne(rig);
	assert.equal(rig.incidents, ["queueFull"], "also across a reboot, as long as nobody has it");
	assert.is(rig.state, "idle");

	const envelopes = new Set(envelopesOf(rig).map((envelope) => Buffer.from(envelope).toString("base64")));
	for (const envelope of envelopes) rig.send(receiptFor(Buffer.from(envelope, "base64")) ?? Uint8Array.of());
	assert.is(ask(rig, "a"), "accepted");
	const sequences = entriesOf(rig).map(({ sequence }) => sequence);
	assert.equal(sequences, [...sequences.keys()], "nothing was lost and nothing said twice");
});

test("a session whose outbox has filled up still ends with a signed reason", () => {
	const rig = withSupervisor({ receipts: "none" }).relax();
	assert.is(ask(rig, "a"), "accepted");
	for (let i = 0; i < Limit.outboxSlots; i++) refuseOne(rig);
	rig.show(undefined);
	rig.run(15_000);
	assert.equal(rig.endings, ["absent"]);
});

test("many messages that nobody we trust has signed are an incident, once", () => {
	const rig = new Rig().boot().provision().relax();
	const impostor = { ...TERMINAL, kid: new Uint8Array(8) };
	for (let i = 0; i < 3 * Limit.floodMessages; i++) rig.send(challenge("a", {}, { signer: impostor }));
	assert.equal(rig.incidents, ["signatureFlood"]);
	const garbage = new Uint8Array(50);
	for (let i = 0; i < 100; i++) rig.send(garbage);
	assert.equal(rig.incidents, ["signatureFlood"], "noise is no forgery");
});

test("an audit range shows the newest digests and the head, and is no entry itself", () => {
	const rig = new Rig().boot().provision().relax();
	for (let i = 0; i < Limit.auditDigests; i++) refuseOne(rig);
	const count = entriesOf(rig).length;
	const request = (first: number, wanted: number) => {
		rig.send(signed("audit-request", { ...order(), first, count: wanted }, { signer: TERMINAL }));
		const ranges = rig.opened("audit-range");
		return ranges[ranges.length - 1].body;
	};
	const digests = envelopesOf(rig).map((envelope) => {
		const digest = new Uint8Array(32);
		crypto.sha256Into(digest, envelope);
		return Buffer.from(digest);
	});
	const old = request(0, 32);
	assert.is(old.first, count - Limit.auditDigests, "what is forgotten is left out");
	assert.equal(Buffer.from(old.digests), Buffer.concat(digests.slice(old.first, old.first + 32)));
	const newest = request(count - 2, 32);
	assert.equal(Buffer.from(newest.digests), Buffer.concat(digests.slice(count - 2, count)));
	assert.is(newest.sequence, count);
	assert.is(request(count + 5, 1).digests.length, 0);
	assert.is(entriesOf(rig).length, count);
});

/** A store with a journal of three entries, and the operations that appending and acknowledging take. */
function journalOn(flash: NorFlash): Journal {
	const opening = openStore(flash);
	assert.ok(opening.kind === "opened");
	return new Journal(crypto, opening.store);
}

test("a cut at any flash operation leaves the chain before or after the entry, never between", () => {
	const base = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 16, seed: 3 });
	formatStore(base);
	const journal = journalOn(base);
	const envelope = (n: number) => new Uint8Array(300).fill(n);
	for (let n = 0; n < 3; n++) journal.append({ channel: "res", envelope: envelope(n) }, []);
	const before = journal.head;
	journal.append({ channel: "log", envelope: envelope(3) }, []);
	const after = journal.head;
	const start = new NorFlash({ part: NOR_PARTS.w25q128jv, blocks: 16, seed: 3 });
	formatStore(start);
	const again = journalOn(start);
	for (let n = 0; n < 3; n++) again.append({ channel: "res", envelope: envelope(n) }, []);

	let cuts = 0;
	for (const tear of ["prefix", "random-bits", "unstable"] as const) {
		for (let at = 0; ; at++) {
			const flash = start.clone(at);
			const cut = journalOn(flash);
			flash.cutAt(at, tear);
			const wasCut = isCut(() => cut.append({ channel: "log", envelope: envelope(3) }, []));
			flash.powerOn();
			const found = journalOn(flash);
			const isAfter = found.sequence === 4;
			assert.equal(found.head, isAfter ? after : before, `${tear} ${at}`);
			assert.equal(found.waiting, isAfter ? [0, 1, 2, 3] : [0, 1, 2], `${tear} ${at}`);
			assert.equal(found.read(3)?.envelope, isAfter ? envelope(3) : undefined);
			if (!wasCut) {
				assert.ok(isAfter);
				break;
			}
			cuts++;
		}
	}
	assert.ok(cuts >= 9, `only ${cuts} cuts struck`);
});

test("the topic that receipts come on is the unit's command topic alone", () => {
	const rig = new Rig({ receipts: "none" }).boot().provision().relax();
	const [envelope] = envelopesOf(rig);
	rig.send(receiptFor(envelope) ?? Uint8Array.of(), COMMANDS.replace("u1", "u2"));
	const before = envelopesOf(rig).length;
	rig.run(Limit.resendFirstMs);
	assert.is(envelopesOf(rig).length, before + 1);
});

test.run();
