import type { Modality } from "../../modules/modality/modality.js";
import { TRAITS } from "../../modules/modality/traits.js";

/** What a manifest calls a kind of picture, and the modality that reads it. */
export const MODALITY_OF_PICTURE: ReadonlyMap<string, Modality> = new Map(
	TRAITS.flatMap((trait) => trait.pictures.map((picture) => [picture, trait])),
);

/** The modality with this id in a record or a feature, or undefined. */
export function modalityById(id: number): Modality | undefined {
	return TRAITS.find((trait) => trait.id === id);
}
