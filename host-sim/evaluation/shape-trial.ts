import { type Modality, type ShapeParameters, shapeOf } from "../../modules/modality/modality.js";
import { shapeDistance } from "../../modules/pipeline/shape-gate.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { Plan, PlannedPerson, PlannedPicture } from "./plan.js";
import { Recogniser } from "./recogniser.js";
import { evaluationCrypto, subjectOf } from "./subjects.js";
import type { TrialContext } from "./trial-context.js";

/** Comparisons of one person's probes with another's, or the same one's, enrolment. */
export interface ShapeComparisons {
	/** Places in the plan: the enrolled person and the one whose probes they are. */
	readonly a: number;
	readonly b: number;
	/** Of each probe that gave a code; null where too few lengths are known of both. */
	readonly distances: readonly (number | null)[];
	/** Parallel to `distances`: do the veins accept, the code alone and under the product's limit? */
	readonly byCode: readonly boolean[];
	readonly byVeins: readonly boolean[];
}

/** The gate with parameters that were fitted to one half of the persons, tried on the other half. */
export interface FittedGate {
	readonly parameters: ShapeParameters;
	readonly comparisons: readonly Pick<ShapeComparisons, "a" | "b" | "distances">[];
}

export interface ShapeResult {
	readonly kind: "shape";
	/** Pictures that gave a code, and how many of them show enough of an outline. */
	readonly pictures: number;
	readonly known: number;
	readonly comparisons: readonly ShapeComparisons[];
	readonly fitted: readonly FittedGate[];
}

/**
 * Does the plan's trait have a shape? Pictures of regions give none, but that shows only when they are read.
 */
export function hasShape(plan: Plan): boolean {
	const modality = MODALITY_OF_PICTURE.get(plan.persons.at(0)?.enrol[0].modality ?? "");
	return modality !== undefined && modality.shape.spreads.length > 0;
}

/** Measures the shape gate by itself and beside the veins, which decide without it here. */
export function tryShape(context: TrialContext): ShapeResult {
	const { persons } = context.plan;
	const modality = MODALITY_OF_PICTURE.get(persons[0].enrol[0].modality);
	if (modality === undefined) throw new Error("hasShape says when there is a shape to try");
	const shapes = persons.map((person) => shapesOf(context, modality, person));
	const all = shapes.flatMap(({ enrol, probes }) => [...enrol, ...probes]);
	const isKnown = (shape: Int8Array) =>
		shape.filter((length) => length > 0).length >= modality.shape.knownMin;
	const result = { kind: "shape", pictures: all.length, known: all.filter(isKnown).length } as const;
	if (result.known === 0) return { ...result, comparisons: [], fitted: [] };
	const everybody = compareShapes(context.plan, shapes, modality.shape, () => true);
	const veins = new VeinsAlone(context, modality);
	return {
		...result,
		comparisons: everybody.map(({ a, b, distances }) => ({ a, b, distances, ...veins.decide(a, b) })),
		fitted: [0, 1].map((half) => {
			const isOfHalf = (place: number) => persons[place].subject % 2 === half;
			const parameters = fit(context.plan, shapes, modality.shape, isOfHalf);
			return {
				parameters,
				comparisons: compareShapes(context.plan, shapes, parameters, (p) => !isOfHalf(p)),
			};
		}),
	};
}

interface PersonShapes {
	readonly enrol: readonly Int8Array[];
	readonly probes: readonly Int8Array[];
}

function shapesOf(context: TrialContext, modality: Modality, person: PlannedPerson): PersonShapes {
	const read = (pictures: readonly PlannedPicture[]) =>
		context.codesOf(pictures).map((code) => shapeOf(modality, code).slice());
	return { enrol: read(person.enrol), probes: read(person.probes) };
}

/** As the unit does at enrolment: the mean over the samples that know a length, rounded. */
function meanOf(shapes: readonly Int8Array[]): Int8Array {
	const mean = new Int8Array(shapes[0].length);
	for (let i = 0; i < mean.length; i++) {
		const known = shapes.flatMap((shape) => (shape[i] > 0 ? [shape[i]] : []));
		if (known.length > 0) mean[i] = Math.round(known.reduce((sum, length) => sum + length) / known.length);
	}
	return mean;
}

function compareShapes(
	{ persons }: Plan,
	shapes: readonly PersonShapes[],
	parameters: ShapeParameters,
	isIn: (place: number) => boolean,
): Pick<ShapeComparisons, "a" | "b" | "distances">[] {
	return persons.flatMap(({ impostors }, a) => {
		const { enrol } = shapes[a];
		if (enrol.length === 0 || !isIn(a)) return [];
		const reference = meanOf(enrol);
		return [a, ...impostors].filter(isIn).map((b) => {
			const distances = shapes[b].probes.map((probe) => shapeDistance(probe, reference, parameters) ?? null);
			return { a, b, distances };
		});
	});
}

/** Fine lengths vary by rounding alone. */
const SPREAD_MIN = 3;

/**
 * Spreads: the pooled standard deviation of each length within the half's persons. Limit: just above the
 * farthest genuine comparison of that half.
 */
function fit(
	plan: Plan,
	shapes: readonly PersonShapes[],
	{ spreads, knownMin }: ShapeParameters,
	isIn: (place: number) => boolean,
): ShapeParameters {
	const own = plan.persons.flatMap(({ rotation }, place) =>
		rotation === 0 && isIn(place) ? [[...shapes[place].enrol, ...shapes[place].probes]] : [],
	);
	const fitted = spreads.map((_, i) => Math.max(SPREAD_MIN, Math.round(pooledDeviation(own, i))));
	const genuine = compareShapes(plan, shapes, { spreads: fitted, distanceMax: 0, knownMin }, isIn)
		.filter(({ a, b }) => a === b)
		.flatMap(({ distances }) => distances.flatMap((distance) => (distance === null ? [] : [distance])));
	return { spreads: fitted, distanceMax: Math.ceil(1.05 * Math.max(0, ...genuine)), knownMin };
}

function pooledDeviation(persons: readonly (readonly Int8Array[])[], i: number): number {
	let squares = 0;
	let freedom = 0;
	for (const person of persons) {
		const known = person.flatMap((shape) => (shape[i] > 0 ? [shape[i]] : []));
		if (known.length < 2) continue;
		const mean = known.reduce((sum, length) => sum + length) / known.length;
		squares += known.reduce((sum, length) => sum + (length - mean) ** 2, 0);
		freedom += known.length - 1;
	}
	return freedom === 0 ? 0 : Math.sqrt(squares / freedom);
}

/** The protected path without the gate: records of the same samples, compared under two limits. */
class VeinsAlone {
	readonly #context: TrialContext;
	readonly #modality: Modality;
	readonly #product: Recogniser;
	readonly #code: Recogniser;
	readonly #records = new Map<number, Uint8Array | undefined>();

	constructor(context: TrialContext, modality: Modality) {
		const open = { ...modality, shape: { ...modality.shape, distanceMax: Number.POSITIVE_INFINITY } };
		this.#context = context;
		this.#modality = modality;
		this.#product = new Recogniser(open);
		this.#code = new Recogniser({ ...open, commitment: { ...open.commitment, bitErrorMax: 1024 } });
	}

	decide(a: number, b: number): Pick<ShapeComparisons, "byCode" | "byVeins"> {
		const person = this.#context.plan.persons[a];
		const crypto = evaluationCrypto(`shape ${person.id}`);
		const subject = subjectOf(crypto, person.id, this.#modality.id);
		if (!this.#records.has(a)) {
			const codes = this.#context.codesOf(person.enrol);
			const enrolment = this.#product.enrol(crypto, subject, codes, person.enrol.length, 1);
			this.#records.set(a, enrolment.kind === "enrolled" ? enrolment.record : undefined);
		}
		const record = this.#records.get(a);
		const probes = this.#context.codesOf(this.#context.plan.persons[b].probes);
		const accepts = (recogniser: Recogniser) =>
			probes.map(
				(code) => record !== undefined && recogniser.verify(crypto, subject, record, code) === "match",
			);
		return { byCode: accepts(this.#code), byVeins: accepts(this.#product) };
	}
}
