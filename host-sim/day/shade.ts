import type { GreyImage } from "../images/grey-image.js";

/** The picture without the unit's light, or with something in its way: veins hardly show. */
export function shade({ width, height, data }: GreyImage): GreyImage {
	return { width, height, data: data.map((grey) => grey >> 4) };
}
