import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeTimeAnswer, encodeTimeQuestion } from "../../modules/device/sntp.js";

const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** What a server of stratum 2 answers `question`, in `seconds` since 1900. */
function answerTo(question: Uint8Array, seconds: number): Uint8Array {
	const answer = new Uint8Array(48);
	answer[0] = 0x24;
	answer[1] = 2;
	answer.set(question.subarray(40), 24);
	new DataView(answer.buffer).setUint32(40, seconds);
	return answer;
}

function changed(packet: Uint8Array, at: number, value: number): Uint8Array {
	const copy = packet.slice();
	copy[at] = value;
	return copy;
}

test("a time server's answer says how many seconds have gone since 1970, also after 2036", () => {
	const question = encodeTimeQuestion(NONCE);
	assert.equal([question.length, question[0], question[1]], [48, 0x23, 0]);
	// RFC 5905, figure 4: 1 January 1970 is 2,208,988,800; era 1 begins on 7 February 2036, 06:28:16.
	assert.is(decodeTimeAnswer(answerTo(question, 2_208_988_801), NONCE), 1);
	assert.is(decodeTimeAnswer(answerTo(question, 4_000_000_000), NONCE), 1_791_011_200);
	assert.is(decodeTimeAnswer(answerTo(question, 1), NONCE), Date.UTC(2036, 1, 7, 6, 28, 17) / 1000);
	const within = new Uint8Array(60);
	within.set(answerTo(question, 4_000_000_000), 12);
	assert.is(decodeTimeAnswer(within.subarray(12), NONCE), 1_791_011_200);
});

test("what is no answer to the question, or of a server without the time, is not believed", () => {
	const answer = answerTo(encodeTimeQuestion(NONCE), 4_000_000_000);
	const refused: readonly (readonly [string, Uint8Array])[] = [
		["too short", answer.subarray(0, 47)],
		["the question itself", encodeTimeQuestion(NONCE)],
		["a broadcast", changed(answer, 0, 0x25)],
		["unsynchronised", changed(answer, 0, 0xe4)],
		["a kiss of death", changed(answer, 1, 0)],
		["a stratum that is reserved", changed(answer, 1, 16)],
		["to another question, in its first byte", changed(answer, 24, 0)],
		["to another question, in its last byte", changed(answer, 31, 0)],
		["no time", answerTo(encodeTimeQuestion(NONCE), 0)],
	];
	for (const [what, packet] of refused) assert.is(decodeTimeAnswer(packet, NONCE), undefined, what);
	assert.ok(decodeTimeAnswer(answer, NONCE) !== undefined);
});

test.run();
