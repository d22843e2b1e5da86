/**
 * The names of an enumeration's values, as messages.cddl spells them: { notEnrolled: 2 } -> not-enrolled,
 * 2.
 */
export class Names<V extends number> {
	readonly #values: ReadonlyMap<string, V>;

	constructor(enumeration: Readonly<Record<string, V>>) {
		const spelt = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		this.#values = new Map(Object.entries(enumeration).map(([name, value]) => [spelt(name), value]));
	}

	/** @throws Error with a sentence that lists what there is. */
	valueOf(option: string, name: string): V {
		const value = this.#values.get(name);
		if (value !== undefined) return value;
		throw new Error(`--${option} is one of ${this.list()}, not "${name}"`);
	}

	nameOf(value: V): string {
		for (const [name, candidate] of this.#values) if (candidate === value) return name;
		return String(value);
	}

	list(): string {
		return [...this.#values.keys()].join(", ");
	}
}
