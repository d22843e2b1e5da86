/**
 * After every path that a request can take, nothing secret is left: not in a buffer that a door has handed
 * to the unit, not in the frame buffer, on the flash, in a message, on the cable or in the trace.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isCut, TEAR_MODELS } from "../../host-sim/world/nor-flash.js";
import { Role } from "../../modules/messages/messages.generated.js";
import { leftovers, type Office, opened } from "./leftovers.js";
import { challenge, enrolBegin, officeTime, tokenOf } from "./office.js";
import { palmOf } from "./people.js";
import { ask, enrolWitnessed } from "./staff.js";

const later = (seconds: number) => ({ expiresAt: officeTime.seconds + seconds });

/** Each from an office in which "a" is enrolled; what it leaves must be nothing. */
const PATHS: Readonly<Record<string, (office: Office) => void>> = {
	"a match": ({ rig }) => assert.is(ask(rig, "a"), "accepted"),
	"a wrong palm": ({ rig }) => assert.is(ask(rig, "b", {}, "a"), "mismatch"),
	"nobody enrolled": ({ rig }) => assert.is(ask(rig, "b"), "notEnrolled"),
	"a deadline with nobody there"({ rig }) {
		rig.show(undefined);
		rig.send(challenge("a", later(2)));
		rig.run(5000);
		assert.is(rig.answers.at(-1), "noCapture");
	},
	"an enrolment whose deadline passes between its samples"({ rig }) {
		rig.show(palmOf("a", "good", 3));
		rig.send(enrolBegin("b", { role: Role.operator, witnessToken: tokenOf("a"), ...later(4) }));
		rig.run(1000);
		rig.show(undefined);
		rig.run(1000);
		rig.show(palmOf("b"));
		rig.run(600);
		rig.show(undefined);
		rig.run(5000);
		assert.is(rig.answers.at(-1), "noCapture");
	},
	"a second enrolment": ({ rig }) => assert.is(enrolWitnessed(rig, "b"), "accepted"),
	"another request in the middle"({ rig }) {
		rig.show(undefined);
		rig.send(challenge("a"));
		rig.run(500);
		rig.send(challenge("a"));
		rig.show(palmOf("a", "good", 2));
		rig.run(3000);
		assert.ok(rig.answers.includes("busy") && rig.answers.includes("accepted"));
	},
	"a camera that dies in the middle"({ rig }) {
		rig.show(palmOf("a", "blurred", 2));
		rig.send(challenge("a"));
		rig.run(700);
		rig.camera.fail("no more frames");
		rig.run(1000);
		assert.is(rig.state, "faulted");
	},
	"a link that is lost in the middle, and comes back"({ rig }) {
		rig.show(palmOf("a", "blurred", 2));
		rig.send(challenge("a", later(3)));
		rig.run(500);
		rig.link.drop();
		rig.run(5000);
		rig.link.restore();
		rig.run(5000);
		assert.is(rig.answers.length, 2);
	},
	"a plug pulled in the middle"({ rig }) {
		rig.show(palmOf("a", "blurred", 2));
		rig.send(challenge("a"));
		rig.run(500);
		rig.restart();
		rig.run(5000);
	},
};

for (const [name, run] of Object.entries(PATHS)) {
	test(`${name} leaves nothing secret behind`, () => {
		const office = opened();
		run(office);
		assert.equal(leftovers(office), []);
	});
}

test("a power cut anywhere in a comparison or an enrolment leaves nothing secret behind", () => {
	let cuts = 0;
	for (let operation = 0; operation < 12; operation += 2) {
		const office = opened();
		const { rig } = office;
		rig.flash.cutAt(operation, TEAR_MODELS[operation % TEAR_MODELS.length]);
		const ordered = () => (operation % 4 === 0 ? ask(rig, "a") : enrolWitnessed(rig, "b"));
		if (isCut(ordered)) cuts++;
		rig.powerOff();
		rig.flash.powerOn();
		rig.boot().run(3000);
		assert.equal(leftovers(office), []);
	}
	assert.ok(cuts > 3, `${cuts} cuts`);
});

test("the search finds what is left, in a buffer and in a place", () => {
	const office = opened();
	office.handed.push(Uint8Array.of(1));
	office.rig.written.push(tokenOf("a"));
	assert.equal(leftovers(office), ["token of a in cable", "1 buffers that the unit was handed"]);
});

test.run();
