import type { Modality } from "../modality/modality.js";
import type { ProtectionProfile } from "../protection/profile.js";

/** What the protection of a modality's references is made for. */
export function profileOf({ grid, commitment, shape }: Modality): ProtectionProfile {
	const { planes, width, height } = grid;
	return { planes, width, height, ...commitment, shapeLength: shape.spreads.length };
}
