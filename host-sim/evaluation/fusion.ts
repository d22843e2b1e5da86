import { createPrng } from "../world/prng.js";
import { isAccepted, NOT_ACQUIRED, type PersonResult } from "./person-trial.js";
import type { Plan } from "./plan.js";
import { type Cell, type Rate, rateOf } from "./statistics.js";
import { PRODUCT_LIMIT } from "./trial-context.js";

/** One trait's results of an evaluation. */
export interface EvaluatedSet {
	/** The trait's name. */
	readonly trait: string;
	readonly plan: Plan;
	readonly persons: readonly PersonResult[];
}

/** Error rates of one way to decide. */
export interface FusedRates {
	readonly name: string;
	readonly fnmr: Rate;
	readonly fmr: Rate;
}

/**
 * What it does to the error rates that both traits must match. The sets show different people, so one of each
 * is paired with one of the other (a chimeric person); traits of one body may err together more often.
 */
export interface FusionSummary {
	readonly manifests: readonly [string, string];
	readonly persons: number;
	/** Chimeric persons of whom a trait could not be enrolled; they take part in no comparison. */
	readonly notEnrolled: Rate;
	/** Each trait alone and both, over the same attempts, at the product's own limit. */
	readonly product: readonly FusedRates[];
	/** The same by the error-correcting code alone, as for whoever holds all keys. */
	readonly codeAlone: readonly FusedRates[];
}

/**
 * Pairs the persons of two evaluations by their places. An attempt shows one probe of each trait; it counts
 * where both were acquired.
 */
export function fuse(first: EvaluatedSet, second: EvaluatedSet): FusionSummary {
	const sets = [first, second];
	const [ones, others] = sets.map(firstEnrolments);
	const persons = Math.min(ones.length, others.length);
	const pairs = ones.slice(0, persons).map((one, i): [PersonResult, PersonResult] => [one, others[i]]);
	const attempts = pairs.flatMap(([oneRecord, otherRecord], a) =>
		pairs.map(([one, other], b) => {
			const outcomes = [outcomesOf(oneRecord, one.place), outcomesOf(otherRecord, other.place)];
			return { a, b, attempts: acquired(outcomes[0], outcomes[1]) };
		}),
	);
	const prng = createPrng("evaluation", "fusion");
	const ratesBy = (name: string, accepts: (attempt: Attempt) => boolean): FusedRates => {
		const cells = attempts.map((pair) => ({ ...pair, accepted: pair.attempts.filter(accepts).length }));
		const own = cells.filter(({ a, b }) => a === b).map((cell) => cellOf(cell, "reject"));
		const foreign = cells.filter(({ a, b }) => a !== b).map((cell) => cellOf(cell, "accept"));
		return { name, fnmr: rateOf(own, persons, prng), fmr: rateOf(foreign, persons, prng) };
	};
	const under = (limit: number) => [
		ratesBy(first.trait, ([one]) => isAccepted(one, limit)),
		ratesBy(second.trait, ([, other]) => isAccepted(other, limit)),
		ratesBy("both", ([one, other]) => isAccepted(one, limit) && isAccepted(other, limit)),
	];
	const failures = pairs.map((pair, place) => {
		const isWhole = pair.every((result) => result.enrolmentFailure === undefined);
		return { a: place, b: place, errors: isWhole ? 0 : 1, trials: 1 };
	});
	return {
		manifests: [first.plan.settings.manifest, second.plan.settings.manifest],
		persons,
		notEnrolled: rateOf(failures, persons, prng),
		product: under(PRODUCT_LIMIT),
		codeAlone: under(0),
	};
}

/** One outcome of each trait; see person-trial.ts. */
type Attempt = readonly [string, string];

/** Each person once, in the plan's order. */
function firstEnrolments({ plan, persons }: EvaluatedSet): PersonResult[] {
	return persons.filter(({ place }) => plan.persons[place].rotation === 0);
}

/** Outcomes of `place`'s probes against this record; empty where they were not compared. */
function outcomesOf(record: PersonResult, place: number): string {
	if (record.place === place) return record.genuine;
	return record.impostor.find((other) => other.place === place)?.outcomes ?? "";
}

function acquired(first: string, second: string): Attempt[] {
	const count = Math.min(first.length, second.length);
	return Array.from({ length: count }, (_, i): Attempt => [first[i], second[i]]).filter(
		([one, other]) => one !== NOT_ACQUIRED && other !== NOT_ACQUIRED,
	);
}

interface CountedPair {
	readonly a: number;
	readonly b: number;
	readonly attempts: readonly Attempt[];
	readonly accepted: number;
}

function cellOf({ a, b, attempts, accepted }: CountedPair, error: "accept" | "reject"): Cell {
	const trials = attempts.length;
	return { a, b, trials, errors: error === "accept" ? accepted : trials - accepted };
}
