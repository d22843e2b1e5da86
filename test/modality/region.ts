import { GOOD } from "../../modules/image/blemish.js";
import { type Modality, PLACE_LENGTH, type Region } from "../../modules/modality/modality.js";

/** An empty region, or one whose pixels these are and all measured. */
export function regionOf(modality: Modality, pixels?: Uint8Array): Region {
	const mask = new Uint8Array(modality.regionLength);
	if (pixels !== undefined) mask.fill(GOOD);
	return {
		pixels: pixels ?? new Uint8Array(modality.regionLength),
		mask,
		shape: new Int8Array(modality.shape.spreads.length),
		place: new Int32Array(PLACE_LENGTH),
	};
}
