import type { Prng } from "../../world/prng.js";
import { type Interval, quantile } from "../statistics.js";

/** A distance of pictures of persons `a` and `b`; of one person where they are equal. */
export interface PairDistance {
	readonly a: number;
	readonly b: number;
	readonly distance: number;
}

/** What is told of many distances; intervals are 95 %, by the bootstrap over persons. */
export interface Distribution {
	readonly values: readonly number[];
	readonly mean: number;
	readonly meanInterval: Interval;
	readonly deviation: number;
	/**
	 * m (1 - m) / v: as many independent fair coins would spread alike (Daugman, "How iris recognition works",
	 * IEEE TCSVT 14(1), 2004, section IV). Of impostors as captured it says how much there is to a trait.
	 */
	readonly degreesOfFreedom: number;
	readonly degreesInterval: Interval;
}

const REPLICATES = 500;

/** @param persons how many there are; `a` and `b` lie below */
export function distributionOf(pairs: readonly PairDistance[], persons: number, prng: Prng): Distribution {
	const all = momentsOf(pairs, () => 1);
	const means: number[] = [];
	const degrees: number[] = [];
	const drawn = new Uint32Array(persons);
	for (let replicate = 0; replicate < REPLICATES; replicate++) {
		drawn.fill(0);
		for (let i = 0; i < persons; i++) drawn[prng.nextBelow(persons)]++;
		const moments = momentsOf(pairs, ({ a, b }) => (a === b ? drawn[a] : drawn[a] * drawn[b]));
		if (Number.isNaN(moments.mean)) continue;
		means.push(moments.mean);
		degrees.push(degreesOf(moments));
	}
	return {
		values: pairs.map(({ distance }) => distance),
		mean: all.mean,
		meanInterval: intervalOf(means),
		deviation: Math.sqrt(all.variance),
		degreesOfFreedom: degreesOf(all),
		degreesInterval: intervalOf(degrees),
	};
}

/**
 * How far two distributions lie apart: the difference of their means over their quadratic mean deviation
 * (Daugman's d').
 */
export function decidability(one: Distribution, other: Distribution): number {
	const spread = Math.sqrt((one.deviation * one.deviation + other.deviation * other.deviation) / 2);
	return Math.abs(one.mean - other.mean) / spread;
}

interface Moments {
	readonly mean: number;
	readonly variance: number;
}

function momentsOf(pairs: readonly PairDistance[], weightOf: (pair: PairDistance) => number): Moments {
	let weights = 0;
	let sum = 0;
	let squares = 0;
	for (const pair of pairs) {
		const weight = weightOf(pair);
		weights += weight;
		sum += weight * pair.distance;
		squares += weight * pair.distance * pair.distance;
	}
	const mean = sum / weights;
	return { mean, variance: Math.max(0, squares / weights - mean * mean) };
}

function degreesOf({ mean, variance }: Moments): number {
	return (mean * (1 - mean)) / variance;
}

function intervalOf(values: number[]): Interval {
	values.sort((x, y) => x - y);
	return [quantile(values, 0.025), quantile(values, 0.975)];
}
