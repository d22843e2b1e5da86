import type { GrayImage } from "../../../image/gray-image.js";
import { resampleInto, type Similarity } from "../../../image/resample.js";
import { blemishOutside } from "../../../image/stencil.js";
import type { CaptureRefusal, Region } from "../../modality.js";
import { FIELD_SIDE, REGION_SIDE } from "../parameters.js";
import { findHand } from "./hand.js";
import { palmSquare } from "./palm-square.js";
import { shapeInto } from "./shape.js";
import { handMemory } from "./silhouette.js";

/**
 * Frame of a whole hand -> region. The region is taken from the same small picture in which the hand was
 * found: its pixels are about the field's, so the frame needs neither a second look nor a pyramid.
 *
 * @param scratch at least HAND_SCRATCH samples
 */
export function locatePalmInto(
	region: Region,
	frame: GrayImage,
	scratch: Int16Array,
): CaptureRefusal | undefined {
	const hand = findHand(handMemory(scratch), frame);
	if (typeof hand === "string") return hand;
	const { grey, mask, width, height } = hand.silhouette;
	const square = palmSquare(hand);
	const picture = { data: grey, offset: 0, width, height, stride: width };
	resampleInto(region.pixels, region.mask, picture, FIELD_SIDE, square);
	blemishOutside(region.mask, FIELD_SIDE, mask, width, square);
	shapeInto(region.shape, hand);
	placeInto(region.place, square, frame.width / width);
	return undefined;
}

/** @param factor frame pixels for one of the small picture; places need no more than its accuracy */
function placeInto(place: Int32Array, square: Similarity, factor: number): void {
	const unit = (16 * factor) / 65536;
	place[0] = Math.round(square.centreX * unit);
	place[1] = Math.round(square.centreY * unit);
	place[2] = Math.round((square.stepX * unit * REGION_SIDE) / 2);
	place[3] = Math.round((square.stepY * unit * REGION_SIDE) / 2);
}
