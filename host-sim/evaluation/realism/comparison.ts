import type { Interval } from "../statistics.js";
import type { BandFigures, ExtractorFigures, SetFigures } from "./set-figures.js";

/** A real set of one kind of picture beside the synthetic one that was drawn after its plan; plain data. */
export interface Comparison {
	/** What the manifest calls the kind of picture. */
	readonly kind: string;
	readonly look: string;
	readonly real: SetFigures;
	readonly synthetic: SetFigures;
	readonly measures: readonly Measure[];
	/** Undefined where a modality has one extractor only. */
	readonly ranking: Ranking | undefined;
}

/** One figure of the product's own extractor that synthetic pictures must reproduce. */
export interface Measure {
	readonly name: string;
	readonly real: number;
	/** 95 %, by the bootstrap over persons. */
	readonly realInterval: Interval;
	readonly synthetic: number;
	readonly syntheticInterval: Interval;
	/** Of the synthetic figure over the real one, minus one. */
	readonly deviation: number;
	readonly isWithin: boolean;
}

/** The goal: how far a synthetic figure may lie from the real one. */
export const TOLERANCE = 0.15;

export interface Ranking {
	/** Names, best first, by how far genuine and impostor distances lie apart. */
	readonly real: readonly string[];
	readonly synthetic: readonly string[];
	readonly isSame: boolean;
	/** By equal error rate; undefined where the set is too easy or too small to tell the extractors apart. */
	readonly isSameByErrors: boolean | undefined;
}

export function compareSets(kind: string, look: string, real: SetFigures, synthetic: SetFigures): Comparison {
	return {
		kind,
		look,
		real,
		synthetic,
		measures: measuresOf(real, synthetic),
		ranking: rank(real, synthetic),
	};
}

function measuresOf(real: SetFigures, synthetic: SetFigures): Measure[] {
	const [ofReal] = real.extractors;
	const [ofSynthetic] = synthetic.extractors;
	return MEASURES.map(({ name, of }) => {
		const one = of(ofReal);
		const other = of(ofSynthetic);
		const deviation = other.value / one.value - 1;
		return {
			name,
			real: one.value,
			realInterval: one.interval,
			synthetic: other.value,
			syntheticInterval: other.interval,
			deviation,
			isWithin: Math.abs(deviation) <= TOLERANCE,
		};
	});
}

interface Figure {
	readonly value: number;
	readonly interval: Interval;
}

const MEASURES: readonly { readonly name: string; readonly of: (figures: ExtractorFigures) => Figure }[] = [
	{
		name: "degrees of freedom",
		of: ({ impostorAsCaptured: { degreesOfFreedom, degreesInterval } }) => ({
			value: degreesOfFreedom,
			interval: degreesInterval,
		}),
	},
	{
		name: "mean distance, genuine",
		of: ({ genuine }) => ({ value: genuine.mean, interval: genuine.meanInterval }),
	},
	{
		name: "mean distance, impostor",
		of: ({ impostor }) => ({ value: impostor.mean, interval: impostor.meanInterval }),
	},
	{
		name: "mean distance, impostor, as captured",
		of: ({ impostorAsCaptured: { mean, meanInterval } }) => ({ value: mean, interval: meanInterval }),
	},
];

function rank(real: SetFigures, synthetic: SetFigures): Ranking | undefined {
	if (real.extractors.length < 2) return undefined;
	const order = ({ extractors }: SetFigures): string[] =>
		[...extractors].sort((a, b) => b.decidability - a.decidability).map(({ name }) => name);
	const [first, second] = [order(real), order(synthetic)];
	return {
		real: first,
		synthetic: second,
		isSame: first.every((name, i) => name === second[i]),
		isSameByErrors: sameByErrors(real.extractors, synthetic.extractors),
	};
}

function sameByErrors(
	real: readonly ExtractorFigures[],
	synthetic: readonly ExtractorFigures[],
): boolean | undefined {
	const better = (extractors: readonly ExtractorFigures[]): number => extractors[0].eer - extractors[1].eer;
	if (better(real) === 0 || better(synthetic) === 0) return undefined;
	return better(real) < 0 === better(synthetic) < 0;
}

/** Ten times the decimal logarithm of the ratio of the medians, for each band. */
export function bandDifferencesDb({ real, synthetic }: Comparison): { name: string; differenceDb: number }[] {
	const ratio = (one: BandFigures, other: BandFigures): number => 10 * Math.log10(other.median / one.median);
	return real.bands.map((band, i) => ({ name: band.name, differenceDb: ratio(band, synthetic.bands[i]) }));
}
