/** What a unit must still know after a restart, and what it must not take a receipt for. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { challenge, crypto, officeTime, signed, TERMINAL } from "./office.js";
import { palmOf } from "./people.js";
import { withSupervisor } from "./staff.js";

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
