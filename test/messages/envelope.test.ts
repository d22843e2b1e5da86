import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { encodeUtf8 } from "../../modules/bytes/utf8.js";
import { signSign1 } from "../../modules/codec/cose.js";
import { MESSAGE_BYTES_MAX } from "../../modules/codec/limits.js";
import { kidOf, openMessage, signMessage } from "../../modules/messages/envelope.js";
import { CONTENT_TYPES, type SignedType } from "../../modules/messages/messages.generated.js";
import { encodeBody } from "../../modules/messages/messages.js";
import { topicOf } from "../../modules/messages/topics.js";
import { SAMPLES } from "./samples.js";
import { crypto, KEY, makeKey, PUBLIC_KEY, publicKeyOf, signSample, TOPIC } from "./signing.js";
import { SIGNED_TYPES } from "./types.js";

const RESULT = signSample("result", 0);

test("an opened message carries type, body and the signer's kid", () => {
	assert.equal(openMessage(crypto, publicKeyOf, TOPIC, ["result", "enrol-result"], RESULT), {
		kind: "opened",
		type: "result",
		body: SAMPLES.result[0],
		kid: KEY.kid,
	});
});

test("a kid is the first 8 bytes of the SHA-256 of the public key", () => {
	const digest = createHash("sha256").update(PUBLIC_KEY).digest();
	assert.equal(kidOf(crypto, PUBLIC_KEY), Uint8Array.from(digest.subarray(0, 8)));
});

test("a message opens on no other topic: site, terminal, unit and channel are all signed", () => {
	const address = { site: "site0", terminal: "terminal0", unit: "unit0" };
	assert.is(topicOf(address, "res"), TOPIC);
	const others = [
		topicOf({ ...address, site: "site1" }, "res"),
		topicOf({ ...address, terminal: "terminal1" }, "res"),
		topicOf({ ...address, unit: "unit1" }, "res"),
		topicOf(address, "evt"),
	];
	for (const topic of others) {
		const opened = openMessage(crypto, publicKeyOf, topic, ["result"], RESULT);
		assert.equal(opened, { kind: "refused", reason: "bad-signature" });
	}
});

test("a message of a type that the receiver does not take is refused, though its signature is good", () => {
	assert.is(reasonOf(RESULT, ["challenge", "enrol-begin"]), "unexpected-type");
	assert.is(reasonOf(RESULT, []), "unexpected-type");
});

test("a body may not be passed off as another type", () => {
	const payload = encodeBody("offline", SAMPLES.offline[0]);
	const contentType = CONTENT_TYPES.birth;
	const envelope = signSign1(crypto, KEY.privateKey, encodeUtf8(TOPIC), {
		contentType,
		kid: KEY.kid,
		payload,
	});
	assert.is(reasonOf(envelope, ["offline"]), "unexpected-type");
	assert.is(reasonOf(envelope, ["birth", "offline"]), "malformed");
});

test("the console's and the hint's bodies have no signed form", () => {
	const payload = encodeBody("hint", SAMPLES.hint[0]);
	const contentType = "application/vnd.shogo.hint+cbor";
	const envelope = signSign1(crypto, KEY.privateKey, encodeUtf8(TOPIC), {
		contentType,
		kid: KEY.kid,
		payload,
	});
	assert.is(reasonOf(envelope, SIGNED_TYPES), "unexpected-type");
});

test("a signer whose kid the receiver does not know is refused", () => {
	const stranger = makeKey(new Uint8Array(65));
	const envelope = signMessage(crypto, stranger, TOPIC, "result", SAMPLES.result[0]);
	assert.is(reasonOf(envelope, ["result"]), "unknown-key");
});

test("a stranger who writes a known kid is refused", () => {
	const { privateKey } = makeKey(new Uint8Array(65));
	const envelope = signMessage(crypto, { kid: KEY.kid, privateKey }, TOPIC, "result", SAMPLES.result[0]);
	assert.is(reasonOf(envelope, ["result"]), "bad-signature");
});

test("more than 1,400 bytes are refused unread", () => {
	assert.is(reasonOf(new Uint8Array(1401), SIGNED_TYPES), "too-long");
	assert.is(reasonOf(new Uint8Array(1400), SIGNED_TYPES), "malformed");
});

test("the same body, key and topic give the same envelope: nonces are derived (RFC 6979)", () => {
	assert.equal(signSample("result", 0), RESULT);
});

test("only pages and pieces come near the link's limit; every other signed message stays far below", () => {
	const sizes = SIGNED_TYPES.map((type) => `${type} ${sizesOf(type).join("..")}`);
	console.log(`bytes signed, smallest..largest: ${sizes.join(", ")}`);
	for (const type of SIGNED_TYPES) {
		const isLong = type === "audit-range" || type === "register-page" || type === "image-piece";
		assert.ok(Math.max(...sizesOf(type)) <= (isLong ? MESSAGE_BYTES_MAX : 512), type);
	}
});

function sizesOf(type: SignedType): [number, number] {
	const sizes = SAMPLES[type].map((_, index) => signSample(type, index).length);
	return [Math.min(...sizes), Math.max(...sizes)];
}

function reasonOf(bytes: Uint8Array, accepted: readonly SignedType[]): string {
	const opened = openMessage(crypto, publicKeyOf, TOPIC, accepted, bytes);
	return opened.kind === "refused" ? opened.reason : opened.kind;
}

test.run();
