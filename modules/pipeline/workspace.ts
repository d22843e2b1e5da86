import { type Modality, PLACE_LENGTH, type Region } from "../modality/modality.js";
import { FuzzyCommitment } from "../protection/fuzzy-commitment.js";
import { bitCount, pairsPerTile, tileCount } from "../protection/profile.js";
import { type Arena, wideView } from "./arena.js";
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

	readonly #scratch: Float64Array;
	readonly #pixels: Float64Array;
	readonly #mask: Float64Array;

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
		arena.moveTo(arena.position - modality.regionInScratch);
		this.region = {
			pixels: arena.uint8(modality.regionLength),
			mask: arena.uint8(modality.regionLength),
			shape: new Int8Array(modality.shape.spreads.length),
			place: new Int32Array(PLACE_LENGTH),
		};
		arena.moveTo(Math.max(end, arena.position));
		this.#scratch = wideView(this.scratch);
		this.#pixels = wideView(this.region.pixels);
		this.#mask = wideView(this.region.mask);
		this.samples = new SampleMean(modality, arena);
		this.commitment = new FuzzyCommitment(profile);
		this.lastPlace = new Int32Array(PLACE_LENGTH);
	}

	/** Forgets the picture that a code was made of. */
	wipeRegion(): void {
		this.#pixels.fill(0);
		this.#mask.fill(0);
		this.region.shape.fill(0);
	}

	/** Forgets the code, too, and what it was made with. */
	wipeScratch(): void {
		this.#scratch.fill(0);
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
