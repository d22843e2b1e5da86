import { assert } from "../bytes/assert.js";
import {
	type CborFault,
	type CborKey,
	type CborMap,
	type CborValue,
	decodeCbor,
	encodeCbor,
	isCborMap,
} from "../codec/cbor.js";
import { MESSAGE_BYTES_MAX } from "../codec/limits.js";
import { Action, BODY_RULES, type BodyByType, Decision } from "./messages.generated.js";
import { type FieldRule, isAllowed } from "./rules.js";

export type { BodyByType } from "./messages.generated.js";

/**
 * Bodies as bytes: a CBOR map from the labels of messages.cddl to values, driven by the generated tables.
 *
 *     { ueid, bootCount }   <-- BODY_RULES.offline -->   { 256: h'01..', 267: 5 }
 */
export type BodyType = keyof BodyByType;

/** What an authority signs, and no terminal. */
export const AUTHORITY_TYPES = [
	"enrol-begin",
	"revoke",
	"lockout-reset",
	"policy-set",
	"key-set",
	"time-set",
	"update-offer",
] as const;

export type BodyFault =
	| CborFault
	| "not-a-map"
	/** A label that this type of body does not have. */
	| "unknown-label"
	| "missing-label"
	/** Of the wrong type, size, range or pattern. */
	| "wrong-value"
	/** A reason without a refusal, a refusal without one; a query without a confirmation, or the reverse. */
	| "contradiction";

export type BodyDecoding<T extends BodyType> =
	| { readonly kind: "decoded"; readonly body: BodyByType[T] }
	/** `offset`: of the CBOR item or map entry at fault; 0 when the whole is. */
	| { readonly kind: "malformed"; readonly reason: BodyFault; readonly offset: number };

/** Asserts that `body` is what messages.cddl allows and that it fits in a message. */
export function encodeBody<T extends BodyType>(type: T, body: BodyByType[T]): Uint8Array {
	const verdict = check(type, body);
	const fault = verdict.kind === "fault" ? `${verdict.reason} ${verdict.rule?.name ?? ""}` : "";
	assert(verdict.kind === "sound", `encodeBody: ${type}: ${fault}`);
	const map = new Map<number, CborValue>();
	for (const rule of BODY_RULES[type]) {
		const value = fieldOf(body, rule);
		if (isAllowed(rule.value, value)) map.set(rule.label, value);
	}
	const bytes = encodeCbor(map);
	assert(bytes.length <= MESSAGE_BYTES_MAX, `encodeBody: ${type}: too long`);
	return bytes;
}

/** Accepts exactly what `encodeBody` makes: whatever is accepted encodes back to the same bytes. */
export function decodeBody<T extends BodyType>(type: T, bytes: Uint8Array): BodyDecoding<T> {
	const decoding = decodeCbor(bytes);
	if (decoding.kind === "malformed") return decoding;
	if (!isCborMap(decoding.value)) return { kind: "malformed", reason: "not-a-map", offset: 0 };
	const map = decoding.value;
	const candidate: Record<string, unknown> = {};
	for (const [label, value] of map) {
		const rule = BODY_RULES[type].find((field) => field.label === label);
		if (rule === undefined) return malformed("unknown-label", map, label);
		candidate[rule.name] = value;
	}
	const verdict = check(type, candidate);
	if (verdict.kind === "fault") return malformed(verdict.reason, map, verdict.rule?.label);
	return { kind: "decoded", body: verdict.body };
}

type Verdict<T extends BodyType> =
	| { readonly kind: "sound"; readonly body: BodyByType[T] }
	| { readonly kind: "fault"; readonly reason: BodyFault; readonly rule: FieldRule | undefined };

/** Holds `candidate`, which has no other fields than the table's, against the table. */
function check<T extends BodyType>(type: T, candidate: object): Verdict<T> {
	for (const rule of BODY_RULES[type]) {
		const value = fieldOf(candidate, rule);
		if (value === undefined) {
			if (rule.presence === "required") return { kind: "fault", reason: "missing-label", rule: undefined };
		} else if (!isAllowed(rule.value, value)) {
			return { kind: "fault", reason: "wrong-value", rule };
		}
	}
	if (!isConsistent(candidate)) return { kind: "fault", reason: "contradiction", rule: undefined };
	// The brand: table and interface come from one source, so what passes the one is the other.
	return { kind: "sound", body: candidate as BodyByType[T] };
}

/**
 * A refusal gives its reason, and only a refusal does; a confirmation names its query, and only a
 * confirmation does: group choices that our CDDL reader cannot express.
 */
function isConsistent(candidate: object): boolean {
	const isRefused = Reflect.get(candidate, "decision") === Decision.refused;
	if (has(candidate, "decision") && isRefused !== has(candidate, "reason")) return false;
	const isConfirmation = Reflect.get(candidate, "action") === Action.confirm;
	return !has(candidate, "purpose") || isConfirmation === has(candidate, "queryHash");
}

function has(candidate: object, name: string): boolean {
	return Reflect.get(candidate, name) !== undefined;
}

function fieldOf(candidate: object, rule: FieldRule): unknown {
	return Reflect.get(candidate, rule.name);
}

function malformed(
	reason: BodyFault,
	map: CborMap,
	label: CborKey | undefined,
): { readonly kind: "malformed"; readonly reason: BodyFault; readonly offset: number } {
	return { kind: "malformed", reason, offset: label === undefined ? 0 : offsetOf(map, label) };
}

/**
 * Where the entry of `label` begins. The encoding is deterministic: what comes before
 * it can be encoded again.
 */
function offsetOf(map: CborMap, label: CborKey): number {
	const before = new Map<CborKey, CborValue>();
	for (const [key, value] of map) {
		if (key === label) break;
		before.set(key, value);
	}
	const headGrowth = before.size < 24 && map.size >= 24 ? 1 : 0;
	return encodeCbor(before).length + headGrowth;
}
