/** Broken links, dead devices, a store that is full or rots. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { NorFlash } from "../../host-sim/world/nor-flash.js";
import { recordIdInto } from "../../modules/protection/protected-reference.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import { openStore, type Store } from "../../modules/store/store.js";
import { challenge, crypto, enrolBegin, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import { Rig } from "./rig.js";

function knowing(person: string): Rig {
	const rig = new Rig().boot().provision().relax();
	rig.show(palmOf(person));
	rig.send(enrolBegin(person));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted"]);
	return rig;
}

test("an answer that falls due while the link is down is delivered after the next birth", () => {
	const rig = knowing("a");
	rig.show(undefined);
	rig.send(challenge("a"));
	rig.link.drop();
	rig.run(0);
	const before = rig.heard.length;
	rig.show(palmOf("a"));
	rig.run(5000);
	assert.is(rig.state, "idle");
	assert.is(rig.heard.length, before, "something was published on a broken link");
	rig.link.restore();
	rig.run(0);
	const types = rig.heard.slice(before).map(({ topic }) => topic.split("/").at(-1));
	assert.equal(types, ["state", "res"]);
	assert.equal(rig.answers, ["accepted", "accepted"]);
});

test("a unit whose camera dies during a capture says that it is gone, and is dark and silent", () => {
	const rig = knowing("a");
	rig.show(undefined);
	rig.send(challenge("a"));
	const before = rig.heard.length;
	rig.camera.fail("no clock");
	rig.run(0);
	assert.is(rig.state, "faulted");
	assert.equal(
		rig.opened("birth", "offline").map(({ type }) => type),
		["birth", "offline"],
	);
	assert.is(rig.heard.at(-1)?.topic, "shogo/1/s1/t1/u1/state");
	assert.is(rig.traced.at(-1), "halted: camera: no clock");
	assert.is(rig.light.levelPercent, 0);
	rig.show(palmOf("a"));
	rig.run(60_000);
	rig.send(challenge("a"));
	rig.send(challenge("a", { expiresAt: 1_800_000_000 }));
	rig.send(enrolBegin("b", { modality: 2 }));
	rig.run(60_000);
	rig.link.drop();
	rig.link.restore();
	rig.run(60_000);
	assert.is(rig.heard.length, before + 1);
});

test("what a halted unit leaves with the broker is that it is gone", () => {
	const rig = knowing("a");
	rig.camera.fail("no clock");
	rig.run(0);
	const retained: Uint8Array[] = [];
	rig.router.subscribe(["shogo/1/+/+/+/state"], (_topic, payload) => retained.push(payload));
	assert.equal(retained, [rig.heard.at(-1)?.payload]);
	assert.is(rig.opened("offline").length, 1);
});

test("a unit that halts while the link is down leaves the farewell to the broker", () => {
	const rig = knowing("a");
	rig.link.drop();
	rig.run(0);
	assert.equal(
		rig.opened("birth", "offline").map(({ type }) => type),
		["birth", "offline"],
	);
	const before = rig.heard.length;
	rig.camera.fail("no clock");
	rig.run(0);
	rig.link.restore();
	rig.run(60_000);
	assert.is(rig.heard.length, before);
});

test("a unit that halted before it was provisioned announces itself after a restart only", () => {
	const rig = new Rig().boot();
	rig.camera.fail("no clock");
	rig.run(0);
	rig.provision();
	assert.is(rig.heard.length, 0);
	rig.restart();
	assert.equal(
		rig.opened("birth", "offline").map(({ type }) => type),
		["birth"],
	);
});

test("a camera that dies while nobody is served faults the unit as well, until it is restarted", () => {
	const rig = knowing("a");
	rig.camera.fail("no clock");
	rig.run(0);
	assert.is(rig.state, "faulted");
	rig.restart();
	assert.is(rig.state, "idle");
	rig.send(challenge("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
});

test("a link that dies for good faults the unit", () => {
	const rig = knowing("a");
	rig.show(undefined);
	rig.send(challenge("a"));
	rig.link.fail("no radio");
	rig.run(60_000);
	assert.is(rig.state, "faulted");
	assert.is(rig.light.levelPercent, 0);
	assert.not(rig.camera.isStarted);
});

test("a console that dies is traced and harms nobody", () => {
	const rig = knowing("a");
	rig.console.fail("unplugged");
	rig.run(0);
	assert.is(rig.traced.at(-1), "console: unplugged");
	rig.send(challenge("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
});

/** Opens the store behind the unit's back while the power is off. */
function tamper(rig: Rig, change: (store: Store, flash: NorFlash) => void): void {
	rig.powerOff();
	const opening = openStore(rig.flash);
	assert.ok(opening.kind === "opened");
	change(opening.store, rig.flash);
	rig.boot();
}

/** The key under which the enrolment of `person` is stored. */
function keyOf(person: string): Uint8Array {
	const key = new Uint8Array(16);
	recordIdInto(key, crypto, tokenOf(person));
	key[15] = 1;
	return key;
}

/** Nothing that the unit knows. */
const FOREIGN_KIND = 100;
/** What the outbox may need, about: enrolments must leave it alone. */
const OUTBOX_BYTES = 33_000;

test("a store without room refuses the enrolment, keeps the others and still counts boots", () => {
	const rig = knowing("a");
	tamper(rig, (store) => {
		for (let i = 0; store.capacityBytes() - store.liveBytes() > OUTBOX_BYTES; i++) {
			const key = new Uint8Array(16).fill(i & 0xff, 0, 1).fill(i >> 8, 1, 2);
			assert.is(store.put(FOREIGN_KIND, key, new Uint8Array(400)).kind, "stored");
		}
	});
	rig.show(palmOf("a"));
	rig.send(enrolBegin("b", { witnessToken: tokenOf("a") }));
	rig.run(2000);
	rig.show(undefined);
	rig.run(1000);
	rig.show(palmOf("b"));
	rig.run(5000);
	assert.is(rig.answers.at(-1), "storeFull");
	rig.send(challenge("b"));
	assert.is(rig.answers.at(-1), "notEnrolled");
	rig.restart();
	rig.show(palmOf("a"));
	rig.send(challenge("a"));
	rig.run(5000);
	assert.is(rig.answers.at(-1), "accepted");
});

test("a stored reference with any part altered is unreadable, and is neither replaced nor forgotten", () => {
	for (const at of [0, 1, 3, 4, 20, 52, 200, 493]) {
		const rig = knowing("a");
		tamper(rig, (store) => {
			const bytes = new Uint8Array(512);
			const found = store.readInto(bytes, RECORD_KIND.enrolment, keyOf("a"));
			assert.ok(found.kind === "found");
			bytes[at] ^= 1;
			store.put(RECORD_KIND.enrolment, keyOf("a"), bytes.subarray(0, found.length));
		});
		rig.send(challenge("a"));
		rig.run(5000);
		rig.send(enrolBegin("a"));
		assert.equal(rig.answers.slice(1), ["unreadable", "alreadyEnrolled"], `byte ${at}`);
	}
});

test("a stored reference that rots while the unit runs is unreadable", () => {
	const rig = knowing("a");
	const image = Buffer.from(rig.flash.image());
	const at = image.lastIndexOf(Buffer.from(keyOf("a")));
	assert.ok(at > 0, "the record is on the flash");
	rig.flash.flipBit(at + 300, 3);
	rig.send(challenge("a"));
	rig.run(5000);
	rig.send(enrolBegin("a"));
	assert.equal(rig.answers.slice(1), ["unreadable", "alreadyEnrolled"]);
});

test("a stored reference moved to another person's place does not open there", () => {
	const rig = knowing("a");
	tamper(rig, (store) => {
		const bytes = new Uint8Array(512);
		const found = store.readInto(bytes, RECORD_KIND.enrolment, keyOf("a"));
		assert.ok(found.kind === "found");
		store.put(RECORD_KIND.enrolment, keyOf("b"), bytes.subarray(0, found.length));
	});
	rig.send(challenge("b"));
	rig.run(5000);
	assert.is(rig.answers.at(-1), "unreadable");
});

test.run();
