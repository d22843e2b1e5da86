/** JSON (RFC 8259) that remembers where each value stands, so that a mistake in a file can be shown. */

/** Counted from 1. */
export interface Spot {
	readonly line: number;
	readonly column: number;
}

export type Located =
	| { readonly kind: "scalar"; readonly at: Spot; readonly value: string | number | boolean | null }
	| { readonly kind: "list"; readonly at: Spot; readonly items: readonly Located[] }
	| { readonly kind: "object"; readonly at: Spot; readonly fields: ReadonlyMap<string, Located> };

export class JsonMistake extends Error {
	readonly at: Spot;
	constructor(at: Spot, what: string) {
		super(what);
		this.at = at;
	}
}

/** @throws JsonMistake */
export function parseLocated(text: string): Located {
	const reader = new Reader(text);
	const value = reader.value(0);
	reader.end();
	return value;
}

const DEPTH_MAX = 16;

class Reader {
	readonly #text: string;
	#at = 0;
	#line = 1;
	/** Where the line begins. */
	#begin = 0;

	constructor(text: string) {
		this.#text = text.replace(/^\ufeff/, "");
	}

	value(depth: number): Located {
		if (depth > DEPTH_MAX) throw this.#mistake("too many brackets within brackets");
		this.#blanks();
		const at = this.#spot();
		const next = this.#text[this.#at];
		if (next === "{") return { kind: "object", at, fields: this.#fields(depth) };
		if (next === "[") return { kind: "list", at, items: this.#items(depth) };
		return { kind: "scalar", at, value: this.#scalar() };
	}

	end(): void {
		this.#blanks();
		if (this.#at < this.#text.length) throw this.#mistake("something follows the end");
	}

	#fields(depth: number): ReadonlyMap<string, Located> {
		const fields = new Map<string, Located>();
		this.#at++;
		for (let first = true; !this.#closes("}"); first = false) {
			if (!first) this.#expect(",");
			this.#blanks();
			const name = this.#scalar();
			if (typeof name !== "string") throw this.#mistake("a field's name in quotation marks is needed");
			if (fields.has(name)) throw this.#mistake(`"${name}" is there twice`);
			this.#expect(":");
			fields.set(name, this.value(depth + 1));
		}
		return fields;
	}

	#items(depth: number): readonly Located[] {
		const items: Located[] = [];
		this.#at++;
		for (let first = true; !this.#closes("]"); first = false) {
			if (!first) this.#expect(",");
			items.push(this.value(depth + 1));
		}
		return items;
	}

	#scalar(): string | number | boolean | null {
		SCALAR.lastIndex = this.#at;
		const found = SCALAR.exec(this.#text)?.[0];
		if (found === undefined) throw this.#mistake("a value is missing, or is not in quotation marks");
		try {
			const value: unknown = JSON.parse(found);
			this.#at += found.length;
			if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
			return null;
		} catch {
			throw this.#mistake(`${found} is not a value`);
		}
	}

	#closes(bracket: string): boolean {
		this.#blanks();
		if (this.#at >= this.#text.length) throw this.#mistake(`${bracket} is missing at the end`);
		if (this.#text[this.#at] !== bracket) return false;
		this.#at++;
		return true;
	}

	#expect(sign: string): void {
		this.#blanks();
		if (this.#text[this.#at] !== sign) throw this.#mistake(`${sign} is missing`);
		this.#at++;
	}

	#blanks(): void {
		for (; this.#at < this.#text.length && " \t\r\n".includes(this.#text[this.#at]); this.#at++)
			if (this.#text[this.#at] === "\n") [this.#line, this.#begin] = [this.#line + 1, this.#at + 1];
	}

	#mistake(what: string): JsonMistake {
		return new JsonMistake(this.#spot(), what);
	}

	#spot(): Spot {
		return { line: this.#line, column: this.#at - this.#begin + 1 };
	}
}

const SCALAR = /"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y;
