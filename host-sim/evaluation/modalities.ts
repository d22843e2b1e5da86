import { iris } from "../../modules/modality/iris/iris.js";
import type { Modality } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";

/** What a manifest calls a kind of picture, and the modality that reads it. */
export const MODALITY_OF_PICTURE: ReadonlyMap<string, Modality> = new Map([
	["palm-roi", palmVein],
	["palm", palmVein],
	["iris", iris],
]);

/** The modality with this id in a record or a feature, or undefined. */
export function modalityById(id: number): Modality | undefined {
	for (const modality of MODALITY_OF_PICTURE.values()) if (modality.id === id) return modality;
	return undefined;
}
