import { grayImage } from "../../../modules/image/gray-image.js";
import { PLACE_LENGTH, paddedLength } from "../../../modules/modality/modality.js";
import { palmVein } from "../../../modules/modality/palm-vein/palm-vein.js";
import { Pipeline } from "../../../modules/pipeline/pipeline.js";
import type { GreyImage } from "../../images/grey-image.js";

/** What the pipeline makes of a picture on its way to a code. */
export interface Features {
	/** The palm, resampled. */
	readonly region: Uint8Array;
	readonly code: Uint8Array;
	/** The code's soft cells in each pose that a comparison tries. */
	readonly cells: readonly Uint8Array[];
}

/** @returns undefined for a picture that is refused: of such a one there are no features. */
export function featuresOf({ data, width, height }: GreyImage): Features | undefined {
	const region = {
		pixels: new Uint8Array(palmVein.regionLength),
		mask: new Uint8Array(palmVein.regionLength),
		shape: new Int8Array(palmVein.shape.spreads.length),
		place: new Int32Array(PLACE_LENGTH),
	};
	const frame = () => grayImage(data.slice(), width, height);
	const isLocated =
		palmVein.locateInto(region, frame(), new Int16Array(palmVein.scratchLength)) === undefined;
	pipeline ??= new Pipeline(palmVein);
	pipeline.wipe();
	if (pipeline.acquire(frame()) !== undefined || !isLocated) return undefined;
	const code = pipeline.exposeProbe();
	const cells = Array.from({ length: palmVein.poses.count }, (_, pose) => {
		const posed = new Int8Array(paddedLength(palmVein.grid));
		palmVein.poseInto(posed, code, pose);
		return Uint8Array.from(posed);
	});
	return { region: region.pixels, code: Uint8Array.from(code), cells };
}

let pipeline: Pipeline | undefined;
