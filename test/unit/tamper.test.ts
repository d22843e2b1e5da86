/** Somebody opens the case: told at once, kept until the terminal has it, told anew at a boot. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { IncidentKind } from "../../modules/messages/messages.generated.js";
import { challenge } from "./office.js";
import { Rig } from "./rig.js";

function tamperIncidents(rig: Rig): readonly number[] {
	const sequences = rig
		.opened("incident")
		.flatMap(({ body }) => (body.incidentKind === IncidentKind.tamper ? [body.sequence] : []));
	return [...new Set(sequences)];
}

test("an opened case is a signed incident at once, and the unit keeps serving", () => {
	const rig = new Rig().boot().provision().relax();
	assert.equal(tamperIncidents(rig), []);
	rig.tamper.openCase();
	rig.run(0);
	assert.is(tamperIncidents(rig).length, 1);
	rig.send(challenge("nobody"));
	assert.is(rig.opened("result").length, 1);
});

test("a case opened while the link is down is told once it is up again", () => {
	const rig = new Rig().boot().provision().relax();
	rig.link.drop();
	rig.run(0);
	rig.tamper.openCase();
	rig.run(0);
	assert.equal(tamperIncidents(rig), []);
	rig.link.restore();
	rig.run(1000);
	assert.is(tamperIncidents(rig).length, 1);
});

test("a boot with the case open is an incident of its own", () => {
	const rig = new Rig().boot().provision().relax();
	rig.tamper.openCase();
	rig.run(0);
	rig.restart();
	assert.is(tamperIncidents(rig).length, 2);
});

test("without a receipt the incident outlives a restart", () => {
	const rig = new Rig({ receipts: "none" }).boot().provision().relax();
	rig.tamper.openCase();
	rig.run(0);
	const before = tamperIncidents(rig);
	rig.tamper.closeCase();
	rig.heard.length = 0;
	rig.restart();
	assert.equal(tamperIncidents(rig), before);
});

test.run();
