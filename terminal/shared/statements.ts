/**
 * What the terminal itself puts on record, signed with its key like any message, on a topic of its own:
 *
 *     COSE_Sign1, content type application/vnd.shogo.ledger+cbor, external_aad = ledgerTopicOf(..)
 *     payload: a CBOR map with text keys, "kind" and the fields below
 *
 * A month's file begins with `month` and a `key` for each key in force, has a `head` every so often, and ends
 * with `close`.
 */
import { type CborMap, type CborValue, decodeCbor, encodeCbor, isCborMap } from "../../modules/codec/cbor.js";

export const STATEMENT_CONTENT_TYPE = "application/vnd.shogo.ledger+cbor";

/** Root of a Merkle tree over the first `size` records of a month. */
export interface TreeHead {
	readonly size: number;
	readonly root: Uint8Array;
}

/** How a file ended. */
export interface MonthEnd extends TreeHead {
	readonly month: string;
	/** After its last record. */
	readonly chain: Uint8Array;
}

export type KeyUse = "unit" | "terminal" | "authority";

export type Statement =
	/** The first record of a file. `first`: its number; the rest: how the file before it ended. */
	| {
			readonly kind: "month";
			readonly month: string;
			readonly first: number;
			readonly previous?: MonthEnd;
	  }
	/** From the next record on, this key may sign. A unit's comes with where it speaks and who it is. */
	| {
			readonly kind: "key";
			readonly use: KeyUse;
			readonly publicKey: Uint8Array;
			readonly unit?: { readonly label: string; readonly ueid: Uint8Array };
	  }
	/** Of all records before this one in its month; `close` is the last record of a file. */
	| ({ readonly kind: "head" | "close" } & TreeHead)
	/** Kept outside of the file: how far it was when it was last written to. */
	| ({ readonly kind: "checkpoint"; readonly bytes: number } & MonthEnd)
	/** What a supervisor confirms by the challenge whose reception hash is this record's envelope's. */
	| {
			readonly kind: "confirmation";
			readonly form: string;
			readonly period: string;
			readonly rows: number;
			readonly rowsHash: Uint8Array;
	  }
	/** The names behind a pseudonym were deleted. */
	| { readonly kind: "person-removed"; readonly subjectToken: Uint8Array; readonly reason: string }
	/** Files past the years that they have to be kept. */
	| {
			readonly kind: "months-removed";
			readonly from: string;
			readonly to: string;
			readonly records: number;
			readonly root: Uint8Array;
	  }
	/** A record that was never finished was cut off. */
	| { readonly kind: "repaired"; readonly bytes: number };

export function encodeStatement(statement: Statement): Uint8Array {
	const fields = Object.entries(statement).filter(([, value]) => value !== undefined);
	return encodeCbor(new Map(fields.map(([name, value]) => [name, asCbor(value)])));
}

/** @returns undefined for what `encodeStatement` does not make. */
export function decodeStatement(payload: Uint8Array): Statement | undefined {
	const decoding = decodeCbor(payload);
	if (decoding.kind === "malformed" || !isCborMap(decoding.value)) return undefined;
	const statement = statementOf(new Fields(decoding.value));
	if (statement === undefined) return undefined;
	const again = encodeStatement(statement);
	return again.length === payload.length && again.every((byte, i) => byte === payload[i])
		? statement
		: undefined;
}

function asCbor(value: object | string | number): CborValue {
	if (typeof value !== "object" || value instanceof Uint8Array) return value;
	return new Map(Object.entries(value).map(([name, inner]) => [name, asCbor(inner)]));
}

function statementOf(fields: Fields): Statement | undefined {
	try {
		return readStatement(fields);
	} catch (error) {
		if (error instanceof NotAField) return undefined;
		throw error;
	}
}

function readStatement(fields: Fields): Statement | undefined {
	const kind = fields.text("kind");
	switch (kind) {
		case "month": {
			const previous = fields.inner("previous");
			const opened = { kind, month: fields.month("month"), first: fields.count("first") } as const;
			if (previous === undefined) return opened;
			return { ...opened, previous: monthEndOf(previous) };
		}
		case "key": {
			const [use, unit] = [fields.text("use"), fields.inner("unit")];
			const publicKey = fields.bytes("publicKey", 65);
			if (use === "unit" && unit !== undefined)
				return { kind, use, publicKey, unit: { label: unit.text("label"), ueid: unit.bytes("ueid", 17) } };
			if (use === "terminal" || use === "authority") return { kind, use, publicKey };
			return undefined;
		}
		case "head":
		case "close":
			return { kind, ...treeHeadOf(fields) };
		case "checkpoint": {
			return { kind, bytes: fields.count("bytes"), ...monthEndOf(fields) };
		}
		case "confirmation": {
			const [form, period, rows] = [fields.text("form"), fields.text("period"), fields.count("rows")];
			return { kind, form, period, rows, rowsHash: fields.bytes("rowsHash", 32) };
		}
		case "person-removed":
			return { kind, subjectToken: fields.bytes("subjectToken", 32), reason: fields.text("reason") };
		case "months-removed": {
			const [from, to] = [fields.month("from"), fields.month("to")];
			return { kind, from, to, records: fields.count("records"), root: fields.bytes("root", 32) };
		}
		case "repaired":
			return { kind, bytes: fields.count("bytes") };
		default:
			return undefined;
	}
}

function monthEndOf(fields: Fields): MonthEnd {
	return { month: fields.month("month"), chain: fields.bytes("chain", 32), ...treeHeadOf(fields) };
}

function treeHeadOf(fields: Fields): TreeHead {
	return { size: fields.count("size"), root: fields.bytes("root", 32) };
}

/** A field is missing, or is not what it should be. */
class NotAField extends Error {}

/** Fields of a decoded map, by name; whatever is wrong with one is thrown. */
class Fields {
	readonly #map: CborMap;

	constructor(map: CborMap) {
		this.#map = map;
	}

	text(name: string): string {
		const value = this.#map.get(name);
		if (typeof value !== "string") throw new NotAField(name);
		return value;
	}

	month(name: string): string {
		const text = this.text(name);
		if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new NotAField(name);
		return text;
	}

	count(name: string): number {
		const value = this.#map.get(name);
		if (typeof value !== "number" || value < 0) throw new NotAField(name);
		return value;
	}

	bytes(name: string, length: number): Uint8Array {
		const value = this.#map.get(name);
		if (!(value instanceof Uint8Array) || value.length !== length) throw new NotAField(name);
		return value;
	}

	inner(name: string): Fields | undefined {
		const value = this.#map.get(name);
		if (value === undefined) return undefined;
		if (!isCborMap(value)) throw new NotAField(name);
		return new Fields(value);
	}
}
