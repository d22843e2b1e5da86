import { createPrng, type Prng } from "../world/prng.js";
import { type Linkability, linkabilityOf } from "./linkability.js";
import { LINKAGE_FUNCTIONS, type LinkableRecord, type LinkageFunction } from "./linkage-functions.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { PlannedPerson, PlannedPicture } from "./plan.js";
import { SAMPLES_MIN } from "./recogniser.js";
import { evaluationCrypto, subjectOf } from "./subjects.js";
import { PRODUCT_LIMIT, type TrialContext } from "./trial-context.js";

/** Unlinkability and renewability of the set's records (ISO/IEC 24745, 30136); plain data. */
export interface LinkageResult {
	readonly kind: "linkage";
	readonly matedPairs: number;
	readonly nonMatedPairs: number;
	/**
	 * Persons whose second records come from other pictures than the first, and those with pictures for one
	 * only.
	 */
	readonly fromOtherPictures: number;
	readonly fromSamePictures: number;
	readonly functions: readonly FunctionResult[];
	readonly renewal: Renewal;
}

export interface FunctionResult extends Linkability {
	readonly name: string;
	readonly needs: LinkageFunction["needs"];
}

/** Probes compared with a person's first record and with its renewal from the same pictures. */
export interface Renewal {
	readonly probes: number;
	readonly acceptedByBoth: number;
	readonly acceptedByFirst: number;
	readonly acceptedBySecond: number;
	/** Pairs of a record and its renewal, and how far linkage functions tell them from strangers'. */
	readonly pairs: number;
	readonly functions: readonly FunctionResult[];
}

/** Pairs of two palms for each pair of one palm, and altogether. */
const NON_MATED_EACH = 10;
const NON_MATED_MAX = 10_000;
const RECORDS_MAX = 24;
const RENEWAL_PROBES = 4;

/**
 * Makes several records of every palm, as if enrolled at several units or renewed, from pictures of different
 * sessions where there are any, and asks each linkage function which belong together.
 */
export function tryLinkage(context: TrialContext): LinkageResult {
	const { settings } = context.plan;
	const persons = context.plan.persons.filter((person) => person.rotation === 0);
	const each = Math.min(RECORDS_MAX, Math.ceil(Math.sqrt(settings.mated / Math.max(1, persons.length))));
	const first = persons.map((person) => recordsOf(context, person, person.enrol, "first", each));
	const second = persons.map((person) => recordsOf(context, person, secondPictures(person), "second", each));
	const prng = createPrng("evaluation", "linkage");
	const { mated, nonMated, functions } = tellApart(first, second, prng);
	const others = persons.filter((person) => secondPictures(person) !== person.enrol).length;
	return {
		kind: "linkage",
		matedPairs: mated,
		nonMatedPairs: nonMated,
		fromOtherPictures: others,
		fromSamePictures: persons.length - others,
		functions,
		renewal: { ...tryRenewal(context), ...linkRenewals(context, persons, each, prng) },
	};
}

/** Can a renewed record be linked with the one it replaces, of the same pictures and subject? */
function linkRenewals(context: TrialContext, persons: readonly PlannedPerson[], each: number, prng: Prng) {
	const generation = (number: number): LinkableRecord[][] =>
		persons.map((person) => recordsOf(context, person, person.enrol, "renewed", each, number));
	const { mated, functions } = tellApart(generation(1), generation(2), prng);
	return { pairs: mated, functions };
}

/** Every record of a person's first series with every one of the second, against pairs of two persons. */
function tellApart(first: readonly LinkableRecord[][], second: readonly LinkableRecord[][], prng: Prng) {
	const mated = first.flatMap((records, i) => records.flatMap((a) => second[i].map((b) => [a, b] as const)));
	const nonMated = drawNonMated(first, second, Math.min(NON_MATED_MAX, NON_MATED_EACH * mated.length), prng);
	const functions = LINKAGE_FUNCTIONS.map(({ name, needs, score }): FunctionResult => {
		const scoresOf = (pairs: readonly Pair[]): number[] => pairs.map(([a, b]) => score(a, b));
		return { name, needs, ...linkabilityOf(scoresOf(mated), scoresOf(nonMated), prng) };
	});
	const isEnough = mated.length > 0 && nonMated.length > 0;
	return { mated: mated.length, nonMated: nonMated.length, functions: isEnough ? functions : [] };
}

type Pair = readonly [LinkableRecord, LinkableRecord];

function secondPictures(person: PlannedPerson): readonly PlannedPicture[] {
	return person.probes.length >= SAMPLES_MIN ? person.probes.slice(0, person.enrol.length) : person.enrol;
}

/**
 * Records of one trait under as many subjects: nothing but the trait is common to them. Series and number
 * name the subject; another generation of the same one has other keys and salts.
 */
function recordsOf(
	context: TrialContext,
	person: PlannedPerson,
	pictures: readonly PlannedPicture[],
	series: string,
	count: number,
	generation = 1,
): LinkableRecord[] {
	const modality = MODALITY_OF_PICTURE.get(pictures[0].modality);
	if (modality === undefined) return [];
	const { byLimit, commitment } = context.toolsOf(modality);
	const codes = context.codesOf(pictures);
	const records: LinkableRecord[] = [];
	for (let number = 0; number < count; number++) {
		const name = `linkage ${series} ${number} ${person.id}`;
		const crypto = evaluationCrypto(generation === 1 ? name : `${name}, generation ${generation}`);
		const subject = subjectOf(crypto, name, modality.id);
		const enrolment = byLimit[PRODUCT_LIMIT].enrol(crypto, subject, codes, pictures.length, generation);
		if (enrolment.kind === "refused") return [];
		if (!commitment.open(crypto, subject, enrolment.record)) throw new Error("a fresh record does not open");
		const { cells, signs } = commitment;
		records.push({ record: enrolment.record, cells: cells.slice(), signs: signs.slice() });
		commitment.wipe();
	}
	return records;
}

function drawNonMated(
	first: readonly (readonly LinkableRecord[])[],
	second: readonly (readonly LinkableRecord[])[],
	count: number,
	prng: Prng,
): Pair[] {
	const left = first.flatMap((records, person) => records.map((record) => ({ person, record })));
	const right = second.flatMap((records, person) => records.map((record) => ({ person, record })));
	const pairs: Pair[] = [];
	const enough = left.some((a) => right.some((b) => a.person !== b.person));
	while (enough && pairs.length < count) {
		const a = left[prng.nextBelow(left.length)];
		const b = right[prng.nextBelow(right.length)];
		if (a.person !== b.person) pairs.push([a.record, b.record]);
	}
	return pairs;
}

/** Are the renewed references as good as the first? Same subject, next generation, fresh key and salt. */
function tryRenewal(context: TrialContext): Omit<Renewal, "pairs" | "functions"> {
	const counts = { probes: 0, acceptedByBoth: 0, acceptedByFirst: 0, acceptedBySecond: 0 };
	for (const person of context.plan.persons) {
		const modality = MODALITY_OF_PICTURE.get(person.enrol[0].modality);
		if (modality === undefined) continue;
		const recogniser = context.toolsOf(modality).byLimit[PRODUCT_LIMIT];
		const crypto = evaluationCrypto(`renewal ${person.id}`);
		const subject = subjectOf(crypto, person.id, modality.id);
		const codes = context.codesOf(person.enrol);
		const [first, second] = [1, 2].map((generation) =>
			recogniser.enrol(crypto, subject, codes, person.enrol.length, generation),
		);
		if (first.kind === "refused" || second.kind === "refused") continue;
		for (const code of context.codesOf(person.probes.slice(0, RENEWAL_PROBES))) {
			const byFirst = recogniser.verify(crypto, subject, first.record, code) === "match";
			const bySecond = recogniser.verify(crypto, subject, second.record, code) === "match";
			counts.probes++;
			if (byFirst) counts.acceptedByFirst++;
			if (bySecond) counts.acceptedBySecond++;
			if (byFirst && bySecond) counts.acceptedByBoth++;
		}
	}
	return counts;
}
