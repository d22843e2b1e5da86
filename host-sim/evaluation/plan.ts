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
	/** Which person it is: the same for all rotations. */
	readonly subject: number;
	/** 0 for the person's first enrolment; further ones are made of the same pictures, divided otherwise. */
	readonly rotation: number;
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
	/** What of the set cannot take part, one sentence each. */
	readonly leftOut: readonly string[];
}

/** How many different persons a plan has. */
export function subjectCount({ persons }: Pick<Plan, "persons">): number {
	return new Set(persons.map((person) => person.subject)).size;
}

/**
 * The plan for a manifest's rows. The first session is for enrolment and all later ones are probes; with one
 * session only, its first `samples` pictures are for enrolment and the rest are probes; further rotations
 * begin later. One trait is evaluated at a time.
 */
export function planOf(rows: readonly ManifestRow[], settings: Settings): Plan {
	const trait = settings.modality ?? traitOf(rows.at(0));
	const shown = rows.filter((row) => traitOf(row) === trait);
	const others = rows.length - shown.length;
	const leftOut =
		others === 0 ? [] : [`${others} pictures that do not show the trait ${trait}: see --modality`];
	const persons: Omit<PlannedPerson, "impostors">[] = [];
	let subject = 0;
	for (const [id, pictures] of chosen(grouped(shown), settings.persons)) {
		const divisions = divide(pictures, settings);
		if (divisions.length === 0) leftOut.push(`${id}: no picture is left to compare with the enrolment`);
		for (const [rotation, { enrol, probes, sessions }] of divisions.entries()) {
			const name = rotation === 0 ? id : `${id}, rotation ${rotation + 1}`;
			const planned = { enrol: enrol.map(pictureOf), probes: probes.map(pictureOf) };
			persons.push({ id: name, subject, rotation, ...planned, sessions });
		}
		if (divisions.length > 0) subject++;
	}
	const prng = createPrng("evaluation", "impostors");
	const planned = persons.map((person) => {
		const others = persons.flatMap((other, place) =>
			other.subject === person.subject || other.rotation > 0 ? [] : [place],
		);
		return { ...person, impostors: draw(others, settings.impostors, (bound) => prng.nextBelow(bound)) };
	});
	return { settings, persons: planned, leftOut };
}

/** The name of the trait that a picture shows, or undefined. */
function traitOf(row: ManifestRow | undefined): string | undefined {
	return row === undefined ? undefined : MODALITY_OF_PICTURE.get(row.modality)?.name;
}

interface Division {
	readonly enrol: readonly ManifestRow[];
	readonly probes: readonly ManifestRow[];
	readonly sessions: PlannedPerson["sessions"];
}

/** None when nothing would be left to compare. */
function divide(rows: readonly ManifestRow[], { samples, rotations }: Settings): Division[] {
	const [session] = rows.map((row) => row.session);
	const first = rows.filter((row) => row.session === session);
	const later = rows.filter((row) => row.session !== session);
	if (later.length > 0) return [{ enrol: first.slice(0, samples), probes: later, sessions: "across" }];
	if (rows.length <= samples) return [];
	return Array.from({ length: Math.min(rotations, rows.length) }, (_, rotation) => {
		const turned = [...rows.slice(rotation), ...rows.slice(0, rotation)];
		return { enrol: turned.slice(0, samples), probes: turned.slice(samples), sessions: "within" };
	});
}

function pictureOf({ id, file, modality }: ManifestRow): PlannedPicture {
	return { id, path: file, modality };
}

/** Natural order without the machine's locale: 2 before 10. */
const collator = new Intl.Collator("en", { numeric: true });

/** The persons of a manifest, their pictures by session and sample. */
export function grouped(rows: readonly ManifestRow[]): [string, ManifestRow[]][] {
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

/** Every second one, by place, or all. */
export function chosen<T>(persons: readonly T[], choice: PersonChoice): readonly T[] {
	if (choice === "all") return persons;
	return persons.filter((_, place) => place % 2 === (choice === "even" ? 0 : 1));
}

/** `most` of the places, drawn without replacement, in rising order. */
function draw(places: readonly number[], most: number, nextBelow: (bound: number) => number): number[] {
	const drawn = [...places];
	for (let i = drawn.length - 1; i > 0; i--) {
		const j = nextBelow(i + 1);
		[drawn[i], drawn[j]] = [drawn[j], drawn[i]];
	}
	return drawn.slice(0, most).sort((a, b) => a - b);
}
