/** messages.cddl is the single source: the generated file follows it, and so does every byte that is sent. */
import { readFileSync } from "node:fs";
import { decode, encode, Tag } from "cbor2";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { GENERATED_FILE, generateMessages } from "../../host-sim/messages/generate.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { BODY_RULES, CONTENT_TYPES } from "../../modules/messages/messages.generated.js";
import { type BodyType, decodeBody, encodeBody } from "../../modules/messages/messages.js";
import { matchesRule } from "./cddl-walker.js";
import { SAMPLES } from "./samples.js";
import { signSample } from "./signing.js";
import { BODY_TYPES, SIGNED_TYPES } from "./types.js";

test("the generated file is what the generator makes of messages.cddl today", () => {
	assert.is(readFileSync(GENERATED_FILE, "utf8"), generateMessages());
});

test("the samples cover every body of messages.cddl", () => {
	assert.equal([...BODY_TYPES].sort(), Object.keys(BODY_RULES).sort());
});

for (const type of BODY_TYPES) {
	test(`every ${type} we encode is a ${type} of messages.cddl`, () => {
		for (const encoded of encodedSamples(type))
			assert.ok(matchesRule(type, decodeMap(encoded)), toHex(encoded));
	});

	test(`a ${type} with one field missing, foreign or changed is taken exactly when the CDDL takes it`, () => {
		let taken = 0;
		let refused = 0;
		for (const mutant of mutants(decodeMap(fullestSample(type)))) {
			const bytes = encode(mutant, { cde: true });
			const decoding = decodeBody(type, bytes);
			// The one rule that the CDDL states only in a comment; messages.test.ts holds it.
			if (decoding.kind === "malformed" && decoding.reason === "contradiction") continue;
			const isTaken = decoding.kind === "decoded";
			if (isTaken !== matchesRule(type, mutant)) assert.unreachable(toHex(bytes));
			if (isTaken) taken++;
			else refused++;
		}
		assert.ok(refused > 20, `only ${refused} mutants were refused`);
		assert.ok(taken > 0, "every mutant was refused: the comparison says nothing");
	});
}

for (const type of SIGNED_TYPES) {
	test(`a signed ${type} is an envelope of messages.cddl, inside and out`, () => {
		const envelope: unknown = decode(signSample(type, 0), { preferMap: true, ignoreGlobalTags: true });
		assert.ok(matchesRule("envelope", envelope));
		if (!(envelope instanceof Tag) || !Array.isArray(envelope.contents))
			throw new Error("not a tagged array");
		const [header, , payload] = envelope.contents;
		assert.ok(matchesRule("protected-header", decode(header, { preferMap: true })));
		assert.is(decode<Map<number, unknown>>(header, { preferMap: true }).get(3), CONTENT_TYPES[type]);
		assert.ok(matchesRule(type, decode(payload, { preferMap: true })));
	});
}

test("the walker itself refuses what messages.cddl does not allow", () => {
	const good = decodeMap(encodeBody("offline", SAMPLES.offline[0]));
	assert.ok(matchesRule("offline", good));
	assert.not(matchesRule("offline", new Map(good).set(256, new Uint8Array(16))));
	assert.not(matchesRule("offline", new Map(good).set(267, -1)));
	assert.not(matchesRule("offline", new Map(good).set(268, 0)));
	assert.not(matchesRule("offline", new Map([[267, 0]])));
	assert.not(matchesRule("label", "Tokyo"));
	assert.not(matchesRule("label", ""));
});

function encodedSamples<T extends BodyType>(type: T): Uint8Array[] {
	return SAMPLES[type].map((body) => encodeBody(type, body));
}

/** The one with the most fields: no field goes untried. */
function fullestSample(type: BodyType): Uint8Array {
	const [first, ...others] = encodedSamples(type);
	return others.reduce((best, next) => (decodeMap(next).size > decodeMap(best).size ? next : best), first);
}

function decodeMap(bytes: Uint8Array): Map<unknown, unknown> {
	return decode<Map<unknown, unknown>>(bytes, { preferMap: true });
}

/** Each field dropped, each replaced by each odd value, a foreign label added. */
function mutants(body: ReadonlyMap<unknown, unknown>): Map<unknown, unknown>[] {
	const made: Map<unknown, unknown>[] = [];
	for (const key of body.keys()) {
		const without = new Map(body);
		without.delete(key);
		made.push(without);
		for (const value of ODD_VALUES) made.push(new Map(body).set(key, value));
	}
	for (const label of [0, 5, 1000, -70000, -70016, "nonce"]) made.push(new Map(body).set(label, 0));
	return made;
}

const ODD_VALUES: readonly unknown[] = [
	...[0, 1, 2, 3, 4, 5, 6, 8, 9, 255, 256, -1, 4294967295, 4294967296],
	...[1699999999, 1700000000, 4102444800, 4102444801, Number.MAX_SAFE_INTEGER],
	...[15, 16, 17, 18, 31, 32, 33, 64, 65, 66, 0].map((length) => new Uint8Array(length)),
	...[
		"",
		"a",
		"A",
		"a-b",
		"a\n",
		"0123456789abcdef",
		"0123456789abcdefg",
		"\u6c34".repeat(11),
		"x".repeat(33),
	],
	...[true, null, [], [1], new Map()],
];

test.run();
