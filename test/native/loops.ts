/** For code that runs in XS: a loop in machine code beside its twin, on the same random arguments. */

export interface Draw {
	/** 0..limit-1 */
	below(limit: number): number;
	/** -size..size */
	about(size: number): number;
	/** Values 0..255 in smooth patches with noise, as pictures have. */
	picture(length: number): Uint8Array;
	/** Values 0 to `kinds` - 1 in runs, as masks have. */
	mask(length: number, kinds: number): Uint8Array;
	samples(length: number, size: number): Int16Array;
	soft(length: number): Int8Array;
}

type Elements = Uint8Array | Int8Array | Int16Array | Int32Array | Float64Array;
type Loop<A extends readonly (number | Elements)[]> = (...args: A) => unknown;

/** How many values of result and arguments differ after both have run. */
export function differences<A extends readonly (number | Elements)[]>(
	native: Loop<A>,
	plainly: Loop<A>,
	seed: number,
	argumentsOf: (draw: Draw) => Readonly<A>,
): number {
	const one = argumentsOf(drawFrom(seed));
	const other = argumentsOf(drawFrom(seed));
	let count = Reflect.apply(native, undefined, one) === Reflect.apply(plainly, undefined, other) ? 0 : 1;
	for (let i = 0; i < one.length; i++) count += differing(one[i], other[i]);
	return count;
}

function differing(a: number | Elements, b: number | Elements): number {
	if (typeof a === "number" || typeof b === "number") return a === b ? 0 : 1;
	let count = a.length === b.length ? 0 : 1;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
	return count;
}

/** `from` would take a slot of XS's heap for each element. */
export function filled<T extends Elements>(elements: T, next: () => number): T {
	for (let i = 0; i < elements.length; i++) elements[i] = next();
	return elements;
}

/** Marsaglia 2003; the simulator's own generator needs Node. */
function drawFrom(seed: number): Draw {
	let state = (seed * 0x9e3779b1) | 1;
	const below = (limit: number) => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % limit;
	};
	const about = (size: number) => below(2 * size + 1) - size;
	const runs = (length: number, value: (last: number) => number) => {
		const out = new Uint8Array(length);
		let last = 0;
		for (let i = 0; i < length; i++) {
			last = value(last);
			out[i] = last;
		}
		return out;
	};
	const noise = 1 + below(60);
	const change = 1 + below(12);
	return {
		below,
		about,
		picture: (length) =>
			runs(length, (last) =>
				below(40) === 0 ? below(256) : Math.min(255, Math.max(0, last + about(noise))),
			),
		mask: (length, kinds) => runs(length, (last) => (below(change) === 0 ? below(kinds) : last)),
		samples: (length, size) => filled(new Int16Array(length), () => about(size)),
		soft: (length) => filled(new Int8Array(length), () => about(15)),
	};
}
