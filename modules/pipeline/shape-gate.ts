import type { ShapeParameters } from "../modality/modality.js";

/**
 * Is the probe's shape that of the reference, as far as both are known? A gate beside the features, which
 * decide: it is set where nearly every genuine probe passes. Too few known lengths say nothing and pass.
 *
 * @param probe, reference `spreads.length` values, 0 where not measured
 */
export function passesShapeGate(
	probe: Int8Array,
	reference: Int8Array,
	parameters: ShapeParameters,
): boolean {
	const distance = shapeDistance(probe, reference, parameters);
	return distance === undefined || distance <= parameters.distanceMax;
}

/**
 * Mean square of the differences, each in its own spread, in 1/64. None counts for more than OUTLIER spreads:
 * an edge taken for another is far off.
 *
 * @returns undefined when fewer than `knownMin` lengths are known of both
 */
export function shapeDistance(
	probe: Int8Array,
	reference: Int8Array,
	{ spreads, knownMin }: ShapeParameters,
): number | undefined {
	let sum = 0;
	let known = 0;
	for (let i = 0; i < spreads.length; i++) {
		if (probe[i] === 0 || reference[i] === 0) continue;
		const difference = (probe[i] - reference[i]) / spreads[i];
		const square = 64 * difference * difference;
		sum += square > SQUARE_MAX ? SQUARE_MAX : square;
		known++;
	}
	return known < knownMin ? undefined : Math.round(sum / known);
}

const OUTLIER = 2.5;
const SQUARE_MAX = 64 * OUTLIER * OUTLIER;
