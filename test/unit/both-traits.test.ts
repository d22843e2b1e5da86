/** Palm and iris in one challenge, from frames to the one signed answer. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Demand, HintReason, Modality, RevocationReason } from "../../modules/messages/messages.generated.js";
import { decodeBody } from "../../modules/messages/messages.js";
import { challenge, enrolBegin, order, signed, tokenOf } from "./office.js";
import { eyeOf, palmOf } from "./people.js";
import type { Rig } from "./rig.js";
import { withSupervisor } from "./staff.js";

/** Hints in order: which trait, and what about it. */
function hintsOf({ heard }: Rig): { readonly trait: Modality | undefined; readonly reason: HintReason }[] {
	const hints = heard
		.filter(({ topic }) => topic.endsWith("/evt"))
		.map(({ payload }) => decodeBody("hint", payload));
	return hints.flatMap((hint) =>
		hint.kind === "decoded" ? [{ trait: hint.body.modality, reason: hint.body.hintReason }] : [],
	);
}

interface Shown {
	readonly palm: string;
	/** Undefined: has gone by then. */
	readonly eye: string | undefined;
}

/**
 * Somebody who shows what the last hint asks for, and knows nothing else, while the terminal asks about "a".
 * @returns the answer
 */
function ask(rig: Rig, { palm, eye }: Shown, change: Parameters<typeof challenge>[1] = {}) {
	const scenes = {
		[Modality.palmVein]: palmOf(palm, "good", 2),
		[Modality.iris]: eye === undefined ? undefined : eyeOf(eye, 2),
	};
	const leave = () => {
		rig.presence.distanceMm = undefined;
		return palmOf(palm, "good", 2)();
	};
	rig.show(() => (scenes[hintsOf(rig).at(-1)?.trait ?? Modality.palmVein] ?? leave)());
	const before = rig.opened("result").length;
	rig.send(challenge("a", { modality: Demand.both, ...change }));
	rig.run(17_000);
	const results = rig.opened("result").slice(before);
	assert.is(results.length, 1, "one signed answer");
	return { answer: rig.answers.at(-1), ...results[0].body };
}

/** "a" has enrolled palm and eye, and the policy demands both. */
function demandingBoth(): Rig {
	const rig = withSupervisor();
	rig.show(eyeOf("a"));
	rig.send(enrolBegin("a", { modality: Modality.iris }));
	rig.run(3000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	return rig.relax({ requiredModality: Demand.both });
}

const BOTH: Shown = { palm: "a", eye: "a" };

test("who shows the enrolled palm and then the eye is accepted once, and is told which to show", () => {
	const rig = demandingBoth();
	const told = hintsOf(rig).length;
	const { answer, modality } = ask(rig, BOTH);
	assert.is(answer, "accepted");
	assert.is(modality, Demand.both);
	const present = { reason: HintReason.present };
	assert.equal(hintsOf(rig).slice(told), [
		{ trait: Modality.palmVein, ...present },
		{ trait: Modality.iris, ...present },
	]);
});

test("one trait of two is a mismatch, whichever it is, and each challenge is one attempt", () => {
	const rig = demandingBoth();
	const told = hintsOf(rig).length;
	const wrongEye = ask(rig, { palm: "a", eye: "x" });
	assert.is(wrongEye.answer, "mismatch");
	assert.is(wrongEye.attemptsLeft, 4);
	const afterWrongEye = hintsOf(rig).length;
	const wrongPalm = ask(rig, { palm: "b", eye: "a" });
	assert.is(wrongPalm.answer, "mismatch");
	assert.is(wrongPalm.attemptsLeft, 3);
	assert.equal(
		hintsOf(rig).slice(afterWrongEye),
		hintsOf(rig).slice(told, afterWrongEye),
		"nobody learns which of the two was wrong",
	);
	assert.is(ask(rig, BOTH).answer, "accepted");
	for (let left = 4; left >= 0; left--) assert.is(ask(rig, { palm: "a", eye: "x" }).attemptsLeft, left);
	assert.equal(rig.incidents, ["lockout"]);
	assert.is(ask(rig, BOTH).answer, "locked");
});

test("who shows the palm and walks away has made an attempt", () => {
	const rig = demandingBoth();
	const { answer, attemptsLeft } = ask(rig, { palm: "a", eye: undefined });
	assert.is(answer, "noCapture");
	assert.is(attemptsLeft, 4);
});

test("a challenge for less than both is below the policy, and both must be enrolled", () => {
	const rig = demandingBoth();
	for (const modality of [Demand.palmVein, Demand.iris])
		assert.is(ask(rig, BOTH, { modality }).answer, "belowPolicy");
	const traits = { modality: Demand.iris, revocationReason: RevocationReason.loss } as const;
	rig.send(signed("revoke", { ...order(), subjectToken: tokenOf("a"), ...traits }));
	assert.is(ask(rig, BOTH).answer, "notEnrolled");
});

test.run();
