import type { GreyImage } from "../images/grey-image.js";

/** The picture with something between the hand and the unit's light. */
export function shade({ width, height, data }: GreyImage): GreyImage {
	return { width, height, data: data.map((grey) => grey >> 4) };
}

/** What a camera without any light sees: of most pictures nobody knows how much of it was daylight. */
export function blackOf({ width, height, data }: GreyImage): GreyImage {
	return { width, height, data: new Uint8Array(data.length) };
}
