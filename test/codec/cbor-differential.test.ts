/**
 * Our decoder against cbor2's strictest mode, dCBOR, over seeded inputs: random bytes, well-formed values,
 * and well-formed values with a few bytes changed.
 */
import { type DecodeOptions, decode, encode, Tag } from "cbor2";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toHex } from "../../modules/bytes/bytes.js";
import {
	type CborFault,
	type CborKey,
	type CborValue,
	decodeCbor,
	encodeCbor,
	isCborArray,
	isCborMap,
	isCborTag,
} from "../../modules/codec/cbor.js";
import { ENVELOPE_LIMITS } from "../../modules/codec/limits.js";
import { type Random, seededRandom } from "./random.js";

const INPUTS = 20_000;

/** dCBOR, but for Unicode normalisation: RFC 8949 leaves text as it is, and so do we. */
const STRICT: DecodeOptions = {
	dcbor: true,
	rejectStringsNotNormalizedAs: null,
	preferMap: true,
	ignoreGlobalTags: true,
};

/** What we refuse and dCBOR does not: the profile is narrower. */
const NARROWER: readonly CborFault[] = ["simple", "tag", "integer-range", "key-type", "too-deep", "too-long"];

test(`nothing of ${INPUTS} inputs is accepted that dCBOR refuses, and both read the same value`, () => {
	const random = seededRandom(8949);
	let accepted = 0;
	for (let i = 0; i < INPUTS; i++) {
		const input = makeInput(random);
		const ours = decodeCbor(input, ENVELOPE_LIMITS);
		const theirs = decodeStrict(input);
		if (ours.kind === "decoded") {
			accepted++;
			if (theirs.kind === "refused") throw new Error(`${toHex(input)}: dCBOR refuses: ${theirs.reason}`);
			assert.equal(toHex(encodeCbor(ours.value)), toHex(input));
			assert.equal(comparable(ours.value), theirs.value, toHex(input));
		} else if (theirs.kind === "accepted" && !NARROWER.includes(ours.reason)) {
			throw new Error(`${toHex(input)}: refused as ${ours.reason}, which dCBOR does not`);
		}
	}
	assert.ok(accepted > INPUTS / 10, `only ${accepted} inputs were worth comparing`);
	assert.ok(accepted < INPUTS * 0.9, `${accepted} accepted: too few hostile inputs`);
});

test("our encoder writes the bytes that cbor2's deterministic encoder writes", () => {
	const random = seededRandom(421);
	for (let i = 0; i < 3000; i++) {
		const value = makeValue(random, 4);
		assert.is(
			toHex(encodeCbor(value)),
			toHex(encode(comparable(value), { dcbor: true, stringNormalization: null })),
		);
	}
});

type Verdict =
	| { readonly kind: "accepted"; readonly value: unknown }
	| { readonly kind: "refused"; readonly reason: string };

function decodeStrict(input: Uint8Array): Verdict {
	try {
		return { kind: "accepted", value: decode(input, STRICT) };
	} catch (error) {
		return { kind: "refused", reason: String(error) };
	}
}

/** The value in cbor2's types. */
function comparable(value: CborValue): unknown {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
	if (isCborArray(value)) return value.map(comparable);
	if (isCborMap(value)) return new Map([...value].map(([key, item]) => [key, comparable(item)]));
	return isCborTag(value) ? new Tag(value.tag, comparable(value.value)) : value;
}

function makeInput(random: Random): Uint8Array {
	if (random.below(4) === 0) return random.bytes(1 + random.below(12));
	const input = encodeCbor(makeValue(random, 4));
	for (let changes = random.below(3); changes > 0; changes--)
		input[random.below(input.length)] = random.below(256);
	const cut = random.below(8) === 0 ? random.below(input.length) : input.length;
	return input.subarray(0, cut);
}

function makeValue(random: Random, depth: number): CborValue {
	switch (random.below(depth > 0 ? 9 : 5)) {
		case 0:
			return makeInteger(random);
		case 1:
			return -1 - makeInteger(random);
		case 2:
			return random.bytes(random.below(30));
		case 3:
			return makeText(random);
		case 4:
			return [true, false, null][random.below(3)];
		case 5:
			return { tag: 18, value: makeValue(random, depth - 1) };
		case 6:
			return Array.from({ length: random.below(5) }, () => makeValue(random, depth - 1));
		default: {
			const map = new Map<CborKey, CborValue>();
			for (let pairs = random.below(6); pairs > 0; pairs--) {
				const key = random.below(2) === 0 ? makeText(random) : makeInteger(random) - random.below(3000);
				map.set(key, makeValue(random, depth - 1));
			}
			return map;
		}
	}
}

/** Any width of argument is as likely as any other; up to 2^53 - 2. */
function makeInteger(random: Random): number {
	const bits = random.below(53);
	return Math.floor(2 ** bits * (0.5 + random.below(1 << 20) / (1 << 21)));
}

function makeText(random: Random): string {
	const letters = ["a", "b", "z", "\u00fc", "\u6c34", "\ud800\udd51"];
	return Array.from({ length: random.below(8) }, () => letters[random.below(letters.length)]).join("");
}

test.run();
