/** What a body's fields may hold: the vocabulary of the generated tables, after the CDDL constructs we use. */
export type ValueRule =
	/** `min..max`, both inclusive. */
	| { readonly kind: "integer"; readonly min: number; readonly max: number }
	/** A choice of named numbers. */
	| { readonly kind: "enumeration"; readonly values: readonly number[] }
	/** `bstr .size`: bytes, both inclusive. */
	| { readonly kind: "bytes"; readonly min: number; readonly max: number }
	/** `tstr .size`: bytes of the UTF-8 encoding, both inclusive. */
	| { readonly kind: "text"; readonly min: number; readonly max: number }
	/** `tstr .regexp`; anchored at both ends, as RFC 8610 3.8.3 means it. */
	| { readonly kind: "pattern"; readonly pattern: RegExp };

export interface FieldRule {
	/** Name in the TypeScript interface. */
	readonly name: string;
	/** Key in the CBOR map. */
	readonly label: number;
	readonly presence: "required" | "optional";
	readonly value: ValueRule;
}
