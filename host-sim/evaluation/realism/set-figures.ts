import type { Modality } from "../../../modules/modality/modality.js";
import { createPrng } from "../../world/prng.js";
import { equalErrorRate, operatingPoints } from "../detection-error.js";
import { HammingSearch, INCOMPARABLE } from "../hamming-search.js";
import { quantile } from "../statistics.js";
import { BAND_NAMES } from "./band-energies.js";
import { type Distribution, decidability, distributionOf, type PairDistance } from "./distribution.js";
import type { PictureSet } from "./picture-set.js";
import { genuinePairs, impostorPairs, type Pair, searchedImpostorPairs } from "./pictured-person.js";

/** What is compared of a real and a synthetic set; plain data. */
export interface SetFigures {
	readonly persons: number;
	readonly pictures: number;
	readonly refused: number;
	readonly extractors: readonly ExtractorFigures[];
	readonly bands: readonly BandFigures[];
}

export interface ExtractorFigures {
	readonly name: string;
	/** At the best of all poses and shifts. */
	readonly genuine: Distribution;
	readonly impostor: Distribution;
	/** As captured, without any search: the trait's own degrees of freedom. */
	readonly impostorAsCaptured: Distribution;
	readonly genuineAsCaptured: Distribution;
	readonly eer: number;
	readonly decidability: number;
}

/** Variance relative to the squared mean level, of pictures. */
export interface BandFigures {
	/** Periods in region pixels. */
	readonly name: string;
	readonly median: number;
	readonly low: number;
	readonly high: number;
}

export function searchesOf(set: PictureSet): number {
	return genuinePairs(set.persons).length + searchedImpostorPairs(set.persons).length;
}

/** @param onSearch called `searchesOf` times for each extractor */
export function figuresOf(
	set: PictureSet,
	extractors: readonly Modality[],
	onSearch: () => void,
): SetFigures {
	const { persons, pictures, refused } = set;
	const all = persons.flatMap(({ sessions }) => sessions.flat());
	return {
		persons: persons.length,
		pictures,
		refused,
		extractors: extractors.map((extractor, i) => extractorFigures(set, extractor, i, onSearch)),
		bands: BAND_NAMES.map((name, band) => {
			const values = all.map(({ bands }) => bands[band]).sort((x, y) => x - y);
			const at = (share: number): number => quantile(values, share);
			return { name, median: at(0.5), low: at(0.1), high: at(0.9) };
		}),
	};
}

function extractorFigures(
	{ persons }: PictureSet,
	extractor: Modality,
	place: number,
	onSearch: () => void,
): ExtractorFigures {
	const search = new HammingSearch(extractor);
	const prng = createPrng("realism", extractor.name);
	const distances = (pairs: readonly Pair[], of: (pair: Pair) => number): PairDistance[] =>
		pairs.flatMap((pair) => {
			const distance = of(pair);
			return distance === INCOMPARABLE ? [] : [{ a: pair.a, b: pair.b, distance: rounded(distance) }];
		});
	const searched = (pair: Pair): number => {
		onSearch();
		return search.distance(pair.probe.codes[place], pair.reference.codes[place]);
	};
	const asCaptured = (pair: Pair): number =>
		search.distanceAsCaptured(pair.probe.codes[place], pair.reference.codes[place]);
	const told = (pairs: readonly PairDistance[]): Distribution => distributionOf(pairs, persons.length, prng);
	const genuine = told(distances(genuinePairs(persons), searched));
	const impostor = told(distances(searchedImpostorPairs(persons), searched));
	return {
		name: extractor.name,
		genuine,
		impostor,
		impostorAsCaptured: told(distances(impostorPairs(persons), asCaptured)),
		genuineAsCaptured: told(distances(genuinePairs(persons), asCaptured)),
		eer: equalErrorRate(operatingPoints(genuine.values, impostor.values)),
		decidability: decidability(genuine, impostor),
	};
}

function rounded(distance: number): number {
	return Math.round(distance * 1e5) / 1e5;
}
