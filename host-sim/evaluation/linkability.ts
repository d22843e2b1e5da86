import type { Prng } from "../world/prng.js";
import { quantile, sum } from "./statistics.js";

/** What a linkage function tells apart, and how far. */
export interface Linkability {
	/** Global measure, 0 (nothing can be linked) .. 1 (everything). */
	readonly dSys: number;
	/**
	 * What the same estimator says, on average, when the pairs' labels are shuffled: the noise of this many
	 * pairs.
	 */
	readonly dSysByChance: number;
	readonly histogram: LinkageHistogram;
}

export interface LinkageHistogram {
	readonly low: number;
	readonly high: number;
	/** Share of the pairs in each of equally wide bins. */
	readonly mated: readonly number[];
	readonly nonMated: readonly number[];
}

const SHUFFLES = 20;
const HISTOGRAM_BINS = 30;

/** @param mated scores of two records of one palm @param nonMated scores of records of two palms */
export function linkabilityOf(
	mated: readonly number[],
	nonMated: readonly number[],
	prng: Prng,
): Linkability {
	const pool = [...mated, ...nonMated];
	const byChance: number[] = [];
	for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
		for (let i = 0; i < mated.length; i++) {
			const j = i + prng.nextBelow(pool.length - i);
			[pool[i], pool[j]] = [pool[j], pool[i]];
		}
		byChance.push(systemLinkability(pool.slice(0, mated.length), pool.slice(mated.length)));
	}
	return {
		dSys: systemLinkability(mated, nonMated),
		dSysByChance: sum(byChance) / byChance.length,
		histogram: histogramOf(mated, nonMated),
	};
}

/**
 * D_sys of Gomez-Barrero, Galbally, Rathgeb and Busch (IEEE TIFS 13(6), 2018), with equal priors:
 *
 *   LR(s) = p(s | mated) / p(s | non-mated);  D(s) = 2 LR / (1 + LR) - 1 where LR > 1, else 0
 *   D_sys = integral of p(s | mated) D(s) ds
 *
 * Densities are shares in bins that end at quantiles of the non-mated scores; beyond the last of these, LR is
 * infinite.
 */
export function systemLinkability(mated: readonly number[], nonMated: readonly number[]): number {
	const sorted = [...nonMated].sort((x, y) => x - y);
	const edges = [...new Set(EDGE_QUANTILES.map((share) => quantile(sorted, share)))];
	const inMated = new Float64Array(edges.length + 1);
	const inNonMated = new Float64Array(edges.length + 1);
	for (const score of mated) inMated[binOf(score, edges)] += 1 / mated.length;
	for (const score of nonMated) inNonMated[binOf(score, edges)] += 1 / nonMated.length;
	let total = 0;
	for (let bin = 0; bin < inMated.length; bin++) {
		if (inMated[bin] <= inNonMated[bin]) continue;
		total += (inMated[bin] * (inMated[bin] - inNonMated[bin])) / (inMated[bin] + inNonMated[bin]);
	}
	return Math.min(1, total);
}

/** Deciles, finer towards the tails, where a weak link would show. */
const EDGE_QUANTILES = [
	0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1,
];

/**
 * Bin 0 lies below the first edge, the last bin above the last edge; a score on an edge belongs to the bin
 * below it, but for the first edge, the least non-mated score, which belongs above.
 */
function binOf(score: number, edges: readonly number[]): number {
	if (score < edges[0]) return 0;
	let bin = 1;
	while (bin < edges.length && score > edges[bin]) bin++;
	return bin;
}

function histogramOf(mated: readonly number[], nonMated: readonly number[]): LinkageHistogram {
	let low = Infinity;
	let high = -Infinity;
	for (const score of [...mated, ...nonMated]) {
		if (score < low) low = score;
		if (score > high) high = score;
	}
	const shares = (scores: readonly number[]): number[] => {
		const bins = new Array<number>(HISTOGRAM_BINS).fill(0);
		for (const score of scores) {
			const place = high > low ? (score - low) / (high - low) : 0;
			bins[Math.min(HISTOGRAM_BINS - 1, Math.floor(place * HISTOGRAM_BINS))] += 1 / scores.length;
		}
		return bins;
	};
	return { low, high, mated: shares(mated), nonMated: shares(nonMated) };
}
