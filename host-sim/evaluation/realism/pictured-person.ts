/** One person's pictures, as far as they gave features. */
export interface PicturedPerson {
	/** One for each day, at least one picture each; in time's order. */
	readonly sessions: readonly (readonly MeasuredPicture[])[];
}

export interface MeasuredPicture {
	/** One code for each extractor, in EXTRACTORS' order. */
	readonly codes: readonly Int8Array[];
	/** See band-energies.ts. */
	readonly bands: readonly number[];
}

/** Pictures of two persons, or of one, that are compared; `a` and `b` are the persons' places. */
export interface Pair {
	readonly a: number;
	readonly b: number;
	readonly reference: MeasuredPicture;
	readonly probe: MeasuredPicture;
}

/** Pairs of one person at most, and others that each person's first picture is compared with by search. */
const GENUINE_EACH = 8;
const SEARCHED_OTHERS = 12;

/** Of different days where the person has any. */
export function genuinePairs(persons: readonly PicturedPerson[]): Pair[] {
	return persons.flatMap(({ sessions }, place) => {
		const pairs: Pair[] = [];
		const [first] = sessions;
		const later = sessions.slice(1).flat();
		for (const [i, reference] of first.entries())
			for (const probe of later.length > 0 ? later : first.slice(i + 1))
				pairs.push({ a: place, b: place, reference, probe });
		const step = Math.max(1, pairs.length / GENUINE_EACH);
		return pairs.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
	});
}

/** Everybody's first picture with everybody else's latest. */
export function impostorPairs(persons: readonly PicturedPerson[]): Pair[] {
	return persons.flatMap((_, a) => persons.flatMap((_, b) => (a === b ? [] : [pairOf(persons, a, b)])));
}

/** As many of them as a search over all poses has time for, each person in equally many. */
export function searchedImpostorPairs(persons: readonly PicturedPerson[]): Pair[] {
	const others = Math.min(SEARCHED_OTHERS, persons.length - 1);
	return persons.flatMap((_, a) =>
		Array.from({ length: others }, (_, i) => pairOf(persons, a, (a + 1 + i) % persons.length)),
	);
}

function pairOf(persons: readonly PicturedPerson[], a: number, b: number): Pair {
	const [[reference]] = persons[a].sessions;
	const last = persons[b].sessions[persons[b].sessions.length - 1];
	return { a, b, reference, probe: last[last.length - 1] };
}
