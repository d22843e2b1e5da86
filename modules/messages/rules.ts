import { unreachable } from "../bytes/assert.js";
import { encodeUtf8 } from "../bytes/utf8.js";
import type { CborValue } from "../codec/cbor.js";

/**
 * What a body's fields may hold: the vocabulary of the generated tables, after the CDDL constructs we use.
 */
export type ValueRule =
	/** `min..max`, both inclusive. */
	| { readonly kind: "integer"; readonly min: number; readonly max: number }
	/** A choice of named numbers. */
	| { readonly kind: "enumeration"; readonly values: readonly number[] }
	/** `bstr .size`: bytes, both inclusive. */
	| { readonly kind: "bytes"; readonly min: number; readonly max: number }
	/** `tstr .size`: bytes of the UTF-8 encoding, both inclusive. */
	| { readonly kind: "text"; readonly min: number; readonly max: number }
	/**
	 * `tstr .regexp "[..]{min,max}"`: that many characters, all of `alphabet`. No other pattern, so that
	 * the firmware needs no regular expressions.
	 */
	| { readonly kind: "characters"; readonly alphabet: string; readonly min: number; readonly max: number };

export interface FieldRule {
	/** Name in the TypeScript interface. */
	readonly name: string;
	/** Key in the CBOR map. */
	readonly label: number;
	readonly presence: "required" | "optional";
	readonly value: ValueRule;
}

/** Does `value` satisfy `rule`? */
export function isAllowed(rule: ValueRule, value: unknown): value is CborValue {
	switch (rule.kind) {
		case "integer":
			return Number.isInteger(value) && isWithin(rule, Number(value));
		case "enumeration":
			return rule.values.some((member) => member === value);
		case "bytes":
			return value instanceof Uint8Array && isWithin(rule, value.length);
		case "text":
			return typeof value === "string" && isWithin(rule, encodeUtf8(value).length);
		case "characters":
			return typeof value === "string" && isWithin(rule, value.length) && isSpelledIn(rule.alphabet, value);
		default:
			return unreachable(rule);
	}
}

function isWithin({ min, max }: { readonly min: number; readonly max: number }, value: number): boolean {
	return value >= min && value <= max;
}

function isSpelledIn(alphabet: string, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (!alphabet.includes(text[i])) return false;
	return true;
}
