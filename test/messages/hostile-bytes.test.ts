/** Every truncation and every single-bit flip of a valid message of every type. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import { openMessage } from "../../modules/messages/envelope.js";
import type { SignedType } from "../../modules/messages/messages.generated.js";
import { type BodyType, decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { SAMPLES } from "./samples.js";
import { PUBLIC_KEY, publicKeyOf, signSample, TOPIC, withNativeVerify } from "./signing.js";
import { BODY_TYPES, SIGNED_TYPES } from "./types.js";

const native = withNativeVerify(PUBLIC_KEY);

/** One decoder opens every envelope: every bit of these stands for every bit of the others. */
const FLIPPED: readonly SignedType[] = ["challenge", "result", "enrol-begin", "audit-range"];

for (const type of SIGNED_TYPES) {
	const last = SAMPLES[type].length - 1;
	const envelope = signSample(type, last);

	test(`a signed ${type} opens as it was signed`, () => {
		const opened = open(envelope);
		assert.ok(opened.kind === "opened" && opened.type === type);
		assert.equal(opened.body, SAMPLES[type][last]);
	});

	test(`no truncation of a signed ${type} opens`, () => {
		for (let length = 0; length < envelope.length; length++)
			assert.is(reasonOf(envelope.subarray(0, length)), "malformed", `${length} bytes`);
	});

	test(`no signed ${type} opens with a byte more`, () => {
		assert.is(reasonOf(Uint8Array.of(...envelope, 0)), "malformed");
	});
}

for (const type of FLIPPED) {
	const envelope = signSample(type, SAMPLES[type].length - 1);

	test(`no signed ${type} opens with one bit flipped`, () => {
		const reasons = new Set<string>();
		for (const flipped of flips(envelope)) reasons.add(reasonOf(flipped));
		assert.equal([...reasons].sort(), ["bad-signature", "malformed", "unknown-key"]);
	});
}

for (const type of BODY_TYPES) {
	const bytes = encodedLast(type);

	test(`no truncation of a ${type} body decodes`, () => {
		for (let length = 0; length < bytes.length; length++)
			assert.is(decodeBody(type, bytes.subarray(0, length)).kind, "malformed", `${length} bytes`);
		assert.is(decodeBody(type, Uint8Array.of(...bytes, 0)).kind, "malformed");
	});

	test(`a ${type} body with one bit flipped is refused, or is the one encoding of another ${type}`, () => {
		for (const flipped of flips(bytes)) {
			const decoding = decodeBody(type, flipped);
			if (decoding.kind === "malformed") assert.ok(decoding.offset <= flipped.length);
			else assert.is(toHex(encodeBody(type, decoding.body)), toHex(flipped));
		}
	});
}

function open(bytes: Uint8Array) {
	return openMessage<SignedType>(native, publicKeyOf, TOPIC, SIGNED_TYPES, bytes);
}

function reasonOf(bytes: Uint8Array): string {
	const opened = open(bytes);
	return opened.kind === "refused" ? opened.reason : opened.kind;
}

function encodedLast<T extends BodyType>(type: T): Uint8Array {
	return encodeBody(type, SAMPLES[type][SAMPLES[type].length - 1]);
}

function* flips(bytes: Uint8Array): Generator<Uint8Array> {
	for (let bit = 0; bit < 8 * bytes.length; bit++) {
		const flipped = bytes.slice();
		flipped[bit >> 3] ^= 1 << (bit & 7);
		yield flipped;
	}
}

test.run();
