/**
 * Inputs that look like what a decoder expects: valid ones made from the tables, then spoilt in a few
 * places.
 */
import { type CborKey, type CborValue, encodeCbor } from "../../modules/codec/cbor.js";
import { BODY_RULES, type BodyByType } from "../../modules/messages/messages.generated.js";
import type { FieldRule, ValueRule } from "../../modules/messages/rules.js";
import type { Prng } from "../world/prng.js";

export function randomBytes(prng: Prng, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let i = 0; i < length; i++) bytes[i] = prng.nextBelow(256);
	return bytes;
}

/** The encoding of some value of our profile, a few levels deep. */
export function randomValue(prng: Prng, depth: number): CborValue {
	const kind = prng.nextBelow(depth > 0 ? 9 : 6);
	if (kind === 0) return randomInteger(prng);
	if (kind === 1) return -1 - randomInteger(prng);
	if (kind === 2) return randomBytes(prng, prng.nextBelow(40));
	if (kind === 3) return randomText(prng);
	if (kind === 4) return prng.nextBelow(2) === 0;
	if (kind === 5) return null;
	if (kind === 6) return { tag: 18, value: randomValue(prng, depth - 1) };
	const length = prng.nextBelow(6);
	if (kind === 7) return Array.from({ length }, () => randomValue(prng, depth - 1));
	const map = new Map<CborKey, CborValue>();
	for (let i = 0; i < length; i++)
		map.set(prng.nextBelow(3) === 0 ? randomText(prng) : randomInteger(prng), randomValue(prng, depth - 1));
	return map;
}

/**
 * A body that messages.cddl allows, but for the rule on reasons, in half of the cases with one that it does
 * not.
 */
export function randomBody(prng: Prng, type: keyof BodyByType): Uint8Array {
	const map = new Map<CborKey, CborValue>();
	for (const rule of BODY_RULES[type])
		if (isThere(prng, rule)) map.set(rule.label, fieldFor(prng, rule.value));
	return encodeCbor(map);
}

function isThere(prng: Prng, { presence }: FieldRule): boolean {
	return presence === "required" ? prng.nextBelow(64) > 0 : prng.nextBelow(2) === 0;
}

function fieldFor(prng: Prng, rule: ValueRule): CborValue {
	if (prng.nextBelow(40) === 0) return randomValue(prng, 2);
	switch (rule.kind) {
		case "integer":
			return between(prng, rule.min, rule.max);
		case "enumeration":
			return rule.values[prng.nextBelow(rule.values.length)];
		case "bytes":
			return randomBytes(prng, between(prng, rule.min, Math.min(rule.max, rule.min + 64)));
		case "text":
			return "x".repeat(between(prng, rule.min, rule.max));
		case "characters":
			return rule.alphabet[prng.nextBelow(rule.alphabet.length)].repeat(between(prng, rule.min, rule.max));
	}
}

/** Both ends more often than chance alone, and now and then one beyond. */
function between(prng: Prng, min: number, max: number): number {
	const kind = prng.nextBelow(16);
	if (kind === 0) return min;
	if (kind === 1) return max;
	if (kind === 2) return max + 1;
	return min + prng.nextBelow(max - min + 1);
}

function randomInteger(prng: Prng): number {
	const bits = prng.nextBelow(54);
	return Math.min(Number.MAX_SAFE_INTEGER - 1, Math.floor(2 ** bits * (1 + prng.nextBetween(0, 1))) - 1);
}

function randomText(prng: Prng): string {
	return Array.from({ length: prng.nextBelow(12) }, () => LETTERS[prng.nextBelow(LETTERS.length)]).join("");
}

const LETTERS = ["a", "z", "0", " ", "\u00e9", "\u6c34", "\u{1d11e}", "\0"];

/**
 * Spoils `bytes` in 0 to 4 places: a bit, a byte, bytes put in, taken out or repeated, the end cut off, a
 * length spelt longer than need be, a piece of another input.
 */
export function mutate(prng: Prng, bytes: Uint8Array, other: Uint8Array): Uint8Array {
	let spoilt = bytes;
	for (let left = prng.nextBelow(5); left > 0; left--) spoilt = spoil(prng, spoilt, other);
	return spoilt;
}

function spoil(prng: Prng, bytes: Uint8Array, other: Uint8Array): Uint8Array {
	const at = prng.nextBelow(bytes.length + 1);
	const length = 1 + prng.nextBelow(8);
	switch (prng.nextBelow(8)) {
		case 0:
			return changed(bytes, at, (bytes[at] ?? 0) ^ (1 << prng.nextBelow(8)));
		case 1:
			return changed(bytes, at, prng.nextBelow(256));
		case 2:
			return spliced(bytes, at, 0, randomBytes(prng, length));
		case 3:
			return spliced(bytes, at, length, NOTHING);
		case 4:
			return spliced(bytes, at, 0, bytes.subarray(at, at + 4 * length));
		case 5:
			return bytes.slice(0, at);
		case 6:
			return respelt(prng, bytes, at);
		default: {
			const from = prng.nextBelow(other.length + 1);
			return spliced(bytes, at, length, other.subarray(from, from + 4 * length));
		}
	}
}

const NOTHING = new Uint8Array(0);

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
	const copy = bytes.slice();
	if (at < copy.length) copy[at] = value;
	return copy;
}

function spliced(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
	const tail = bytes.subarray(Math.min(bytes.length, at + removed));
	const made = new Uint8Array(at + added.length + tail.length);
	made.set(bytes.subarray(0, at));
	made.set(added, at);
	made.set(tail, at + added.length);
	return made;
}

/** As if a head began at `at`: its argument in 1, 2, 4 or 8 bytes of its own, or an indefinite length. */
function respelt(prng: Prng, bytes: Uint8Array, at: number): Uint8Array {
	if (at >= bytes.length) return bytes;
	const major = bytes[at] & 0xe0;
	const size = prng.nextBelow(5);
	if (size === 4) return changed(bytes, at, major | 31);
	const head = new Uint8Array(1 + (1 << size));
	head[0] = major | (24 + size);
	head[head.length - 1] = bytes[at] & 31;
	return spliced(bytes, at, 1, head);
}
