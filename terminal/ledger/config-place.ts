/** Values of a JSON file, taken out one by one; each mistake says where it stands. */
import type { Located, Spot } from "./located-json.js";

export class FieldMistake extends Error {
	readonly at: Spot;
	readonly field: string;
	constructor(at: Spot, field: string, what: string) {
		super(what);
		[this.at, this.field] = [at, field];
	}
}

/** A value of the file and the way to it. What it throws is a FieldMistake. */
export class Place {
	readonly #name: string;
	readonly #located: Located;

	constructor(name: string, located: Located) {
		[this.#name, this.#located] = [name, located];
	}

	mistake(what: string): FieldMistake {
		return new FieldMistake(this.#located.at, this.#name, what);
	}

	names(): string[] {
		if (this.#located.kind !== "object") throw this.mistake("an object { } is needed");
		return [...this.#located.fields.keys()];
	}

	only(names: readonly string[]): void {
		for (const name of this.names())
			if (!names.includes(name))
				throw this.need(name).mistake(`there is no such field; there are ${names.join(", ")}`);
	}

	field(name: string): Place | undefined {
		const value = this.#located.kind === "object" ? this.#located.fields.get(name) : undefined;
		return value && new Place(this.#name === "" ? name : `${this.#name}.${name}`, value);
	}

	need(name: string): Place {
		const place = this.field(name);
		if (place === undefined) throw this.mistake(`"${name}" is missing`);
		return place;
	}

	items(): Place[] {
		if (this.#located.kind !== "list" || this.#located.items.length === 0)
			throw this.mistake("a list [ ] with something in it is needed");
		return this.#located.items.map((item, i) => new Place(`${this.#name}[${i}]`, item));
	}

	text(): string {
		const value = this.#scalar();
		if (typeof value !== "string" || value.length > 200)
			throw this.mistake("a text in quotation marks is needed");
		return value;
	}

	number(least: number, most: number): number {
		const value = this.#scalar();
		if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
			throw this.mistake(`a whole number from ${least} to ${most} is needed`);
		return value;
	}

	oneOf(names: readonly string[]): string {
		const value = this.text();
		if (!names.includes(value)) throw this.mistake(`"${value}" is none of ${names.join(", ")}`);
		return value;
	}

	/** "08:30" */
	minutes(): number {
		const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(this.text());
		if (match === null) throw this.mistake('a time like "08:30" is needed');
		return Number(match[1]) * 60 + Number(match[2]);
	}

	#scalar(): string | number | boolean | null {
		if (this.#located.kind !== "scalar") throw this.mistake("a single value is needed");
		return this.#located.value;
	}
}
