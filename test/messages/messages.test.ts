import { test } from "uvu";
import * as assert from "uvu/assert";
import { fromHex, toHex } from "../../modules/bytes/bytes.js";
import { type CborKey, type CborValue, decodeCbor, encodeCbor, isCborMap } from "../../modules/codec/cbor.js";
import { Decision, RefusalReason } from "../../modules/messages/messages.generated.js";
import { type BodyType, decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { SAMPLES } from "./samples.js";

const OFFLINE = "a2190100510101010101010101010101010101010101" + "19010b00";
const [HINT, HINT_WITH_PROGRESS] = SAMPLES.hint;
const ACCEPTED = SAMPLES.result[0];

test("a body is a map from the labels of messages.cddl, in order", () => {
	assert.is(toHex(encodeBody("offline", SAMPLES.offline[0])), OFFLINE);
	assert.equal(decodeBody("offline", bytes(OFFLINE)), { kind: "decoded", body: SAMPLES.offline[0] });
});

test("an absent optional field is absent on both sides", () => {
	const encoded = encodeBody("hint", HINT);
	assert.is(toHex(encoded), "a13a0001117d01");
	const decoding = decodeBody("hint", encoded);
	assert.ok(decoding.kind === "decoded" && !("progress" in decoding.body));
});

test("what is not a map is refused", () => {
	assert.equal(decodeBody("offline", bytes("80")), { kind: "malformed", reason: "not-a-map", offset: 0 });
});

test("malformed CBOR keeps its own reason and offset", () => {
	assert.equal(decodeBody("offline", bytes("a1190100")), {
		kind: "malformed",
		reason: "truncated",
		offset: 4,
	});
});

test("an unknown label is refused at its entry", () => {
	const withLabel = edited("offline", [[300, 0]]);
	assert.equal(decodeBody("offline", withLabel), { kind: "malformed", reason: "unknown-label", offset: 26 });
});

test("an offset is right also behind the longer head of a map of 24 entries", () => {
	const map = new Map(Array.from({ length: 24 }, (_, index) => [index + 1000, 0]));
	assert.equal(decodeBody("offline", encodeCbor(map)), {
		kind: "malformed",
		reason: "unknown-label",
		offset: 2,
	});
});

test("a label of another type of body is unknown in this one", () => {
	const withNonce = edited("offline", [[10, new Uint8Array(16)]]);
	assert.equal(decodeBody("offline", withNonce), { kind: "malformed", reason: "unknown-label", offset: 1 });
});

test("a text key is refused even when it names a field", () => {
	assert.is(reasonFor("offline", [["ueid", 0]]), "unknown-label");
});

test("a missing label is refused", () => {
	assert.equal(decodeBody("offline", encodeCbor(new Map([[267, 1]]))), {
		kind: "malformed",
		reason: "missing-label",
		offset: 0,
	});
});

test("a value of the wrong size is refused at its entry", () => {
	const encoded = edited("offline", [[267, 4294967296]]);
	assert.equal(decodeBody("offline", encoded), { kind: "malformed", reason: "wrong-value", offset: 22 });
});

const WRONG_VALUES: readonly (readonly [string, BodyType, CborKey, CborValue])[] = [
	["a nonce of 15 bytes", "challenge", 10, new Uint8Array(15)],
	["a nonce of 17 bytes", "challenge", 10, new Uint8Array(17)],
	["a nonce that is text", "challenge", 10, "0123456789abcdef"],
	["a time before 2023-11-14", "challenge", 4, 1699999999],
	["a time after 2099", "challenge", 4, 4102444801],
	["a purpose of 256", "challenge", -70003, 256],
	["a modality that does not exist", "challenge", -70002, 4],
	["both modalities at once", "enrol-begin", -70002, 3],
	["an action that does not exist", "challenge", -70016, 6],
	["a role that does not exist", "enrol-begin", -70018, 3],
	["a session that ends for no known reason", "session-end", -70025, 9],
	["a lock after two failures", "policy-set", -70039, 2],
	["a lock that never comes", "policy-set", -70039, 11],
	["a screen open for more than five minutes", "policy-set", -70043, 301],
	["a policy of version 0", "policy-set", -70034, 0],
	["33 entries at once", "audit-request", -70030, 33],
	["33 digests", "audit-range", -70031, new Uint8Array(1056)],
	["two samples", "enrol-begin", -70006, 2],
	["six samples", "enrol-begin", -70006, 6],
	["an empty software version", "birth", 271, ""],
	["a software version of 33 bytes in 11 characters", "birth", 271, "\u6c34".repeat(11)],
	["an empty label", "provision-request", 1, ""],
	["a label of 17 characters", "provision-request", 1, "a".repeat(17)],
	["a label with a capital", "provision-request", 2, "Site"],
	["a label with a slash", "provision-request", 3, "a/b"],
	["a label with an MQTT wildcard", "provision-request", 3, "+"],
	["a label that ends in a line feed", "provision-request", 3, "unit\n"],
	["a compressed public key", "provision-reply", 6, new Uint8Array(33)],
	["true for a counter", "offline", 267, true],
	["null for a counter", "offline", 267, null],
];

for (const [what, type, label, value] of WRONG_VALUES) {
	test(`${what} is refused in a ${type}`, () => {
		assert.is(reasonFor(type, [[label, value]]), "wrong-value");
	});
}

for (const type of ["result", "enrol-result", "order-result"] as const) {
	test(`a refused ${type} without a reason, or an accepted one with a reason, is refused`, () => {
		assert.is(reasonFor(type, [[-70009, Decision.refused]]), "contradiction");
		assert.is(reasonFor(type, [[-70010, RefusalReason.mismatch]]), "contradiction");
		const both: readonly Entry[] = [
			[-70009, Decision.refused],
			[-70010, RefusalReason.mismatch],
		];
		assert.is(reasonFor(type, both), "decoded");
	});
}

test("encoding asserts at a refusal without a reason and at a reason without a refusal", () => {
	assert.throws(() => encodeBody("result", { ...ACCEPTED, decision: Decision.refused }), /contradiction/);
	assert.throws(() => encodeBody("result", { ...ACCEPTED, reason: RefusalReason.busy }), /contradiction/);
});

test("encoding asserts at a field outside its range and names it", () => {
	assert.throws(() => encodeBody("result", { ...ACCEPTED, sequence: -1 }), /wrong-value sequence/);
	assert.throws(() => encodeBody("result", { ...ACCEPTED, sequence: 0.5 }), /wrong-value sequence/);
	assert.throws(() => encodeBody("result", { ...ACCEPTED, nonce: new Uint8Array(8) }), /wrong-value nonce/);
});

test("encoding takes only the fields of the type, whatever else the object carries", () => {
	const carrier = { ...HINT_WITH_PROGRESS, score: 97 };
	assert.equal(encodeBody("hint", carrier), encodeBody("hint", HINT_WITH_PROGRESS));
});

type Entry = readonly [CborKey, CborValue];

/** The first sample of `type` with entries set. */
function edited(type: BodyType, entries: readonly Entry[]): Uint8Array {
	const decoding = decodeCbor(encodedFirst(type));
	if (decoding.kind === "malformed" || !isCborMap(decoding.value)) throw new Error("a sample is malformed");
	return encodeCbor(new Map([...decoding.value, ...entries]));
}

function encodedFirst<T extends BodyType>(type: T): Uint8Array {
	return encodeBody(type, SAMPLES[type][0]);
}

function reasonFor(type: BodyType, entries: readonly Entry[]): string {
	const decoding = decodeBody(type, edited(type, entries));
	return decoding.kind === "malformed" ? decoding.reason : decoding.kind;
}

function bytes(hex: string): Uint8Array {
	return fromHex(hex) ?? new Uint8Array(0);
}

test.run();
