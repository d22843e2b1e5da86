/** When a verdict is told says nothing about how long the comparison took. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Crypto } from "../../hal/hal.js";
import { Demand, Modality, Role } from "../../modules/messages/messages.generated.js";
import { Limit } from "../../modules/policy/limits.js";
import { challenge, enrolBegin, policySet, tokenOf } from "./office.js";
import { eyeOf, palmOf } from "./people.js";
import type { Rig } from "./rig.js";
import { withSupervisor } from "./staff.js";

const SLOT_MS = Limit.answerSlotMs;

/** Of one comparison, from at once to far beyond what the slowest board needs. */
const DURATIONS_MS = [0, 137, SLOT_MS - 1, SLOT_MS, 1730];

interface Slow {
	readonly rig: Rig;
	/** How long the next comparisons take. */
	comparisonMs: number;
	/** When the frame was taken that was compared last, or is to be. */
	capturedAtMs: number;
}

/** A unit that knows "a", on a world whose time goes on while it compares. */
function slow(): Slow {
	const made: { lateMs: number; slow: Slow | undefined } = { lateMs: 0, slow: undefined };
	const watch = (crypto: Crypto): Crypto => ({
		...crypto,
		deviceKeyInto(out, label) {
			crypto.deviceKeyInto(out, label);
			if (label === "reference" && made.slow?.rig.state === "comparing")
				made.lateMs += made.slow.comparisonMs;
		},
	});
	const rig = withSupervisor({ watch }).relax();
	const { scheduler } = rig;
	const nowMs = scheduler.nowMs.bind(scheduler);
	const step = scheduler.step.bind(scheduler);
	// Everything that is due comes later by as much.
	scheduler.nowMs = () => nowMs() + made.lateMs;
	scheduler.step = (untilMs) => step(untilMs - made.lateMs);
	made.slow = { rig, comparisonMs: 0, capturedAtMs: 0 };
	return made.slow;
}

/** `scene` is shown; when it was looked at last is kept. */
function show(world: Slow, scene: ReturnType<typeof palmOf>): void {
	world.rig.show(() => {
		world.capturedAtMs = world.rig.scheduler.nowMs();
		return scene();
	});
}

/** How long after the capture the last message on a channel was published. */
function sinceCapture({ rig, capturedAtMs }: Slow, channel: "res" | "evt"): number {
	const last = [...rig.heard].reverse().find(({ topic }) => topic.endsWith(`/${channel}`));
	if (last === undefined) throw new Error(`nothing was said on ${channel}`);
	return last.atMs - capturedAtMs;
}

/** The first multiple of a slot after a comparison that took so long. */
function slotAfter(comparisonMs: number): number {
	return (Math.floor(comparisonMs / SLOT_MS) + 1) * SLOT_MS;
}

/** "a" is asked for, `person` comes. @returns once the verdict waits for its slot */
function untilSettling(person: string, comparisonMs: number): Slow {
	const world = slow();
	world.comparisonMs = comparisonMs;
	show(world, palmOf(person, "good", 2));
	world.rig.send(challenge("a"));
	for (let i = 0; i < 100 && world.rig.state !== "settling"; i++) world.rig.run(10);
	assert.is(world.rig.state, "settling");
	return world;
}

for (const [person, answer] of [
	["a", "accepted"],
	["b", "mismatch"],
] as const) {
	test(`that somebody is ${answer} is told at a slot after the capture, however long it took to see`, () => {
		const world = slow();
		show(world, palmOf(person, "good", 2));
		for (const comparisonMs of DURATIONS_MS) {
			world.comparisonMs = comparisonMs;
			world.rig.send(challenge("a"));
			world.rig.run(5000);
			assert.is(world.rig.answers.at(-1), answer);
			assert.is(sinceCapture(world, "res"), slotAfter(comparisonMs), `after ${comparisonMs} ms`);
			// Until a lock is over.
			world.rig.run(3_600_000);
		}
	});
}

test("whether to show the other trait is said at a slot, after a match and after none", () => {
	const world = slow();
	world.rig.show(eyeOf("a"));
	world.rig.send(enrolBegin("a", { modality: Modality.iris }));
	world.rig.run(3000);
	world.rig.send(policySet({ dayRequired: 0, policyVersion: 2, requiredModality: Demand.both }));
	for (const [person, comparisonMs] of [
		["a", 137],
		["b", 0],
		["b", 730],
	] as const) {
		const { length } = world.rig.hints;
		world.comparisonMs = comparisonMs;
		show(world, palmOf(person, "good", 2));
		world.rig.send(challenge("a", { modality: Demand.both }));
		for (let i = 0; i < 500 && world.rig.hints.length < length + 2; i++) world.rig.run(10);
		assert.equal(world.rig.hints.slice(length), ["present", "present"]);
		assert.is(sinceCapture(world, "evt"), slotAfter(comparisonMs), `${person} after ${comparisonMs} ms`);
		world.rig.show(undefined);
		world.rig.run(20_000);
		assert.is(world.rig.answers.at(-1), "noCapture");
	}
});

test("what is thought of a witness is said at a slot, whichever it is", () => {
	const world = slow();
	for (const comparisonMs of [0, 137, 730]) {
		world.comparisonMs = comparisonMs;
		const asked = { role: Role.operator, witnessToken: tokenOf("a") };
		show(world, palmOf("b", "good", 2));
		world.rig.send(enrolBegin("c", asked));
		world.rig.run(3000);
		assert.is(world.rig.answers.at(-1), "noWitness");
		assert.is(sinceCapture(world, "res"), slotAfter(comparisonMs), `refused after ${comparisonMs} ms`);
		world.rig.send(enrolBegin("c", asked));
		let capturedAtMs = 0;
		world.rig.show(() => {
			if (world.rig.state === "capturing") capturedAtMs = world.rig.scheduler.nowMs();
			return palmOf("a", "good", 2)();
		});
		world.rig.run(3000);
		assert.is(world.rig.hints.at(-1), "accepted");
		assert.is(
			sinceCapture({ ...world, capturedAtMs }, "evt"),
			slotAfter(comparisonMs),
			`after ${comparisonMs} ms`,
		);
		world.rig.show(undefined);
		world.rig.run(60_000);
	}
});

test("while a verdict waits, nothing is captured or kept, and requests hear that it is busy", () => {
	const { rig } = untilSettling("a", 137);
	assert.not(rig.camera.isStarted);
	assert.is(rig.light.levelPercent, 0);
	assert.ok(rig.frameBuffer?.every((pixel) => pixel === 0));
	const { length } = rig.answers;
	rig.send(challenge("a"));
	rig.send(enrolBegin("b"));
	assert.equal(rig.answers.slice(length), ["busy", "busy"]);
	rig.run(SLOT_MS);
	assert.equal(rig.answers.slice(length), ["busy", "busy", "accepted"]);
});

test("a verdict whose wait the power cut ended was never given, and its attempt counts", () => {
	const { rig } = untilSettling("b", 0);
	const { length } = rig.answers;
	rig.restart();
	rig.run(60_000);
	assert.is(rig.answers.length, length);
	rig.show(palmOf("b", "good", 3));
	rig.send(challenge("a"));
	rig.run(2000);
	assert.is(rig.opened("result").at(-1)?.body.attemptsLeft, 3);
});

test("a verdict whose wait outlasts the link is told when the link is back", () => {
	const { rig } = untilSettling("a", 0);
	const { length } = rig.answers;
	rig.link.drop();
	rig.run(5000);
	assert.is(rig.answers.length, length);
	assert.is(rig.state, "idle");
	rig.link.restore();
	rig.run(0);
	assert.equal(rig.answers.slice(length), ["accepted"]);
});

test("a verdict whose wait outlasts its request is told all the same, at its slot", () => {
	const world = slow();
	world.comparisonMs = 137;
	world.rig.show(undefined);
	world.rig.send(challenge("a"));
	world.rig.run(14_600);
	show(world, palmOf("a", "good", 2));
	world.rig.run(390);
	assert.is(world.rig.state, "settling");
	const { length } = world.rig.answers;
	world.rig.run(1000);
	assert.equal(world.rig.answers.slice(length), ["accepted"]);
	assert.is(sinceCapture(world, "res"), SLOT_MS);
});

test("a device that dies while a verdict waits takes it along", () => {
	const { rig } = untilSettling("a", 0);
	const { length } = rig.answers;
	rig.camera.fail("no clock");
	rig.run(60_000);
	assert.is(rig.state, "faulted");
	assert.is(rig.answers.length, length);
});

test("no jump of the clock makes a verdict wait for longer than a slot", () => {
	for (const comparisonMs of [2 ** 31, 1e12 + 137]) {
		const { rig } = untilSettling("a", comparisonMs);
		const { length } = rig.answers;
		rig.run(SLOT_MS);
		assert.equal(rig.answers.slice(length), ["accepted"]);
	}
});

test.run();
