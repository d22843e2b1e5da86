/** Provisioning, boots, and what survives them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isCut, type NorFlash } from "../../host-sim/world/nor-flash.js";
import { ProvisionReason } from "../../modules/messages/messages.generated.js";
import { decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import { openStore } from "../../modules/store/store.js";
import { SINGLE } from "../../modules/unit/store-keys.js";
import { ADDRESS, AUTHORITY, challenge, enrolBegin, hashOfPolicy, PROVISIONING } from "./office.js";
import { palmOf } from "./people.js";
import { CONFIG, Rig } from "./rig.js";

function lastRefusal(rig: Rig): number | undefined {
	const decoding = decodeBody("provision-refusal", rig.written.at(-1) ?? Uint8Array.of());
	return decoding.kind === "decoded" ? decoding.body.provisionReason : undefined;
}

test("a blank unit waits silently until it is provisioned, then says who it is", () => {
	const rig = new Rig().boot();
	rig.run(60_000);
	assert.is(rig.heard.length, 0);
	assert.is(rig.state, "unprovisioned");
	rig.provision();
	const reply = decodeBody("provision-reply", rig.written[0]);
	assert.ok(reply.kind === "decoded");
	assert.is(reply.body.ueid[0], 1);
	assert.is(rig.heard[0].topic, topicOf(ADDRESS, "state"));
	const [birth] = rig.opened("birth");
	const { policyHash, bootNonce, ...body } = birth.body;
	const chain = { sequence: 0, auditHead: new Uint8Array(32), policyVersion: 0, keyVersion: 0 };
	assert.equal(body, { ueid: reply.body.ueid, bootCount: 1, ...CONFIG, ...chain });
	assert.equal(policyHash, hashOfPolicy(DEFAULT_POLICY));
	assert.is(bootNonce.length, 16);
	assert.is(rig.state, "idle");
});

test("a unit is provisioned once, in this life and in the next", () => {
	const rig = new Rig().boot().provision();
	const key = rig.unitKey;
	for (const again of [rig, rig.restart()]) {
		again.provision();
		assert.is(lastRefusal(again), ProvisionReason.alreadyProvisioned);
		again.console.send(encodeBody("provision-request", { ...PROVISIONING, siteLabel: "other" }));
		again.run(0);
		assert.is(lastRefusal(again), ProvisionReason.alreadyProvisioned);
	}
	assert.equal(rig.unitKey, key);
});

test("a malformed provisioning is refused and leaves the unit to be provisioned", () => {
	const rig = new Rig().boot();
	const good = encodeBody("provision-request", PROVISIONING);
	const compressed = PROVISIONING.terminalKey.slice();
	compressed[0] = 2;
	const bad = [Uint8Array.of(), good.slice(0, -1), Uint8Array.of(...good, 0)];
	const offTheCurve = [
		encodeBody("provision-request", { ...PROVISIONING, terminalKey: compressed }),
		encodeBody("provision-request", { ...PROVISIONING, authorityKey: new Uint8Array(65) }),
	];
	for (const [i, message] of [...bad, ...offTheCurve].entries()) {
		rig.console.send(message);
		rig.run(0);
		assert.is(rig.written.length, i + 1, `message ${i} is answered`);
		const reason = i < bad.length ? ProvisionReason.malformed : ProvisionReason.notAPublicKey;
		assert.is(lastRefusal(rig), reason, `message ${i}`);
	}
	assert.is(rig.state, "unprovisioned");
	rig.provision();
	assert.is(rig.state, "idle");
});

test("the boot count rises with every boot and the identity stays", () => {
	const rig = new Rig().boot();
	// Boots before provisioning count as well.
	rig.restart().provision();
	for (let i = 0; i < 4; i++) rig.restart();
	const births = rig.opened("birth").map(({ body }) => body);
	assert.equal(
		births.map(({ bootCount }) => bootCount),
		[2, 3, 4, 5, 6],
	);
	for (const { ueid } of births) assert.equal(ueid, births[0].ueid);
	const wills = rig.opened("offline").map(({ body }) => body.bootCount);
	assert.equal(wills, [2, 3, 4, 5], "each will carries the boot count of the life it ends");
});

test("enrolments survive a restart, and sequence numbers go on", () => {
	const rig = new Rig().boot().provision().relax();
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	rig.restart();
	rig.show(palmOf("a", "good", 2));
	rig.send(challenge("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	const orders = rig.opened("result", "enrol-result").map(({ body }) => [body.bootCount, body.sequence]);
	assert.equal(orders, [
		[1, 1],
		[2, 2],
	]);
});

test("a power cut at any flash operation of a boot never makes the boot count fall or repeat", () => {
	const ready = new Rig().boot().provision();
	for (let i = 0; i < 3; i++) ready.restart();
	ready.powerOff();
	const published = Math.max(...ready.opened("birth").map(({ body }) => body.bootCount));
	let cuts = 0;
	for (const tear of ["prefix", "random-bits", "unstable"] as const) {
		for (let operation = 0; ; operation++) {
			const flash = ready.flash.clone(operation);
			flash.cutAt(operation, tear);
			if (bootsWhole(flash)) break;
			cuts++;
			flash.powerOn();
			const rig = new Rig({ flash }).boot();
			const reborn = rig.heard.length;
			assert.is(reborn, 1, `cut ${operation}, ${tear}: a birth and nothing else`);
			assert.ok(bootCountOn(flash) > published, `cut ${operation}, ${tear}`);
		}
	}
	assert.ok(cuts >= 6, `only ${cuts} cuts struck`);
});

function bootsWhole(flash: NorFlash): boolean {
	return !isCut(() => new Rig({ flash }).boot());
}

function bootCountOn(flash: NorFlash): number {
	const opening = openStore(flash);
	assert.ok(opening.kind === "opened");
	const bytes = new Uint8Array(4);
	opening.store.readInto(bytes, RECORD_KIND.bootCount, SINGLE);
	return new DataView(bytes.buffer).getUint32(0);
}

/** Writes one record behind the unit's back. */
function overwrite(rig: Rig, kind: number, value: Uint8Array): void {
	rig.powerOff();
	const opening = openStore(rig.flash);
	assert.ok(opening.kind === "opened");
	assert.is(opening.store.put(kind, SINGLE, value).kind, "stored");
}

test("a unit whose identity is no identity does not start", () => {
	for (const value of [Uint8Array.of(), Uint8Array.of(0x80), AUTHORITY.publicKey]) {
		const rig = new Rig().boot().provision();
		overwrite(rig, RECORD_KIND.identity, value);
		assert.throws(() => rig.boot(), /identity is damaged/);
	}
});

test("a unit whose key does not open on this hardware stays silent rather than sign with another", () => {
	const rig = new Rig().boot().provision();
	rig.powerOff();
	const moved = new Rig({
		flash: rig.flash.clone(2),
		watch: (crypto) => ({ ...crypto, deviceKeyInto: (out) => out.fill(0xee) }),
	});
	assert.throws(() => moved.boot(), /identity is damaged/);
	assert.is(moved.heard.length, 0);
});

test.run();
