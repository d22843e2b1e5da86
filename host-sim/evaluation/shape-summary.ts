import type { ShapeParameters } from "../../modules/modality/modality.js";
import { equalErrorRate, operatingPoints } from "./detection-error.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { Plan } from "./plan.js";
import type { ShapeComparisons, ShapeResult } from "./shape-trial.js";
import type { Cell, Rate } from "./statistics.js";

/** Errors of the shape gate, and of the veins with and without it. */
export interface ShapeSummary {
	readonly pictures: number;
	readonly known: number;
	readonly parameters: ShapeParameters;
	/** The gate by itself, with the product's parameters; a shape that is not known passes. */
	readonly fnmr: Rate;
	readonly fmr: Rate;
	readonly eer: number;
	/** With parameters fitted to the other half of the persons. */
	readonly fittedFnmr: Rate;
	readonly fittedFmr: Rate;
	readonly fittedLimits: readonly number[];
	readonly veins: PairOfRates;
	readonly veinsAndShape: PairOfRates;
	readonly codeAlone: PairOfRates;
	readonly codeAloneAndShape: PairOfRates;
}

export interface PairOfRates {
	readonly fnmr: Rate;
	readonly fmr: Rate;
}

type Distances = Pick<ShapeComparisons, "a" | "b" | "distances">;

/** @param rate of cells that name places of the plan @returns undefined when no picture shows an outline */
export function summariseShape(
	plan: Plan,
	result: ShapeResult | undefined,
	rate: (cells: readonly Cell[]) => Rate,
): ShapeSummary | undefined {
	const modality = MODALITY_OF_PICTURE.get(plan.persons.at(0)?.enrol[0].modality ?? "");
	if (result === undefined || modality === undefined || result.comparisons.length === 0) return undefined;
	const { comparisons, fitted, pictures, known } = result;
	const parameters = modality.shape;
	const passes = (distance: number | null, limit = parameters.distanceMax) =>
		distance === null || distance <= limit;
	const pair = (accepts: (one: ShapeComparisons, i: number) => boolean): PairOfRates => {
		const outcomes = comparisons.map((one) => ({
			...one,
			accepted: one.distances.map((_, i) => accepts(one, i)),
		}));
		return { fnmr: rate(cellsOf(outcomes, "genuine")), fmr: rate(cellsOf(outcomes, "impostor")) };
	};
	const crossed = fitted.flatMap((gate) =>
		gate.comparisons.map(({ a, b, distances }) => {
			return { a, b, accepted: distances.map((distance) => passes(distance, gate.parameters.distanceMax)) };
		}),
	);
	return {
		pictures,
		known,
		parameters,
		...pair(({ distances }, i) => passes(distances[i])),
		eer: equalErrorRate(operatingPoints(measured(comparisons, "genuine"), measured(comparisons, "impostor"))),
		fittedFnmr: rate(cellsOf(crossed, "genuine")),
		fittedFmr: rate(cellsOf(crossed, "impostor")),
		fittedLimits: fitted.map((gate) => gate.parameters.distanceMax),
		veins: pair(({ byVeins }, i) => byVeins[i]),
		veinsAndShape: pair(({ byVeins, distances }, i) => byVeins[i] && passes(distances[i])),
		codeAlone: pair(({ byCode }, i) => byCode[i]),
		codeAloneAndShape: pair(({ byCode, distances }, i) => byCode[i] && passes(distances[i])),
	};
}

type Kind = "genuine" | "impostor";

interface Outcomes {
	readonly a: number;
	readonly b: number;
	readonly accepted: readonly boolean[];
}

function cellsOf(outcomes: readonly Outcomes[], kind: Kind): Cell[] {
	return outcomes
		.filter(({ a, b }) => (a === b) === (kind === "genuine"))
		.map(({ a, b, accepted }) => {
			const errors = accepted.filter((accepts) => accepts === (kind === "impostor")).length;
			return { a, b, errors, trials: accepted.length };
		});
}

function measured(comparisons: readonly Distances[], kind: Kind): number[] {
	return comparisons
		.filter(({ a, b }) => (a === b) === (kind === "genuine"))
		.flatMap(({ distances }) => distances.flatMap((distance) => (distance === null ? [] : [distance])));
}
