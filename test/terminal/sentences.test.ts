/** What the unit's refusals and hints say to people: always what to do next, and in few words. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { HintReason, Modality, RefusalReason } from "../../modules/messages/messages.generated.js";
import { ID_REFUSED } from "../../terminal/own-refusals.js";
import { hintSentence, UNIT_REFUSED } from "../../terminal/sentences.js";

const HINTS = Object.values(HintReason).flatMap((reason) =>
	[Modality.palmVein, Modality.iris].map((trait) => hintSentence(reason, trait)),
);
/** With what an English sentence tells somebody to do something. */
const VERBS = [
	..."Ask Bring Call Check Choose Have Hold Keep Log Look Move Open Place Revoke See Show".split(" "),
	..."Spread Start Stay Step Stop Take Tell Try Type Wait Wipe".split(" "),
].join("|");
const BEGINS = new RegExp(`^(${VERBS})\\b`);
const TELLS = new RegExp(`(^|[.;,] (then |and )?)(${VERBS})\\b`, "i");

test("every hint of a capture says what to do, not only what is wrong", () => {
	assert.ok(HINTS.length > 30);
	for (const { ja, en } of HINTS) {
		assert.match(ja, /ください。$/);
		assert.match(en, BEGINS);
	}
});

test("a hint is short enough to be read at a glance", () => {
	for (const { ja, en } of HINTS) assert.ok(ja.length <= 25 && en.length <= 50, `${ja} ${en}`);
});

test("what is told of a hand is not told to whoever shows an eye, nor the other way round", () => {
	for (const reason of Object.values(HintReason)) {
		const isOfEye = [HintReason.noEye, HintReason.eyeClosed, HintReason.lookingAway, HintReason.glare];
		const isOfHand = [HintReason.noHand, HintReason.notFlat];
		const [palm, eye] = [Modality.palmVein, Modality.iris].map((trait) => hintSentence(reason, trait));
		if (!isOfEye.some((one) => one === reason)) assert.not.match(palm.ja + palm.en, /目|のぞ|\beye|\blook/i);
		if (!isOfHand.some((one) => one === reason)) assert.not.match(eye.ja + eye.en, /手|かざ|\bhand|\bpalm/);
	}
});

test("every refusal of the unit says what to do next, apart from why", () => {
	for (const reason of Object.values(RefusalReason)) {
		const { next, reason: why } = UNIT_REFUSED[reason];
		assert.match(next.ja, /ください。/);
		assert.match(next.en, TELLS, next.en);
		assert.not.match(why.ja, /ください/);
	}
});

test("an ID that cannot be used is answered with what to do", () => {
	for (const { ja, en } of Object.values(ID_REFUSED)) {
		assert.match(ja, /ください。$/);
		assert.match(en, TELLS);
	}
});

test.run();
