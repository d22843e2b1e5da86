import type { Crypto } from "../../hal/hal.js";
import { grayImage } from "../../modules/image/gray-image.js";
import type { Modality } from "../../modules/modality/modality.js";
import { Pipeline } from "../../modules/pipeline/pipeline.js";
import type { ReferenceContext } from "../../modules/protection/protected-reference.js";
import type { GreyImage } from "../images/grey-image.js";

export type Extraction =
	| { readonly kind: "code"; readonly code: Int8Array }
	| { readonly kind: "refused"; readonly reason: string };

export type Enrolment =
	| { readonly kind: "enrolled"; readonly record: Uint8Array; readonly samples: number }
	| { readonly kind: "refused"; readonly reason: string };

/** A reference needs at least this many samples that agree, and half of those that were taken. */
export const SAMPLES_MIN = 2;

/**
 * The firmware's pipeline, cut between code and decision, so that the codes of many pictures are made once.
 * What it keeps and puts back is exactly what the unit holds for a moment; everything before and after is the
 * unit's own.
 */
export class Recogniser {
	readonly #pipeline: Pipeline;

	constructor(modality: Modality) {
		this.#pipeline = new Pipeline(modality);
	}

	/** Each picture by itself: where the hand was in the one before says nothing of this one. */
	extract(image: GreyImage): Extraction {
		this.#pipeline.wipe();
		const refusal = this.#pipeline.acquire(grayImage(image.data, image.width, image.height));
		if (refusal !== undefined) return { kind: "refused", reason: refusal };
		return { kind: "code", code: this.#pipeline.exposeProbe().slice() };
	}

	/**
	 * Makes a record from the samples that agree with each other. The first sample decides the pose; when too
	 * few agree with it, it may itself be the odd one, and the next is tried as the first.
	 * @param taken pictures taken for this enrolment, those refused for quality included
	 */
	enrol(
		crypto: Crypto,
		subject: ReferenceContext,
		codes: readonly Int8Array[],
		taken: number,
		generation: number,
	): Enrolment {
		const needed = Math.max(SAMPLES_MIN, Math.ceil(taken / 2));
		let most = Math.min(codes.length, 1);
		for (const first of codes.length < needed ? [] : codes) {
			const samples = this.#gather(first, codes);
			if (samples < needed) {
				most = Math.max(most, samples);
				continue;
			}
			return { kind: "enrolled", record: this.#pipeline.commit(crypto, subject, generation), samples };
		}
		this.#pipeline.wipe();
		const good = codes.length < needed ? `${codes.length} of ${taken} pictures usable` : `${most} agree`;
		return { kind: "refused", reason: `too few samples: ${good}, ${needed} needed` };
	}

	verify(
		crypto: Crypto,
		subject: ReferenceContext,
		record: Uint8Array,
		code: Int8Array,
	): "match" | "non-match" | "unreadable" {
		this.#pipeline.exposeProbe().set(code);
		return this.#pipeline.compare(crypto, subject, record);
	}

	/** @returns how many samples agree, the first included. */
	#gather(first: Int8Array, codes: readonly Int8Array[]): number {
		this.#pipeline.wipe();
		let agreed = 0;
		for (const code of [first, ...codes.filter((other) => other !== first)]) {
			this.#pipeline.exposeProbe().set(code);
			if (this.#pipeline.addSample()) agreed++;
		}
		return agreed;
	}
}
