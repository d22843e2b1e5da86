import type { Prng } from "../world/prng.js";

export type Interval = readonly [low: number, high: number];

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959964;

/**
 * Wilson's 95 % score interval (JASA 22, 1927) of a share of independent trials; 0..1 when there are none.
 */
export function wilsonInterval(errors: number, trials: number): Interval {
	if (trials === 0) return [0, 1];
	const share = errors / trials;
	const divisor = 1 + (Z * Z) / trials;
	const centre = share + (Z * Z) / (2 * trials);
	const reach = Z * Math.sqrt((share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials));
	// At both ends the bound is exact, and rounding must not say otherwise.
	const low = errors === 0 ? 0 : (centre - reach) / divisor;
	const high = errors === trials ? 1 : (centre + reach) / divisor;
	return [low, high];
}

/**
 * The largest share that 0 errors in `trials` independent trials leave possible at 95 % (ISO/IEC 19795-1,
 * B.1.1).
 */
export function ruleOfThree(trials: number): number {
	return trials < 3 ? 1 : 3 / trials;
}

/** Errors and trials that persons `a` and `b` share; a genuine comparison has a === b. */
export interface Cell {
	readonly a: number;
	readonly b: number;
	readonly errors: number;
	readonly trials: number;
}

const REPLICATES = 2000;

/**
 * 95 % percentile interval of an error rate by the bootstrap over persons (ISO/IEC 19795-1, B.1.3; Bolle,
 * Ratha and Pankanti 2004): whole persons are drawn with replacement, and a comparison counts as often as
 * both its persons were drawn together, so that comparisons which share a person do not pass for independent
 * ones.
 * @param persons how many persons there are; `a` and `b` of the cells are below it
 */
export function bootstrapInterval(
	cells: readonly Cell[],
	persons: number,
	prng: Prng,
	replicates = REPLICATES,
): Interval {
	const rates: number[] = [];
	const drawn = new Uint32Array(persons);
	for (let replicate = 0; replicate < replicates; replicate++) {
		drawn.fill(0);
		for (let i = 0; i < persons; i++) drawn[prng.nextBelow(persons)]++;
		let errors = 0;
		let trials = 0;
		for (const cell of cells) {
			const times = cell.a === cell.b ? drawn[cell.a] : drawn[cell.a] * drawn[cell.b];
			errors += times * cell.errors;
			trials += times * cell.trials;
		}
		if (trials > 0) rates.push(errors / trials);
	}
	if (rates.length === 0) return [0, 1];
	rates.sort((x, y) => x - y);
	return [quantile(rates, 0.025), quantile(rates, 0.975)];
}

/** An error rate with what may be said of it. */
export interface Rate {
	readonly errors: number;
	readonly trials: number;
	/** null without trials. */
	readonly rate: number | null;
	/** 95 %: by persons; without errors, from 0 to the rule of three. */
	readonly interval: Interval;
	readonly method: "bootstrap over persons" | "rule of three";
	/** 95 %, as if comparisons were independent, for comparison with others' reports. */
	readonly wilson: Interval;
}

export function rateOf(cells: readonly Cell[], persons: number, prng: Prng): Rate {
	const errors = sum(cells.map((cell) => cell.errors));
	const trials = sum(cells.map((cell) => cell.trials));
	const without = errors === 0;
	return {
		errors,
		trials,
		rate: trials === 0 ? null : errors / trials,
		interval: without ? [0, ruleOfThree(trials)] : bootstrapInterval(cells, persons, prng),
		method: without ? "rule of three" : "bootstrap over persons",
		wilson: wilsonInterval(errors, trials),
	};
}

/** @param sorted rising; linear between neighbours @returns NaN for no values */
export function quantile(sorted: readonly number[], share: number): number {
	if (sorted.length === 0) return Number.NaN;
	const place = share * (sorted.length - 1);
	const below = Math.floor(place);
	const above = Math.min(below + 1, sorted.length - 1);
	return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Standard deviation over the population; 0 for one value. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
	const mean = sum(values) / values.length;
	const squares = values.map((value) => (value - mean) * (value - mean));
	return { mean, deviation: Math.sqrt(sum(squares) / values.length) };
}

export function sum(values: readonly number[]): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}
