/** What a unit has left behind, wherever it could: for the tests of wiping. */
import * as assert from "uvu/assert";
import type { Crypto } from "../../hal/hal.js";
import { Canaries } from "../../host-sim/sim/checkers/secrets.js";
import { enrolBegin, tokenOf } from "./office.js";
import { captureOf, palmOf } from "./people.js";
import { Rig } from "./rig.js";

export interface Office {
	readonly rig: Rig;
	readonly canaries: Canaries;
	/** Buffers in which the unit was given something secret. */
	readonly handed: Uint8Array[];
}

/** @param handed takes every buffer in which the unit is given something secret. */
export function notingHanded(crypto: Crypto, handed: Uint8Array[]): Crypto {
	return {
		...crypto,
		deviceKeyInto(out, label) {
			crypto.deviceKeyInto(out, label);
			handed.push(out);
		},
		generateSigningKeyInto(privateKey, publicKey) {
			crypto.generateSigningKeyInto(privateKey, publicKey);
			handed.push(privateKey);
		},
		sealInto(out, key, nonce, aad, plaintext) {
			crypto.sealInto(out, key, nonce, aad, plaintext);
			handed.push(key, plaintext);
		},
		openInto(out, key, nonce, aad, sealed) {
			handed.push(key, out);
			return crypto.openInto(out, key, nonce, aad, sealed);
		},
	};
}

/** "a" is enrolled by the palm. */
export function opened(): Office {
	const canaries = new Canaries();
	const handed: Uint8Array[] = [];
	const watch = (crypto: Crypto): Crypto => {
		const noted = notingHanded(canaries.watching(crypto), handed);
		return {
			...noted,
			openInto(out, key, nonce, aad, sealed) {
				const isOpen = noted.openInto(out, key, nonce, aad, sealed);
				canaries.plant("opened", out);
				return isOpen;
			},
		};
	};
	const rig = new Rig({ watch }).boot().provision().relax();
	for (const person of ["a", "b"]) canaries.plant(`token of ${person}`, tokenOf(person));
	for (const session of [1, 2, 3])
		for (const sample of [1, 2, 3])
			canaries.plant("picture", captureOf("a", { session, sample, condition: "good" }).pixels);
	rig.show(palmOf("a"));
	rig.send(enrolBegin("a"));
	rig.run(3000);
	assert.equal(rig.answers, ["accepted"]);
	return { rig, canaries, handed };
}

/** @returns what is left, and where. */
export function leftovers({ rig, canaries, handed }: Office): string[] {
	const places: readonly (readonly [string, Uint8Array])[] = [
		["messages", Buffer.concat(rig.heard.map(({ payload }) => Buffer.from(payload)))],
		["cable", Buffer.concat(rig.written.map((message) => Buffer.from(message)))],
		["trace", Buffer.from(rig.traced.join("\n"))],
		["flash", rig.flash.image()],
	];
	const found = places.flatMap(([place, bytes]) => {
		const name = canaries.find(bytes);
		return name === undefined ? [] : [`${name} in ${place}`];
	});
	const held = handed.filter((bytes) => bytes.some((byte) => byte !== 0)).length;
	if (held > 0) found.push(`${held} buffers that the unit was handed`);
	if (rig.frameBuffer?.some((byte) => byte !== 0)) found.push("a picture in the frame buffer");
	return found;
}
