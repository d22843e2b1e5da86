/** The same of an eye as wiping.test.ts of a palm: its pictures and its code, after every path. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { PowerCut } from "../../host-sim/world/nor-flash.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { Demand, Modality } from "../../modules/messages/messages.generated.js";
import { iris } from "../../modules/modality/iris/iris.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { leftovers, type Office, opened } from "./leftovers.js";
import { challenge, enrolBegin, officeTime } from "./office.js";
import { eyeOf } from "./people.js";

/** Captures of each session whose pictures and codes are looked for. */
const SAMPLES = 3;
const SESSIONS = [1, 2];
const OF_EYE = { modality: Demand.iris } as const;

/** "a" has enrolled an eye, which the policy now demands. */
function openedForEyes(): Office {
	const office = opened();
	const { rig } = office;
	for (const person of ["a", "x"]) plantEyes(office, person);
	rig.show(eyeOf("a"));
	rig.send(enrolBegin("a", { modality: Modality.iris }));
	rig.run(3000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	rig.relax({ requiredModality: Demand.iris, policyVersion: 3 });
	return office;
}

function plantEyes({ canaries }: Office, person: string): void {
	for (const session of SESSIONS) {
		const scene = eyeOf(person, session);
		for (let sample = 0; sample < SAMPLES; sample++) {
			const { pixels, width, height } = scene();
			canaries.plant("picture of an eye", pixels);
			if (PIPELINE.acquire(grayImage(pixels.slice(), width, height)) !== undefined) continue;
			canaries.plant("code of an eye", Uint8Array.from(PIPELINE.exposeProbe()));
			PIPELINE.wipe();
		}
	}
}

const PIPELINE = new Pipeline(iris);

function ask({ rig }: Office, person: string): string | undefined {
	rig.show(eyeOf(person, 2));
	rig.send(challenge("a", OF_EYE));
	rig.run(3000);
	return rig.answers.at(-1);
}

const PATHS: Readonly<Record<string, (office: Office) => void>> = {
	"a match": (office) => assert.is(ask(office, "a"), "accepted"),
	"a wrong eye": (office) => assert.is(ask(office, "x"), "mismatch"),
	"a deadline with nobody there"({ rig }) {
		rig.show(undefined);
		rig.send(challenge("a", { ...OF_EYE, expiresAt: officeTime.seconds + 2 }));
		rig.run(5000);
		assert.is(rig.answers.at(-1), "noCapture");
	},
	"a camera that dies in the middle"({ rig }) {
		rig.show(eyeOf("a", 2));
		rig.send(challenge("a", OF_EYE));
		rig.run(100);
		rig.camera.fail("no more frames");
		rig.run(1000);
		assert.is(rig.state, "faulted");
	},
	"a plug pulled in the middle"({ rig }) {
		rig.show(eyeOf("a", 2));
		rig.send(challenge("a", OF_EYE));
		rig.run(100);
		rig.restart();
		rig.run(5000);
	},
	"a power cut while the attempt is counted"(office) {
		const { rig } = office;
		rig.flash.cutAt(1, "unstable");
		assert.throws(
			() => ask(office, "a"),
			(error: unknown) => error instanceof PowerCut,
		);
		rig.powerOff();
		rig.flash.powerOn();
		rig.boot().run(3000);
	},
};

for (const [name, run] of Object.entries(PATHS)) {
	test(`of an eye, ${name} leaves nothing secret behind`, () => {
		const office = openedForEyes();
		run(office);
		assert.equal(leftovers(office), []);
	});
}

test("the search finds an eye's picture and its code", () => {
	const office = openedForEyes();
	const { pixels, width, height } = eyeOf("a", 2)();
	office.rig.written.push(pixels.slice(20_000, 20_400));
	assert.equal(leftovers(office), ["picture of an eye in cable"]);
	office.rig.written.length = 0;
	assert.is(PIPELINE.acquire(grayImage(pixels.slice(), width, height)), undefined);
	office.rig.written.push(Uint8Array.from(PIPELINE.exposeProbe()));
	assert.equal(leftovers(office), ["code of an eye in cable"]);
});

test.run();
