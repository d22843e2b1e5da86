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
	/** 16-bit samples of feature extraction; `code` lies over its first half, which extraction allows. */
	readonly scratch: Int16Array;
	readonly code: Int8Array;
	readonly samples: SampleMean;
	readonly search: PoseSearch;
	readonly commitment: FuzzyCommitment;
	readonly reliability: Int32Array;
	readonly selectionScratch: Int32Array;

	constructor(modality: Modality, arena: Arena) {
		arena.rewind();
		const profile = profileOf(modality);
		this.region = {
			pixels: arena.uint8(modality.regionLength),
			mask: arena.uint8(modality.regionLength),
			shape: new Int8Array(modality.shape.spreads.length),
			place: new Int32Array(PLACE_LENGTH),
		};
		this.lastPlace = new Int32Array(PLACE_LENGTH);
		const codeBytes = Math.ceil(modality.codeLength / 4) * 4;
		const cellCount = profile.planes * profile.width * profile.height;
		const selected = pairsPerTile(profile) + tileCount(profile);
		const scratchNeed = (codeBytes + 4 * cellCount + 4 * selected) / 2;
		this.scratch = arena.int16(Math.max(modality.scratchLength, scratchNeed));
		this.code = new Int8Array(this.scratch.buffer, this.scratch.byteOffset, modality.codeLength);
		this.samples = new SampleMean(modality, arena);
		this.search = new PoseSearch(modality, bitCount(profile), arena);
		this.commitment = new FuzzyCommitment(profile);
		// Selection happens when the second half of the scratch memory is idle.
		const free = this.scratch.byteOffset + codeBytes;
		this.reliability = new Int32Array(this.scratch.buffer, free, cellCount);
		this.selectionScratch = new Int32Array(this.scratch.buffer, free + 4 * cellCount, selected);
	}

	/** Forgets the probe and what was opened for it. */
	wipeProbe(): void {
		this.scratch.fill(0);
		this.search.wipe();
		this.commitment.wipe();
	}

	wipe(): void {
		this.wipeProbe();
		this.region.pixels.fill(0);
		this.region.mask.fill(0);
		this.region.shape.fill(0);
		this.region.place.fill(0);
		this.lastPlace.fill(0);
		this.samples.wipe();
	}
}
