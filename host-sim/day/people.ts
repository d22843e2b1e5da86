import type { GreyImage } from "../images/grey-image.js";

/** Somebody whose palm the camera can see. */
export interface Person {
	readonly id: string;
	/** Good samples that one enrolment can take from this person, at least `ENROL_SAMPLES_MIN`. */
	readonly enrolSamples: number;
	/** What the `exposure`-th frame (0, 1, ...) of a visit shows. */
	see(visit: Visit, exposure: number): GreyImage;
}

/** One time of standing before the unit. */
export interface Visit {
	/** Real persons show pictures of their first session when enrolling and later ones afterwards. */
	readonly purpose: "enrol" | "probe";
	/** Counts the visits of a day; another visit shows the hand placed anew. */
	readonly number: number;
}

export interface People {
	/** Where the palms come from, for the operator to read. */
	readonly source: string;
	/** At least `PEOPLE_MIN`. */
	readonly persons: readonly Person[];
	/** Files and persons left out, one sentence each. */
	readonly leftOut: readonly string[];
}

export type FoundPeople =
	| { readonly kind: "people"; readonly people: People }
	| { readonly kind: "refused"; readonly reason: string; readonly leftOut: readonly string[] };

/** The day enrols three operators. */
export const PEOPLE_MIN = 3;
/** messages.cddl: an enrolment takes 3 to 5 samples. */
export const ENROL_SAMPLES_MIN = 3;
export const ENROL_SAMPLES_MAX = 5;
