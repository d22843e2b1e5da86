/**
 * Nothing secret leaves the unit: not in what it publishes, writes to its cable, traces or stores. A 照合ID
 * never reaches it; what stands for one is the subject token.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Crypto } from "../../hal/hal.js";
import { bundleUnit } from "../../host-sim/day/boot-unit.js";
import type { Frame } from "../../host-sim/doors/camera.js";
import { toHex } from "../../modules/bytes/bytes.js";
import { grayImage } from "../../modules/image/gray-image.js";
import { paddedLength } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import { notingHanded } from "./leftovers.js";
import { challenge, enrolBegin, officeTime, tokenOf } from "./office.js";
import { captureOf, palmOf } from "./people.js";
import { Rig } from "./rig.js";

interface Secret {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** Copies every key that passes through the door, and everything that is sealed, in the clear. */
function eavesdrop(secrets: Secret[]): (crypto: Crypto) => Crypto {
	const keep = (name: string, bytes: Uint8Array) => secrets.push({ name, bytes: bytes.slice() });
	return (crypto) => ({
		...crypto,
		deviceKeyInto(out, label) {
			crypto.deviceKeyInto(out, label);
			keep(`device key ${label}`, out);
		},
		generateSigningKeyInto(privateKey, publicKey) {
			crypto.generateSigningKeyInto(privateKey, publicKey);
			keep("private key", privateKey);
		},
		sealInto(out, key, nonce, aad, plaintext) {
			keep("sealing key", key);
			keep("sealed", plaintext);
			crypto.sealInto(out, key, nonce, aad, plaintext);
		},
		hmacInto(out, key, ...parts) {
			crypto.hmacInto(out, key, ...parts);
			// The first part is the key symbols, or the subject token.
			keep("hmac key", key);
			keep("hmac part", parts[0]);
		},
	});
}

/** Every aligned run of eight bytes that could not as well be a few small numbers of a record's header. */
function runsOf({ bytes }: Secret): Buffer[] {
	const runs: Buffer[] = [];
	for (let start = 0; start + 8 <= bytes.length; start += 8) {
		const run = Buffer.from(bytes.subarray(start, start + 8));
		if (new Set(run).size > 4) runs.push(run);
	}
	return runs;
}

function sightings(secrets: readonly Secret[], places: ReadonlyMap<string, Buffer>): string[] {
	const seen = new Set<string>();
	for (const secret of secrets) {
		for (const run of runsOf(secret)) {
			for (const [place, bytes] of places) {
				if (bytes.includes(run) || bytes.includes(toHex(run))) seen.add(`${secret.name} in ${place}`);
			}
		}
	}
	return [...seen].sort();
}

function placesOf(rig: Rig): Map<string, Buffer> {
	const join = (parts: readonly Uint8Array[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
	return new Map([
		["messages", join(rig.heard.map(({ payload }) => payload))],
		["topics", Buffer.from(rig.heard.map(({ topic }) => topic).join("\n"))],
		["cable", join(rig.written)],
		["trace", Buffer.from(rig.traced.join("\n"))],
		["flash", Buffer.from(rig.flash.image())],
	]);
}

/** The feature code of a frame, its cells at the upright pose, and their bits: raw features in every form. */
function featuresOf({ pixels, width, height }: Frame): Secret[] {
	const pipeline = new Pipeline(palmVein);
	assert.is(pipeline.acquire(grayImage(pixels, width, height)), undefined);
	const code = pipeline.exposeProbe();
	const cells = new Int8Array(paddedLength(palmVein.grid));
	palmVein.poseInto(cells, code, 0);
	const bits = new Uint8Array(cells.length >> 3);
	for (let i = 0; i < bits.length << 3; i++) if (cells[i] < 0) bits[i >> 3] |= 1 << (i & 7);
	return [
		{ name: "feature code", bytes: Uint8Array.from(code) },
		{ name: "cells", bytes: Uint8Array.from(cells) },
		{ name: "feature bits", bytes: bits },
	];
}

test("no key, token, sealed data, feature or pixel turns up in messages, cable, trace or flash", () => {
	const secrets: Secret[] = [];
	const rig = new Rig({ watch: eavesdrop(secrets) }).boot().provision().relax();
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	rig.send(challenge("a"));
	rig.run(5000);
	rig.show(palmOf("b"));
	rig.send(challenge("a"));
	rig.run(5000);
	rig.send(challenge("b"));
	rig.show(undefined);
	rig.send(enrolBegin("b", { witnessToken: tokenOf("a"), expiresAt: officeTime.seconds + 2 }));
	rig.run(5000);
	rig.restart();
	assert.equal(rig.answers, ["accepted", "accepted", "mismatch", "notEnrolled", "noCapture"]);

	const frame = captureOf("a", { session: 1, sample: 1, condition: "good" });
	secrets.push({ name: "token", bytes: tokenOf("a") }, { name: "token", bytes: tokenOf("b") });
	secrets.push({ name: "frame", bytes: frame.pixels }, ...featuresOf(frame));
	const names = new Set(secrets.map(({ name }) => name));
	for (const name of [
		"private key",
		"sealing key",
		"sealed",
		"hmac key",
		"hmac part",
		"device key reference",
	]) {
		assert.ok(names.has(name), `${name} was never used: the search proves nothing`);
	}
	assert.equal(sightings(secrets, placesOf(rig)), []);
});

test("the search finds a secret, in bytes or in hexadecimal", () => {
	const token = { name: "token", bytes: tokenOf("a") };
	const places = new Map([
		["bytes", Buffer.concat([Buffer.alloc(5), token.bytes.subarray(8, 16), Buffer.alloc(5)])],
		["text", Buffer.from(`refused ${toHex(token.bytes)}`)],
		["clean", Buffer.alloc(64)],
	]);
	assert.equal(sightings([token], places), ["token in bytes", "token in text"]);
});

test("the firmware never reads a probe out of its pipeline: only a host that evaluates does", async () => {
	const { source } = await bundleUnit();
	assert.is(source.split("exposeProbe").length - 1, 1, "its definition, and no use");
});

test("every buffer in which a key was handed to the unit is cleared again", () => {
	const handed: Uint8Array[] = [];
	const rig = new Rig({ watch: (crypto) => notingHanded(crypto, handed) });
	rig.boot().provision().relax().show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(5000);
	rig.send(challenge("a"));
	rig.run(5000);
	assert.equal(rig.answers, ["accepted", "accepted"]);
	assert.ok(handed.length > 10);
	const left = handed.filter((bytes) => bytes.some((byte) => byte !== 0));
	assert.is(left.length, 0, `${left.length} of ${handed.length} still hold something`);
});

test.run();
