/**
 * A third party reads messages.cddl: zcbor (Nordic Semiconductor, Python) shares neither parser nor validator
 * with anything here. It comes from the Python registry, so that a machine may well lack it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, encode, Tag } from "cbor2";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type CborKey, type CborValue, decodeCbor, isCborMap } from "../../modules/codec/cbor.js";
import { BODY_RULES } from "../../modules/messages/messages.generated.js";
import { type BodyType, encodeBody } from "../../modules/messages/messages.js";
import { SAMPLES } from "./samples.js";
import { signSample } from "./signing.js";
import { BODY_TYPES, SIGNED_TYPES } from "./types.js";

const CDDL = readFileSync(new URL("../../modules/messages/messages.cddl", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "shogo-zcbor-"));
const AS_IT_IS = { preferMap: true, ignoreGlobalTags: true } as const;

if (spawnSync("zcbor", ["--version"]).status === 0) {
	test("zcbor takes every body we encode", () => {
		const types = BODY_TYPES.map((type) => `[1* ${type}]`).join(", ");
		const complaint = judge(
			`[${types}]`,
			BODY_TYPES.map((type) => encodedSamples(type).map((bytes) => inOrderOfTheCddl(type, bytes))),
		);
		assert.is(complaint, "");
	});

	test("zcbor takes every envelope we sign, and none whose signature lacks a byte", () => {
		const envelopes = SIGNED_TYPES.map((type) => decode(signSample(type, 0), AS_IT_IS));
		// Of repeated tags zcbor reads one too many.
		assert.is(judge(`[${envelopes.map(() => "envelope").join(", ")}]`, envelopes), "");
		const [{ contents }] = envelopes.filter((envelope) => envelope instanceof Tag);
		if (!Array.isArray(contents)) throw new Error("an envelope holds no array");
		const cut = new Tag(18, [...contents.slice(0, 3), contents[3].subarray(1)]);
		assert.match(judge("[envelope]", [cut]), /CddlValidationError|Remaining elements/);
	});

	const [, challenge] = encodedSamples("challenge");
	const CHANGES: readonly (readonly [string, CborKey, CborValue | undefined])[] = [
		["a purpose of 256", -70003, 256],
		["an unknown label", -70999, 1],
		["no nonce", 10, undefined],
		["a nonce of 15 bytes", 10, new Uint8Array(15)],
		["an action that does not exist", -70016, 6],
		["a token that is text", -70001, "x".repeat(32)],
	];
	for (const [what, label, value] of CHANGES) {
		test(`zcbor, too, refuses a challenge with ${what}`, () => {
			const changed = inOrderOfTheCddl("challenge", challenge);
			if (value === undefined) changed.delete(label);
			else changed.set(label, value);
			assert.match(judge("[1* challenge]", [changed]), /CddlValidationError|Remaining elements/);
		});
	}
} else {
	console.log("SKIP zcbor reads messages.cddl: no zcbor command (pip install zcbor)");
	test.skip("zcbor reads messages.cddl and every body we encode", () => undefined);
}

/** @returns "" when zcbor finds that `value` is a `type`, else what it says. */
function judge(type: string, value: unknown): string {
	const [schema, data] = [join(folder, "schema.cddl"), join(folder, "data.cbor")];
	// zcbor knows no .regexp.
	const readable = CDDL.replace(/tstr \.regexp "\[a-z0-9\]\{1,16\}"/, "tstr .size (1..16)");
	writeFileSync(schema, `${readable}\njudged = ${type}\n`);
	writeFileSync(data, encode(value));
	const options = ["validate", "-c", schema, "-t", "judged", "-i", data];
	const { status, stderr } = spawnSync("zcbor", options, { encoding: "utf8" });
	return status === 0 ? "" : `status ${status}: ${stderr}`;
}

/** zcbor reads a map in the order of its rule; ours sorts by label. */
function inOrderOfTheCddl(type: BodyType, encoded: Uint8Array): Map<CborKey, CborValue> {
	const decoding = decodeCbor(encoded);
	if (decoding.kind === "malformed" || !isCborMap(decoding.value)) throw new Error("a sample is malformed");
	const ordered = new Map<CborKey, CborValue>();
	for (const { label } of BODY_RULES[type]) {
		const value = decoding.value.get(label);
		if (value !== undefined) ordered.set(label, value);
	}
	return ordered;
}

function encodedSamples<T extends BodyType>(type: T): Uint8Array[] {
	return SAMPLES[type].map((body) => encodeBody(type, body));
}

test.after(() => rmSync(folder, { recursive: true }));
test.run();
