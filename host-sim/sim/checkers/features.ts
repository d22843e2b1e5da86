import { assert } from "../../../modules/bytes/assert.js";
import { grayImage } from "../../../modules/image/gray-image.js";
import { PLACE_LENGTH, paddedLength } from "../../../modules/modality/modality.js";
import { TRAITS } from "../../../modules/modality/traits.js";
import { Pipeline } from "../../../modules/pipeline/pipeline.js";
import type { Picture } from "../cast.js";

/** What the pipeline makes of a picture on its way to a code. */
export interface Features {
	/** The palm, or the ring of the iris, resampled. */
	readonly region: Uint8Array;
	readonly code: Uint8Array;
	/** The code's soft cells in each pose that a comparison tries. */
	readonly cells: readonly Uint8Array[];
}

/** @returns undefined for a picture that is refused: of such a one there are no features. */
export function featuresOf({ trait, image }: Picture): Features | undefined {
	const modality = TRAITS.find(({ id }) => id === trait);
	assert(modality !== undefined, "a picture of a trait that the unit reads");
	const region = {
		pixels: new Uint8Array(modality.regionLength),
		mask: new Uint8Array(modality.regionLength),
		shape: new Int8Array(modality.shape.spreads.length),
		place: new Int32Array(PLACE_LENGTH),
	};
	const frame = () => grayImage(image.data.slice(), image.width, image.height);
	const isLocated =
		modality.locateInto(region, frame(), new Int16Array(modality.scratchLength)) === undefined;
	const pipeline = pipelines.get(trait) ?? new Pipeline(modality);
	pipelines.set(trait, pipeline);
	pipeline.wipe();
	if (pipeline.acquire(frame()) !== undefined || !isLocated) return undefined;
	const code = pipeline.exposeProbe();
	const cells = Array.from({ length: modality.poses.count }, (_, pose) => {
		const posed = new Int8Array(paddedLength(modality.grid));
		modality.poseInto(posed, code, pose);
		return Uint8Array.from(posed);
	});
	return { region: region.pixels, code: Uint8Array.from(code), cells };
}

const pipelines = new Map<Picture["trait"], Pipeline>();
