import type { Modality } from "../../modules/modality/modality.js";
import { createPrng } from "../world/prng.js";
import type { AttackResult } from "./attack-trial.js";
import { equalErrorRate, fnmrAt, operatingPoints } from "./detection-error.js";
import type { LinkageResult } from "./linkage-trial.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import { isAccepted, NOT_ACQUIRED, type PersonResult } from "./person-trial.js";
import { type Plan, subjectCount } from "./plan.js";
import { type ShapeSummary, summariseShape } from "./shape-summary.js";
import type { ShapeResult } from "./shape-trial.js";
import { type Cell, meanAndDeviation, quantile, type Rate, rateOf } from "./statistics.js";
import { bitErrorLimitOf, LIMIT_STEPS, PRODUCT_LIMIT } from "./trial-context.js";

/** All figures of a report; report.json is this. */
export interface Summary {
	readonly plan: Pick<Plan, "settings" | "leftOut">;
	readonly set: SetDescription;
	readonly fte: Rate;
	readonly fta: Rate;
	/** Through the protected path, at the product's own parameters. */
	readonly fnmr: Rate;
	readonly fmr: Rate;
	/** Transactions of several attempts; a probe that was not acquired is a failed attempt. */
	readonly transactionFrr: Rate;
	readonly transactionFar: Rate;
	readonly limits: readonly LimitResult[];
	readonly recordBytes: number;
	readonly times: { readonly enrolMs: Spread; readonly comparisonMs: Spread };
	readonly distances: DistanceSummary;
	readonly refusals: readonly { readonly id: string; readonly reason: string }[];
	readonly enrolmentFailures: readonly { readonly id: string; readonly reason: string }[];
	/** Non-matches of each person who had any, most first. */
	readonly worst: readonly { readonly id: string; readonly errors: number; readonly trials: number }[];
	readonly linkage: LinkageResult | undefined;
	readonly attack: AttackSummary;
	/** Undefined where no picture shows an outline. */
	readonly shape: ShapeSummary | undefined;
}

export interface SetDescription {
	/** The trait's name. */
	readonly modality: string;
	readonly persons: number;
	/** More than persons where pictures were rotated. */
	readonly enrolments: number;
	readonly enrolPictures: number;
	readonly probePictures: number;
	readonly acrossSessions: number;
}

/** The protected path under one limit on the bit error rate. */
export interface LimitResult {
	/** 0..1; undefined where the code decides alone. */
	readonly bitErrorMax: number | undefined;
	readonly isProduct: boolean;
	readonly fnmr: Rate;
	readonly fmr: Rate;
}

export interface Spread {
	readonly median: number;
	readonly p95: number;
}

export interface DistanceSummary {
	readonly genuine: readonly number[];
	readonly impostor: readonly number[];
	readonly genuineMean: number;
	readonly genuineDeviation: number;
	readonly impostorMean: number;
	readonly impostorDeviation: number;
	/** m (1 - m) / v of the impostor distances: as many independent coins would spread alike (Daugman). */
	readonly degreesOfFreedom: number;
	readonly eer: number;
	readonly fnmrAt: readonly { readonly fmr: number; readonly fnmr: number }[];
}

export interface AttackSummary {
	readonly records: number;
	readonly opened: number;
	readonly learntFrom: number;
	/** CPU seconds of the attempts until a record opened, couplings included; opened records only. */
	readonly cpuSecondsPerOpened: Spread;
	readonly attemptsPerOpened: Spread;
	/** All CPU seconds spent, on the held ones too, over the records opened. */
	readonly meanCpuSecondsPerOpened: number | undefined;
	readonly results: readonly AttackResult[];
}

/**
 * Gathers the tasks' results. The intervals' chance has a fixed seed: the same results give the same report.
 */
export function summarise(
	plan: Plan,
	persons: readonly PersonResult[],
	attacks: readonly AttackResult[],
	linkage: LinkageResult | undefined,
	shape: ShapeResult | undefined,
): Summary {
	const count = subjectCount(plan);
	const subjectOf = (place: number) => plan.persons[place].subject;
	const prng = createPrng("evaluation", "bootstrap");
	/** Cells name places of the plan; persons, not places, are what is drawn. */
	const rate = (cells: readonly Cell[]): Rate => {
		const bySubject = cells.map((cell) => ({ ...cell, a: subjectOf(cell.a), b: subjectOf(cell.b) }));
		return rateOf(bySubject, count, prng);
	};
	const { attempts } = plan.settings;
	const places = (pick: (result: PersonResult) => Omit<Cell, "a" | "b">): Cell[] =>
		persons.map((result) => ({ a: result.place, b: result.place, ...pick(result) }));
	const enrolled = persons.filter((result) => result.enrolmentFailure === undefined);
	return {
		plan: { settings: plan.settings, leftOut: plan.leftOut },
		set: describe(plan),
		fte: rate(places((result) => ({ errors: result.enrolmentFailure === undefined ? 0 : 1, trials: 1 }))),
		fta: rate(places((result) => acquisitions(plan, result))),
		fnmr: rate(genuineCells(persons, PRODUCT_LIMIT)),
		fmr: rate(impostorCells(persons, PRODUCT_LIMIT)),
		transactionFrr: rate(places(({ genuine }) => transactions(genuine, attempts, "reject"))),
		transactionFar: rate(
			persons.flatMap(({ place, impostor }) =>
				impostor.map(({ place: b, outcomes }) => ({
					a: place,
					b,
					...transactions(outcomes, attempts, "accept"),
				})),
			),
		),
		limits: LIMIT_STEPS.map((_, limit) => ({
			bitErrorMax: limitShare(plan, limit),
			isProduct: limit === PRODUCT_LIMIT,
			fnmr: rate(genuineCells(persons, limit)),
			fmr: rate(impostorCells(persons, limit)),
		})),
		recordBytes: Math.max(0, ...enrolled.map((result) => result.recordBytes)),
		times: {
			enrolMs: spreadOf(enrolled.map((result) => result.enrolMs)),
			comparisonMs: spreadOf(persons.flatMap((result) => result.comparisonMs)),
		},
		distances: summariseDistances(persons),
		refusals: persons.flatMap((result) => (isRotated(plan, result) ? [] : result.refused)),
		enrolmentFailures: persons.flatMap(({ place, enrolmentFailure }) =>
			enrolmentFailure === undefined ? [] : [{ id: plan.persons[place].id, reason: enrolmentFailure }],
		),
		worst: worstOf(plan, persons),
		linkage,
		attack: summariseAttacks(attacks),
		shape: summariseShape(plan, shape, rate),
	};
}

function describe(plan: Plan): SetDescription {
	const persons = plan.persons.filter((person) => person.rotation === 0);
	const counted = (of: (person: Plan["persons"][number]) => number) =>
		persons.reduce((total, person) => total + of(person), 0);
	return {
		modality: modalityOf(plan)?.name ?? "",
		persons: persons.length,
		enrolments: plan.persons.length,
		enrolPictures: counted((person) => person.enrol.length),
		probePictures: counted((person) => person.probes.length),
		acrossSessions: counted((person) => (person.sessions === "across" ? 1 : 0)),
	};
}

/** Every picture counts once, in however many rotations it is used. */
function acquisitions(plan: Plan, result: PersonResult): { errors: number; trials: number } {
	if (isRotated(plan, result)) return { errors: 0, trials: 0 };
	const { enrol, probes } = plan.persons[result.place];
	return { errors: result.refused.length, trials: enrol.length + probes.length };
}

function isRotated(plan: Plan, { place }: PersonResult): boolean {
	return plan.persons[place].rotation > 0;
}

function genuineCells(persons: readonly PersonResult[], limit: number): Cell[] {
	return persons.map(({ place, genuine }) => {
		const { trials, accepted } = countOutcomes(genuine, limit);
		return { a: place, b: place, trials, errors: trials - accepted };
	});
}

function impostorCells(persons: readonly PersonResult[], limit: number): Cell[] {
	return persons.flatMap(({ place, impostor }) =>
		impostor.map(({ place: b, outcomes }) => {
			const { trials, accepted } = countOutcomes(outcomes, limit);
			return { a: place, b, trials, errors: accepted };
		}),
	);
}

function countOutcomes(outcomes: string, limit: number): { trials: number; accepted: number } {
	const acquired = [...outcomes].filter((outcome) => outcome !== NOT_ACQUIRED);
	return {
		trials: acquired.length,
		accepted: acquired.filter((outcome) => isAccepted(outcome, limit)).length,
	};
}

/**
 * Successive attempts in groups; what is left over at the end is no transaction, unless there is nothing
 * else.
 */
export function transactions(
	outcomes: string,
	attempts: number,
	error: "accept" | "reject",
): { errors: number; trials: number } {
	const trials = Math.max(Math.min(outcomes.length, 1), Math.floor(outcomes.length / attempts));
	let errors = 0;
	for (let number = 0; number < trials; number++) {
		const group = [...outcomes.slice(number * attempts, (number + 1) * attempts)];
		if (group.some((outcome) => isAccepted(outcome)) === (error === "accept")) errors++;
	}
	return { errors, trials };
}

function limitShare(plan: Plan, limit: number): number | undefined {
	const step = LIMIT_STEPS[limit];
	const modality = modalityOf(plan);
	return step === "none" || modality === undefined ? undefined : bitErrorLimitOf(modality, step) / 1024;
}

function modalityOf(plan: Plan): Modality | undefined {
	return MODALITY_OF_PICTURE.get(plan.persons.at(0)?.enrol[0].modality ?? "");
}

function summariseDistances(persons: readonly PersonResult[]): DistanceSummary {
	const genuine = persons.flatMap((result) => result.genuineDistances);
	const impostor = persons.flatMap((result) => result.impostorDistances);
	const points = operatingPoints(genuine, impostor);
	const own = meanAndDeviation(genuine);
	const others = meanAndDeviation(impostor);
	const levels = [0.01, 0.001, 0.0001].filter((fmr) => fmr * impostor.length >= 1);
	return {
		genuine,
		impostor,
		genuineMean: own.mean,
		genuineDeviation: own.deviation,
		impostorMean: others.mean,
		impostorDeviation: others.deviation,
		degreesOfFreedom: (others.mean * (1 - others.mean)) / (others.deviation * others.deviation),
		eer: equalErrorRate(points),
		fnmrAt: levels.map((fmr) => ({ fmr, fnmr: fnmrAt(points, fmr) })),
	};
}

function summariseAttacks(results: readonly AttackResult[]): AttackSummary {
	const tried = results.filter((result) => result.outcome !== "no record");
	const opened = tried.filter((result) => result.outcome === "opened");
	const cost = (result: AttackResult) => result.annealingCpuS + result.couplingsCpuS;
	const all = tried.reduce((total, result) => total + cost(result), 0);
	return {
		records: tried.length,
		opened: opened.length,
		learntFrom: Math.max(0, ...tried.map((result) => result.learntFrom)),
		cpuSecondsPerOpened: spreadOf(opened.map(cost)),
		attemptsPerOpened: spreadOf(opened.map((result) => result.attempts)),
		meanCpuSecondsPerOpened: opened.length === 0 ? undefined : all / opened.length,
		results: tried,
	};
}

function worstOf(plan: Plan, persons: readonly PersonResult[]) {
	return genuineCells(persons, PRODUCT_LIMIT)
		.filter(({ errors }) => errors > 0)
		.map(({ a, errors, trials }) => ({ id: plan.persons[a].id, errors, trials }))
		.sort((x, y) => y.errors - x.errors);
}

function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((x, y) => x - y);
	return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}
