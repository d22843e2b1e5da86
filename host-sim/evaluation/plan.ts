import type { ImageModality, ManifestRow } from "../images/manifest.js";
import { createPrng } from "../world/prng.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { PersonChoice, Settings } from "./options.js";

/** One picture of the set. */
export interface PlannedPicture {
	readonly id: string;
	readonly path: string;
	readonly modality: ImageModality;
}

/** Who is enrolled from which pictures, and who is compared with whom. */
export interface PlannedPerson {
	readonly id: string;
	readonly enrol: readonly PlannedPicture[];
	readonly probes: readonly PlannedPicture[];
	/** Are the probes of another session than the enrolment? */
	readonly sessions: "across" | "within";
	/** Places in the plan of the other persons whose probes are tried against this one's record. */
	readonly impostors: readonly number[];
}

export interface Plan {
	readonly settings: Settings;
	readonly persons: readonly PlannedPerson[];
	/** Persons of the set that cannot take part, one sentence each. */
	readonly leftOut: readonly string[];
}

/**
 * The plan for a manifest's rows. The first session is for enrolment and all later ones are probes; with one
 * session only, its first `samples` pictures are for enrolment and the rest are probes.
 */
export function planOf(rows: readonly ManifestRow[], settings: Settings): Plan {
	const leftOut: string[] = [];
	const persons: Omit<PlannedPerson, "impostors">[] = [];
	for (const [id, pictures] of chosen(grouped(rows), settings.persons)) {
		const unknown = pictures.find(({ modality }) => !MODALITY_OF_PICTURE.has(modality));
		if (unknown !== undefined) {
			leftOut.push(`${id}: no recognition for pictures of kind ${unknown.modality}`);
			continue;
		}
		const { enrol, probes, sessions } = divide(pictures, settings.samples);
		if (probes.length === 0) leftOut.push(`${id}: no picture is left to compare with the enrolment`);
		else persons.push({ id, enrol: enrol.map(pictureOf), probes: probes.map(pictureOf), sessions });
	}
	const prng = createPrng("evaluation", "impostors");
	const planned = persons.map((person, place) => ({
		...person,
		impostors: drawOthers(persons.length, place, settings.impostors, (bound) => prng.nextBelow(bound)),
	}));
	return { settings, persons: planned, leftOut };
}

function divide(rows: readonly ManifestRow[], samples: number) {
	const sessions = [...new Set(rows.map((row) => row.session))];
	const first = rows.filter((row) => row.session === sessions[0]);
	const enrol = first.slice(0, samples);
	if (sessions.length > 1)
		return { enrol, probes: rows.filter((row) => row.session !== sessions[0]), sessions: "across" } as const;
	return { enrol, probes: first.slice(samples), sessions: "within" } as const;
}

function pictureOf({ id, file, modality }: ManifestRow): PlannedPicture {
	return { id, path: file, modality };
}

/** Natural order without the machine's locale: 2 before 10. */
const collator = new Intl.Collator("en", { numeric: true });

function grouped(rows: readonly ManifestRow[]): [string, ManifestRow[]][] {
	const persons = new Map<string, ManifestRow[]>();
	const order = (a: ManifestRow, b: ManifestRow) =>
		collator.compare(a.person, b.person) ||
		collator.compare(a.session, b.session) ||
		collator.compare(a.sample, b.sample);
	for (const row of [...rows].sort(order)) {
		const pictures = persons.get(row.person);
		if (pictures === undefined) persons.set(row.person, [row]);
		else pictures.push(row);
	}
	return [...persons];
}

function chosen<T>(persons: readonly T[], choice: PersonChoice): readonly T[] {
	if (choice === "all") return persons;
	return persons.filter((_, place) => place % 2 === (choice === "even" ? 0 : 1));
}

/** `most` places of 0..count-1 other than `own`, drawn without replacement, in rising order. */
function drawOthers(
	count: number,
	own: number,
	most: number,
	nextBelow: (bound: number) => number,
): number[] {
	const others = Array.from({ length: count }, (_, place) => place).filter((place) => place !== own);
	for (let i = others.length - 1; i > 0; i--) {
		const j = nextBelow(i + 1);
		[others[i], others[j]] = [others[j], others[i]];
	}
	return others.slice(0, most).sort((a, b) => a - b);
}
