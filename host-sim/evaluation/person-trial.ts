import type { Crypto } from "../../hal/hal.js";
import type { ReferenceContext } from "../../modules/protection/protected-reference.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { PlannedPerson, PlannedPicture } from "./plan.js";
import { evaluationCrypto, subjectOf } from "./subjects.js";
import { type ModalityTools, PRODUCT_LIMIT, type TrialContext } from "./trial-context.js";

/** Everything measured about one enrolled person; plain data. */
export interface PersonResult {
	readonly kind: "person";
	readonly place: number;
	/** Why there is no reference, or undefined. */
	readonly enrolmentFailure?: string;
	readonly samplesUsed: number;
	readonly recordBytes: number;
	readonly enrolMs: number;
	/** Pictures of this person that gave no code. */
	readonly refused: readonly { readonly id: string; readonly reason: string }[];
	/** One outcome for each of the person's own probes. */
	readonly genuine: string;
	/** One outcome for each probe of each other person. */
	readonly impostor: readonly { readonly place: number; readonly outcomes: string }[];
	/** Development distances between the first enrolment picture and probes; unprotected. */
	readonly genuineDistances: readonly number[];
	readonly impostorDistances: readonly number[];
	/** Wall time of comparisons through the protected path. */
	readonly comparisonMs: readonly number[];
}

/**
 * An outcome is one character: `-` for a probe that gave no code, else how many limits of LIMIT_STEPS accept
 * it, `0` when not even the code alone does.
 */
export const NOT_ACQUIRED = "-";

/** Is this outcome an acceptance under the limit at `limit` (the product's, unless told)? */
export function isAccepted(outcome: string, limit: number = PRODUCT_LIMIT): boolean {
	return outcome !== NOT_ACQUIRED && Number(outcome) > limit;
}

/**
 * Other persons whose first probe is also measured by development distance; it costs as much as the real
 * thing.
 */
const DISTANCE_OTHERS = 30;
const TIMES_KEPT = 50;

/** Enrols a person and compares the record with the person's own probes and with others'. */
export function tryPerson(context: TrialContext, place: number): PersonResult {
	const person = context.plan.persons[place];
	const modality = MODALITY_OF_PICTURE.get(person.enrol[0].modality);
	if (modality === undefined) throw new Error(`${person.id}: ${person.enrol[0].modality} was planned`);
	const tools = context.toolsOf(modality);
	const crypto = evaluationCrypto(`person ${person.id}`);
	const subject = subjectOf(crypto, person.id, modality.id);
	const codes = context.codesOf(person.enrol);
	const startedMs = performance.now();
	const enrolment = tools.byLimit[PRODUCT_LIMIT].enrol(crypto, subject, codes, person.enrol.length, 1);
	const enrolMs = performance.now() - startedMs;
	const nothing = { genuine: "", impostor: [], comparisonMs: [] };
	const counted =
		enrolment.kind === "refused"
			? { ...nothing, enrolmentFailure: enrolment.reason, samplesUsed: 0, recordBytes: 0 }
			: {
					...compareAll(context, tools, crypto, subject, enrolment.record, person),
					samplesUsed: enrolment.samples,
					recordBytes: enrolment.record.length,
				};
	const refused = [...person.enrol, ...person.probes].flatMap((picture) => {
		const found = context.codeOf(picture);
		return found.kind === "refused" ? [{ id: picture.id, reason: found.reason }] : [];
	});
	const distances = measureDistances(context, tools, person);
	return { kind: "person", place, enrolMs, refused, ...counted, ...distances };
}

function compareAll(
	context: TrialContext,
	tools: ModalityTools,
	crypto: Crypto,
	subject: ReferenceContext,
	record: Uint8Array,
	person: PlannedPerson,
) {
	const times: number[] = [];
	const outcomesOf = (probes: readonly PlannedPicture[]): string =>
		probes.map((probe) => outcomeOf(context, tools, crypto, subject, record, probe, times)).join("");
	const genuine = outcomesOf(person.probes);
	const impostor = person.impostors.map((place) => {
		return { place, outcomes: outcomesOf(context.plan.persons[place].probes) };
	});
	const step = Math.max(1, Math.floor(times.length / TIMES_KEPT));
	return { genuine, impostor, comparisonMs: times.filter((_, i) => i % step === 0) };
}

/** A limit that refuses spares the stricter ones; so an impostor costs one comparison. */
function outcomeOf(
	context: TrialContext,
	{ modality, byLimit }: ModalityTools,
	crypto: Crypto,
	subject: ReferenceContext,
	record: Uint8Array,
	probe: PlannedPicture,
	times: number[],
): string {
	const found = context.codeOf(probe);
	if (found.kind === "refused") return NOT_ACQUIRED;
	if (found.modality !== modality) return "0";
	let accepting = 0;
	for (const recogniser of byLimit) {
		const startedMs = performance.now();
		const decision = recogniser.verify(crypto, subject, record, found.code);
		if (accepting === 0) times.push(performance.now() - startedMs);
		if (decision !== "match") break;
		accepting++;
	}
	return String(accepting);
}

function measureDistances(context: TrialContext, { search, modality }: ModalityTools, person: PlannedPerson) {
	const reference = context.codesOf(person.enrol).at(0);
	const distancesTo = (probes: readonly PlannedPicture[]): number[] =>
		probes.flatMap((probe) => {
			const found = context.codeOf(probe);
			if (reference === undefined || found.kind === "refused" || found.modality !== modality) return [];
			return [Math.round(search.distance(found.code, reference) * 1e5) / 1e5];
		});
	const others = person.impostors.slice(0, DISTANCE_OTHERS);
	return {
		genuineDistances: distancesTo(person.probes),
		impostorDistances: distancesTo(others.map((place) => context.plan.persons[place].probes[0])),
	};
}
