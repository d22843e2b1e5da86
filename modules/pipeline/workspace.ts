import { type Modality, PLACE_LENGTH, type Region } from "../modality/modality.js";
import { FuzzyCommitment } from "../protection/fuzzy-commitment.js";
import { bitCount, pairsPerTile, tileCount } from "../protection/profile.js";
import type { Arena } from "./arena.js";
import { PoseSearch } from "./pose-search.js";
import { profileOf } from "./profile-of.js";
import { SampleMean } from "./sample-mean.js";

/** All memory that a modality's pipeline needs, taken once at boot; the heap does not grow after it. */
export class Workspace {
	readonly region: Region;
	/** Where the region lay in the frame before this one. */
	readonly lastPlace: Int32Array;
	/** 16-bit samples of feature extraction; `code` lies over its first bytes, which extraction allows. */
	readonly scratch: Int16Array;
	readonly code: Int8Array;
	readonly samples: SampleMean;
	readonly search: PoseSearch;
	readonly commitment: FuzzyCommitment;
	readonly reliability: Int32Array;
	readonly selectionScratch: Int32Array;

	readonly #arena: Arena;
	/** Where the scratch memory ends, and where the region lies. */
	readonly #scratchEnd: number;
	readonly #regionFrom: number;
	readonly #regionEnd: number;

	/**
	 * Acquisition, comparison and the selection of bits follow each other, and lie over each other behind the
	 * code, which is all that one leaves to the next:
	 *
	 *   scratch --------------------------------- | samples
	 *                               region ------ |
	 *   code    search: cells, packed, at         |
	 *           reliability, selection            |
	 */
	constructor(modality: Modality, arena: Arena) {
		const profile = profileOf(modality);
		const cellCount = profile.planes * profile.width * profile.height;
		arena.moveTo(0);
		this.code = arena.int8(modality.codeLength);
		const behindCode = arena.position;
		this.search = new PoseSearch(modality, bitCount(profile), arena);
		let end = arena.position;
		arena.moveTo(behindCode);
		this.reliability = arena.int32(cellCount);
		this.selectionScratch = arena.int32(pairsPerTile(profile) + tileCount(profile));
		end = Math.max(end, arena.position);
		arena.moveTo(0);
		this.scratch = arena.int16(modality.scratchLength);
		this.#arena = arena;
		this.#scratchEnd = arena.position;
		this.#regionFrom = arena.position - modality.regionInScratch;
		arena.moveTo(this.#regionFrom);
		this.region = {
			pixels: arena.uint8(modality.regionLength),
			mask: arena.uint8(modality.regionLength),
			shape: new Int8Array(modality.shape.spreads.length),
			place: new Int32Array(PLACE_LENGTH),
		};
		this.#regionEnd = arena.position;
		arena.moveTo(Math.max(end, this.#scratchEnd, this.#regionEnd));
		this.samples = new SampleMean(modality, arena);
		this.commitment = new FuzzyCommitment(profile);
		this.lastPlace = new Int32Array(PLACE_LENGTH);
	}

	/** Forgets the picture that a code was made of. */
	wipeRegion(): void {
		this.#arena.clear(this.#regionFrom, this.#regionEnd);
		this.region.shape.fill(0);
	}

	/** Forgets the code, too, and what it was made with. */
	wipeScratch(): void {
		this.#arena.clear(0, this.#scratchEnd);
	}

	/** Forgets the probe and what was opened for it. */
	wipeProbe(): void {
		this.wipeScratch();
		this.search.wipe();
		this.commitment.wipe();
	}

	wipe(): void {
		this.wipeProbe();
		this.wipeRegion();
		this.region.place.fill(0);
		this.lastPlace.fill(0);
		this.samples.wipe();
	}
}
