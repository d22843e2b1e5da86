/** What is done to the simulated world reaches the unit through its doors, and shows. One world, one day. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { enrol, verify } from "../../host-sim/day/desk.js";
import { Action, Modality, Role } from "../../modules/messages/messages.generated.js";
import { openVirtualPlayground } from "./virtual-playground.js";

const A = 0;
const STRANGER = 3;

const world = await openVirtualPlayground();
const { desk, operators } = world.counter;
const [{ id }] = operators;

/** Verifies operator A's ID, whoever stands there. */
async function ask(action: Action = Action.logIn): Promise<string> {
	return (await world.driver.run(() => verify(desk, id, action))).actual;
}

/** Presents, asks, and steps away for long enough to be missed. */
async function askOnce(presentation: object): Promise<string> {
	assert.equal(await world.act("world-present", presentation), { kind: "done" });
	const actual = await ask();
	await world.act("world-step-away");
	await world.wait(5000);
	return actual;
}

function last<T>(items: readonly T[]): T {
	assert.ok(items.length > 0);
	return items[items.length - 1];
}

test("the enrolled hand is taken again on another visit", async () => {
	await world.act("world-present", { person: A });
	const enrolling = { id, role: Role.supervisor, modality: Modality.palmVein, sampleCount: 3 };
	assert.is((await world.driver.run(() => enrol(desk, enrolling))).actual, "accepted");
	assert.is(await ask(Action.openDay), "accepted");
	assert.is(await askOnce({ person: A }), "accepted");
	assert.is(last(world.shown("world-surroundings"))["standing"], null);
});

test("neither the other hand nor a stranger's is taken for it", async () => {
	assert.is(await askOnce({ person: A, part: "left-hand" }), "refused:mismatch");
	assert.is(await askOnce({ person: STRANGER }), "refused:mismatch");
	assert.is(await askOnce({ person: A }), "accepted");
});

test("a hand too near is told so, and nothing is taken of it", async () => {
	const start = world.events.length;
	assert.is(await askOnce({ person: A, distanceMm: 25 }), "refused:no-capture");
	const hints = world.events.slice(start).flatMap((event) => (event.event === "hint" ? [event.hint] : []));
	assert.ok(hints.includes("too-close"), hints.join());
	assert.is(last(world.shown("world-frame"))["refusal"], "too-close");
	assert.not("code" in last(world.shown("world-frame")));
});

test("a good frame is shown in all its stages; then the light is off and the camera rests", async () => {
	assert.is(await askOnce({ person: A, daylight: 60 }), "accepted");
	const frame = last(world.shown("world-frame"));
	for (const stage of ["lit", "mask", "region", "measured", "code"])
		assert.ok(Reflect.has(frame, stage), stage);
	assert.match(JSON.stringify(frame["drawing"]), /outline.*square/);
	const { camera, lightPercent } = last(world.shown("world-surroundings"));
	assert.equal([camera, lightPercent], ["stopped", 0]);
});

/**
 * The unit has no liveness detection: what looks like the hand in near infrared is the hand to it. Dyes let
 * near infrared pass, so that an ink-jet print is white paper; toner does not.
 */
test("an ink-jet print is refused, a laser print is taken for the hand", async () => {
	assert.match(await askOnce({ person: A, material: "dye-print" }), /^refused:(mismatch|no-capture)$/);
	assert.is(await askOnce({ person: A, material: "toner-print" }), "accepted");
});

test("a unit without power answers nothing; it boots from its flash and knows whom it knew", async () => {
	const boots = () => world.events.filter(({ event }) => event === "birth").length;
	const before = boots();
	await world.act("world-pull-plug");
	assert.is(last(world.shown("world-state"))["state"], "off");
	assert.is(await ask(), "timed-out");
	await world.act("world-restore-power");
	await world.wait(2000);
	assert.is(boots(), before + 1);
	assert.is(last(world.shown("world-state"))["state"], "idle");
	await world.act("world-present", { person: A });
	assert.is(await ask(Action.openDay), "accepted");
});

test("power that goes in the middle of a write takes nothing with it", async () => {
	await world.act("world-cut-in-write");
	// Counting the attempt is the first write.
	assert.is(await ask(), "timed-out");
	assert.is(last(world.shown("world-surroundings"))["power"], "off");
	await world.act("world-restore-power");
	await world.wait(2000);
	assert.is(await ask(Action.openDay), "accepted");
});

test("with its clock an hour behind the terminal asks in vain, until it is set right", async () => {
	await world.act("world-set-clock", { offsetSeconds: -3600 });
	assert.not.ok((await ask()).startsWith("accepted"));
	await world.act("world-set-clock", { offsetSeconds: 0 });
	assert.is(await ask(), "accepted");
});

test("an answer sent again or altered proves nothing to the terminal", async () => {
	for (const [act, reason] of [
		["world-replay", "already-answered"],
		["world-alter", "bad-signature"],
	]) {
		assert.equal(await world.act(act), { kind: "done" });
		await world.wait(10);
		const reasons = world.events.flatMap((event) => (event.event === "refused" ? [event.reason] : []));
		assert.is(last(reasons), reason);
		const answers = world.shown("world-wire").filter(({ topic }) => String(topic).endsWith("/res"));
		assert.is(last(answers)["by"], "outsider");
	}
});

test("a case that is opened is an incident on the wire", async () => {
	const onLog = () => world.shown("world-wire").filter(({ topic }) => String(topic).endsWith("/log")).length;
	const before = onLog();
	await world.act("world-open-case");
	await world.wait(2000);
	assert.ok(onLog() > before);
	assert.is(last(world.shown("world-surroundings"))["caseLid"], "open");
	await world.act("world-close-case");
});

test("an act that makes no sense is refused with a sentence, and nothing happens", async () => {
	const before = world.shown("world-surroundings").length;
	for (const [name, input] of [
		["world-present", { person: 9 }],
		["world-present", { person: A, distanceMm: 5 }],
		["world-present", { person: A, rotation: "right" }],
		["world-present", { person: A, part: "left-eye", material: "dye-print" }],
		["world-set-clock", { offsetSeconds: 1e9 }],
		["world-kill-broker", {}],
	] as const) {
		assert.is((await world.act(name, input)).kind, "refused", `${name} ${JSON.stringify(input)}`);
	}
	assert.is(world.shown("world-surroundings").length, before);
});

test.after(() => world.close());
test.run();
