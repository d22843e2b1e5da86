import type { Crypto } from "../../hal/hal.js";
import type { GrayImage } from "../image/gray-image.js";
import { subtractAmbient } from "../image/subtract.js";
import { type CaptureRefusal, type Modality, shapeOf } from "../modality/modality.js";
import type { ReferenceContext } from "../protection/protected-reference.js";
import { Arena } from "./arena.js";
import { passesShapeGate } from "./shape-gate.js";
import { motionBetween } from "./stillness.js";
import { Workspace } from "./workspace.js";

/**
 * The line from a frame to a decision:
 *
 *   frame --locate--> region --assess--> region --extract--> code
 *   code --search--> alignments --open--> key --compare PI--> yes/no
 *
 * and, at enrolment, from several codes to a protected reference:
 *
 *   code --add--> mean of the samples --commit--> {PI, AD}, sealed
 *
 * One instance serves one modality, holds all its memory and one person's probe at a time. Frame, region,
 * code and everything opened or decoded are wiped as soon as the next stage has what it needs.
 */
export class Pipeline {
	readonly modality: Modality;
	readonly #w: Workspace;

	/** @param arena shared with pipelines that are not in use at the same time; its own if left out */
	constructor(modality: Modality, arena: Arena = new Arena()) {
		this.modality = modality;
		this.#w = new Workspace(modality, arena);
	}

	/**
	 * frame -> code, kept inside.
	 * @param ambient what the camera saw just before or after without our light, of the same size; it is
	 *   taken away from `frame`, in place
	 * @returns why the frame cannot be used
	 */
	acquire(frame: GrayImage, ambient?: GrayImage): CaptureRefusal | undefined {
		const { region, code, scratch, lastPlace } = this.#w;
		lastPlace.set(region.place);
		if (ambient !== undefined) subtractAmbient(frame, ambient);
		const refusal =
			this.modality.locateInto(region, frame, scratch) ??
			this.modality.assess(region) ??
			(motionBetween(region.place, lastPlace) > this.modality.motionMax ? "moving" : undefined) ??
			this.modality.extractInto(code, region, scratch);
		this.#w.wipeRegion();
		// What a refused frame leaves behind is a picture; what an accepted one leaves is its code.
		if (refusal !== undefined) this.#w.wipeScratch();
		return refusal;
	}

	/** code -> decision: is the probe acquired last that of the person of this record? Wipes the probe. */
	compare(
		crypto: Crypto,
		context: ReferenceContext,
		record: Uint8Array,
	): "match" | "non-match" | "unreadable" {
		const { modality } = this;
		const { code, search, commitment } = this.#w;
		try {
			if (!commitment.open(crypto, context, record)) return "unreadable";
			const found = search.run(code, commitment.cells, commitment.signs);
			for (let i = 0; i < found; i++) {
				const shift = search.layOutAt(code, search.candidates[i]);
				if (!commitment.isMatch(crypto, context, record, search.cells, search.at, shift)) continue;
				return passesShapeGate(shapeOf(modality, code), commitment.shape, modality.shape)
					? "match"
					: "non-match";
			}
			return "non-match";
		} finally {
			this.#w.wipeProbe();
		}
	}

	/**
	 * Adds the code acquired last to the samples of an enrolment.
	 * @returns false when it does not agree with them
	 */
	addSample(): boolean {
		const { code, search, samples } = this.#w;
		try {
			return samples.add(code, search.cells);
		} finally {
			this.#w.wipeProbe();
		}
	}

	get sampleCount(): number {
		return this.#w.samples.count;
	}

	/** mean of the samples -> record to store. Wipes the samples. */
	commit(crypto: Crypto, context: ReferenceContext, generation: number): Uint8Array {
		const { samples, commitment, reliability, selectionScratch } = this.#w;
		try {
			samples.reliabilityInto(reliability);
			samples.shapeInto(commitment.shape);
			const features = { mean: samples.sum, reliability, shape: commitment.shape };
			return commitment.commit(crypto, context, generation, features, selectionScratch);
		} finally {
			this.wipe();
		}
	}

	/**
	 * The feature code of the probe acquired last, in place: for evaluation on a host, which keeps codes of
	 * many images and puts them back. The firmware never calls it; a test of the device bundle holds it to
	 * that.
	 */
	exposeProbe(): Int8Array {
		return this.#w.code;
	}

	/** Forgets probe and samples; after an abandoned capture or enrolment. */
	wipe(): void {
		this.#w.wipe();
	}
}
