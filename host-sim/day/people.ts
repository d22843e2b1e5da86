import type { GreyImage } from "../images/grey-image.js";
import type { HandCondition } from "../world/hands/capture.js";

/** Somebody whose hand the camera can see. */
export interface Person {
	readonly id: string;
	/** Samples that an enrolment asks of this person, `ENROL_SAMPLES_MIN`..`ENROL_SAMPLES_MAX`. */
	readonly enrolSamples: number;
	/** How many different pictures there are; undefined: every movement gives another one. */
	readonly pictures: PictureCounts | undefined;
	/** How this person can present the hand; "good" comes first. */
	readonly conditions: readonly [HandCondition, ...HandCondition[]];
	/** The hand in a visit after it has moved `movement` times (0, 1, ...); `lamp` is the unit's light. */
	see(visit: Visit, movement: number, lamp: Lamp): GreyImage;
}

export type Lamp = "on" | "off";

export interface PictureCounts {
	readonly enrol: number;
	readonly probe: number;
}

/** One time of standing before the unit. */
export interface Visit {
	/** Real persons show pictures of their first session when enrolling and later ones afterwards. */
	readonly purpose: "enrol" | "probe";
	/** Counts the visits of a day; another visit shows the hand placed anew. */
	readonly number: number;
	/** One of the person's `conditions`. */
	readonly condition: HandCondition;
}

export interface People {
	/** Where the hands come from, for the operator to read. */
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
