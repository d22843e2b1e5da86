/** What the unit asks of the person, the camera and the light while it captures. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Frame } from "../../host-sim/doors/camera.js";
import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import { openStore } from "../../modules/store/store.js";
import { challenge, enrolBegin, officeTime, tokenOf } from "./office.js";
import { captureOf, palmOf, plainFrame } from "./people.js";
import { Rig } from "./rig.js";

/** A unit that knows a, capturing for a challenge about a. */
function capturing(): Rig {
	const rig = new Rig().boot().provision().relax();
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	rig.show(undefined);
	rig.heard.length = 0;
	rig.send(challenge("a"));
	assert.is(rig.state, "capturing");
	return rig;
}

test("camera and light run while a request is served, and only then", () => {
	const rig = new Rig().boot();
	const isOn = () => [rig.camera.isStarted, rig.light.levelPercent];
	assert.equal(isOn(), [false, 0]);
	rig.provision().relax();
	assert.equal(isOn(), [false, 0]);
	rig.show(undefined);
	rig.send(enrolBegin("a"));
	assert.equal(isOn(), [true, 0]);
	rig.run(100);
	assert.equal(isOn(), [true, 100], "the first frame is taken in the dark");
	rig.show(palmOf("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted"]);
	assert.equal(isOn(), [false, 0]);
	rig.send(challenge("a"));
	assert.equal(isOn(), [true, 0]);
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	assert.equal(isOn(), [false, 0]);
	rig.send(challenge("b"));
	assert.equal(isOn(), [false, 0], "a refusal needs no camera");
});

test("each kind of bad capture brings its own hint, once, and the good one after it is taken", () => {
	const rig = capturing();
	const bad = [
		["too-dark", "tooDark"],
		["too-bright", "tooBright"],
		["blurred", "blurred"],
	] as const;
	const expected = ["present"];
	for (const [condition, hint] of bad) {
		rig.show(() => captureOf("a", { session: 1, sample: 1, condition }));
		rig.run(1000);
		expected.push(hint);
		assert.equal(rig.hints, expected, condition);
	}
	rig.show(() => plainFrame(120));
	rig.run(1000);
	assert.equal(rig.hints, [...expected, "lowContrast"]);
	rig.show(undefined);
	rig.run(1000);
	assert.equal(rig.hints, [...expected, "lowContrast", "present"]);
	rig.show(palmOf("a"));
	rig.run(1000);
	assert.equal(rig.answers, ["accepted"]);
});

test("an enrolment tells how many samples it has, and leaves time between them", () => {
	const rig = new Rig().boot().provision().relax();
	rig.show(palmOf("a"));
	const startedMs = rig.scheduler.nowMs();
	rig.send(enrolBegin("a", { sampleCount: 5 }));
	rig.run(10_000);
	assert.equal(rig.hints, ["present", "accepted", "accepted", "accepted", "accepted", "accepted"]);
	const taken = rig.heard.filter(({ topic }) => topic.endsWith("/evt")).slice(1);
	for (let i = 1; i < taken.length; i++) {
		assert.ok(taken[i].atMs - taken[i - 1].atMs >= 400, `sample ${i + 1} follows too soon`);
	}
	assert.ok(taken[4].atMs - startedMs < 4000);
	assert.equal(rig.answers, ["accepted"]);
});

test("a request without a capture ends at its deadline, and not before", () => {
	const rig = capturing();
	rig.run(14_999);
	assert.equal(rig.answers, []);
	rig.run(1);
	assert.equal(rig.answers, ["noCapture"]);
	const witnessToken = tokenOf("a");
	rig.send(enrolBegin("b", { expiresAt: officeTime.seconds + 30, witnessToken }));
	rig.show(() => captureOf("b", { session: 1, sample: 1, condition: "too-dark" }));
	rig.run(29_999);
	assert.is(rig.state, "capturing");
	rig.run(1);
	assert.equal(rig.answers, ["noCapture", "noCapture"]);
});

test("an answered request's deadline does not end the next one", () => {
	const rig = capturing();
	rig.show(palmOf("a"));
	rig.run(1000);
	assert.equal(rig.answers, ["accepted"]);
	rig.show(undefined);
	rig.run(13_000);
	rig.send(challenge("a"));
	rig.run(5000);
	assert.is(rig.state, "capturing");
});

test("a palm that nobody holds near, or that our light did not shine on, is not looked at", () => {
	const rig = capturing();
	const palm = palmOf("a");
	rig.show(palm);
	rig.presence.distanceMm = 501;
	rig.run(1000);
	rig.show(() => ({ ...palm(), lit: false }));
	rig.run(1000);
	assert.equal(rig.hints, ["present"]);
	assert.equal(rig.answers, []);
	rig.show(palm);
	rig.presence.distanceMm = 500;
	rig.run(1000);
	assert.equal(rig.answers, ["accepted"]);
});

/** The hints to somebody who looks like `lit` under our light and like `dark` without it. */
function hintsOf(lit: () => Frame, dark: () => Frame): string[] {
	const rig = capturing();
	rig.show(lit);
	rig.camera.scene = () => (rig.light.levelPercent > 0 ? lit() : { ...dark(), lit: false });
	rig.run(1000);
	return rig.hints;
}

test("what the room's light shows is taken away from the next lit frame of its size, and only that", () => {
	const withAmbient = ["present", "tooDark", "lowContrast"];
	const without = ["present", "lowContrast"];
	const plain = (level: number, side: number) => () => plainFrame(level, side);
	assert.equal(hintsOf(plain(120, 128), plain(100, 128)), withAmbient);
	assert.equal(hintsOf(plain(120, 128), plain(0, 128)), without);
	assert.equal(hintsOf(plain(120, 128), plain(100, 129)), without, "another size");
	assert.equal(hintsOf(plain(120, 391), plain(100, 391)), withAmbient, "both fit into the frame buffer");
	assert.equal(hintsOf(plain(120, 392), plain(100, 392)), without, "both do not fit");
});

test("a frame during which the light went on is no ambient picture", () => {
	const rig = capturing();
	rig.ambient = 0;
	rig.show(() => ({ ...plainFrame(100), lit: false }));
	rig.run(300);
	rig.show(() => plainFrame(120));
	rig.run(100);
	assert.equal(rig.hints, ["present", "lowContrast"]);
});

test("a camera that gives no frame in the dark is no hindrance", () => {
	const rig = capturing();
	rig.show(palmOf("a"));
	rig.camera.scene = palmOf("a");
	rig.run(1000);
	assert.equal(rig.answers, ["accepted"]);
});

test("the ambient picture is wiped with the frame it served, and when the capture ends without one", () => {
	const isEmpty = (rig: Rig) => rig.frameBuffer?.every((pixel) => pixel === 0);
	const used = capturing();
	used.run(100);
	assert.not(isEmpty(used), "it is kept");
	used.run(100);
	assert.is(used.state, "capturing");
	assert.ok(isEmpty(used), "nobody was there");
	for (const end of [(rig: Rig) => rig.run(15_000), (rig: Rig) => rig.camera.fail("no clock")]) {
		const rig = capturing();
		rig.run(100);
		rig.camera.scene = () => undefined;
		assert.not(isEmpty(rig));
		end(rig);
		rig.run(0);
		assert.ok(isEmpty(rig), rig.state);
	}
});

test("an abandoned enrolment leaves no samples behind for the next one", () => {
	const rig = new Rig().boot().provision().relax();
	rig.show(palmOf("b"));
	rig.send(enrolBegin("a", { expiresAt: officeTime.seconds + 1, sampleCount: 5 }));
	rig.run(1000);
	assert.equal(rig.answers, ["noCapture"]);
	assert.ok(rig.hints.includes("accepted"), "a sample of b was taken");
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	rig.send(challenge("a"));
	rig.run(5000);
	rig.show(palmOf("b"));
	rig.send(challenge("a"));
	rig.run(5000);
	assert.equal(rig.answers.slice(1), ["accepted", "accepted", "mismatch"]);
});

test("a refused or abandoned enrolment stores nothing", () => {
	const rig = new Rig().boot().provision().relax();
	rig.show(undefined);
	rig.send(enrolBegin("a", { expiresAt: officeTime.seconds + 1 }));
	rig.run(1000);
	rig.powerOff();
	const opening = openStore(rig.flash);
	assert.ok(opening.kind === "opened");
	let enrolments = 0;
	opening.store.forEachKey(RECORD_KIND.enrolment, () => enrolments++);
	assert.is(enrolments, 0);
});

test.run();
