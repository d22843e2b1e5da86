/** Who asks for a piece of an image is not known: nothing may be had by asking. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openMessage } from "../../modules/messages/envelope.js";
import { topicOf } from "../../modules/messages/topics.js";
import { openImageServer } from "../../terminal/image-server.js";
import { ADDRESS, openOffice } from "./office.js";

const { crypto, terminalKey } = openOffice();
const IMAGE = Uint8Array.from({ length: 3000 }, (_, i) => i % 251);
const server = openImageServer(crypto, terminalKey, ADDRESS, IMAGE);

test("whoever asks is sent what was offered, signed for the unit, and nothing else", () => {
	for (const [pieceOffset, pieceLength] of [
		[0, 1024],
		[1024, 1],
		[2999, 1],
	] as const) {
		const answer = server.answer({ imageHash: server.hash, pieceOffset, pieceLength });
		assert.is(answer?.topic, topicOf(ADDRESS, "cmd"));
		const keyOf = () => terminalKey.publicKey;
		const envelope = answer?.envelope ?? new Uint8Array();
		const opened = openMessage(crypto, keyOf, topicOf(ADDRESS, "cmd"), ["image-piece"], envelope);
		assert.ok(opened.kind === "opened");
		assert.equal(opened.body.pieceBytes, IMAGE.slice(pieceOffset, pieceOffset + pieceLength));
		assert.is(opened.body.pieceOffset, pieceOffset);
	}
});

test("what lies beyond the image, or in another, is not answered", () => {
	const imageHash = server.hash;
	for (const wanted of [
		{ imageHash, pieceOffset: 2999, pieceLength: 2 },
		{ imageHash, pieceOffset: 3000, pieceLength: 1 },
		{ imageHash, pieceOffset: 4_194_303, pieceLength: 1024 },
		{ imageHash: imageHash.map((byte) => byte ^ 1), pieceOffset: 0, pieceLength: 1 },
	])
		assert.is(server.answer(wanted), undefined);
});

test.run();
