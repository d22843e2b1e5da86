import type { Modality } from "../../modules/modality/modality.js";
import { profileOf } from "../../modules/pipeline/profile-of.js";
import { FuzzyCommitment } from "../../modules/protection/fuzzy-commitment.js";
import { CodeCache, type CodeOfPicture } from "./code-cache.js";
import { HammingSearch } from "./hamming-search.js";
import type { Plan, PlannedPicture } from "./plan.js";
import { Recogniser } from "./recogniser.js";

/** Tools of one modality, made once a process. */
export interface ModalityTools {
	readonly modality: Modality;
	readonly search: HammingSearch;
	readonly commitment: FuzzyCommitment;
	/** One recogniser for each limit of BIT_ERROR_LIMITS, which differ in nothing else. */
	readonly byLimit: readonly Recogniser[];
}

/**
 * Limits on the bit error rate under which every comparison is made, relative to the product's, in 1/1024;
 * the first is none: the error-correcting code decides alone, as it does for whoever holds the unit's keys.
 * Each limit accepts a part of what the one before accepts.
 */
export const LIMIT_STEPS = ["none", 41, 20, 0, -20, -41] as const;

/** The product's own limit. */
export const PRODUCT_LIMIT = LIMIT_STEPS.indexOf(0);

/** What a process that performs trials keeps between them. */
export class TrialContext {
	readonly plan: Plan;
	readonly #codes = new CodeCache();
	readonly #tools = new Map<Modality, ModalityTools>();

	constructor(plan: Plan) {
		this.plan = plan;
	}

	codeOf(picture: PlannedPicture): CodeOfPicture {
		return this.#codes.codeOf(picture);
	}

	/** The codes of those pictures that have one. */
	codesOf(pictures: readonly PlannedPicture[]): Int8Array[] {
		return pictures.flatMap((picture) => {
			const found = this.codeOf(picture);
			return found.kind === "code" ? [found.code] : [];
		});
	}

	toolsOf(modality: Modality): ModalityTools {
		let tools = this.#tools.get(modality);
		if (tools === undefined) {
			tools = makeTools(modality);
			this.#tools.set(modality, tools);
		}
		return tools;
	}
}

/** The limit of step `step` in 1/1024. */
export function bitErrorLimitOf(modality: Modality, step: (typeof LIMIT_STEPS)[number]): number {
	return step === "none" ? 1024 : modality.commitment.bitErrorMax + step;
}

function makeTools(modality: Modality): ModalityTools {
	const byLimit = LIMIT_STEPS.map((step) => {
		const commitment = { ...modality.commitment, bitErrorMax: bitErrorLimitOf(modality, step) };
		return new Recogniser({ ...modality, commitment });
	});
	const commitment = new FuzzyCommitment(profileOf(modality));
	return { modality, search: new HammingSearch(modality), commitment, byLimit };
}
