import { grayImage } from "../../../modules/image/gray-image.js";
import { type Modality, PLACE_LENGTH, type Region } from "../../../modules/modality/modality.js";
import { palmVein } from "../../../modules/modality/palm-vein/palm-vein.js";
import type { GreyImage } from "../../images/grey-image.js";
import { bandEnergies } from "./band-energies.js";
import { linePalm } from "./line-palm.js";
import type { MeasuredPicture } from "./pictured-person.js";

/** A second extractor beside a modality's own: synthetic pictures must rank the two as real ones do. */
const RIVALS: ReadonlyMap<Modality, readonly Modality[]> = new Map([[palmVein, [linePalm]]]);

/** The product's own first. */
export function extractorsOf(modality: Modality): readonly Modality[] {
	return [modality, ...(RIVALS.get(modality) ?? [])];
}

/** Takes from pictures what sets are compared by. */
export class PictureMeter {
	readonly #modality: Modality;
	readonly #region: Region;
	readonly #scratch: Int16Array;

	constructor(modality: Modality) {
		this.#modality = modality;
		this.#region = {
			pixels: new Uint8Array(modality.regionLength),
			mask: new Uint8Array(modality.regionLength),
			shape: new Int8Array(modality.shape.spreads.length),
			place: new Int32Array(PLACE_LENGTH),
		};
		this.#scratch = new Int16Array(modality.scratchLength);
	}

	/** @returns why the picture cannot be used, in the modality's words, or what it measures */
	measure(image: GreyImage): MeasuredPicture | string {
		const region = this.#region;
		const scratch = this.#scratch;
		const modality = this.#modality;
		const frame = grayImage(image.data, image.width, image.height);
		const unfit = modality.locateInto(region, frame, scratch) ?? modality.assess(region);
		if (unfit !== undefined) return unfit;
		const bands = bandEnergies(region, modality.regionWidth);
		const code = new Int8Array(modality.codeLength);
		const refusal = modality.extractInto(code, region, scratch);
		if (refusal !== undefined) return refusal;
		if (bands === undefined) return "too-dark";
		const [, ...rivals] = extractorsOf(modality);
		// The rivals take the region as extraction left it: continued, and its blemishes widened.
		const others = rivals.map((rival) => {
			const other = new Int8Array(rival.codeLength);
			rival.extractInto(other, region, scratch);
			return other;
		});
		return { codes: [code, ...others], bands };
	}
}
