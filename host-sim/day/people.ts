import type { Demand, Modality } from "../../modules/messages/messages.generated.js";
import type { Sentence } from "../../terminal/sentences.js";
import type { GreyImage } from "../images/grey-image.js";
import type { EyeCondition } from "../world/eyes/capture.js";
import type { HandCondition } from "../world/hands/capture.js";

/** How a hand or an eye can be presented. */
export type Condition = HandCondition | EyeCondition;

/** Somebody whose hand or eye the camera can see. */
export interface Person {
	readonly id: string;
	/** What this person shows: one trait, or whichever of both is asked for. */
	readonly demand: Demand;
	/** What of the person the camera sees, in a word. */
	readonly shown: Sentence;
	/** Samples that an enrolment asks of this person, `ENROL_SAMPLES_MIN`..`ENROL_SAMPLES_MAX`. */
	readonly enrolSamples: number;
	/** How many different pictures there are; undefined: every movement gives another one. */
	readonly pictures: PictureCounts | undefined;
	/** How this person can present it; "good" comes first. */
	readonly conditions: readonly [Condition, ...Condition[]];
	/**
	 * What the camera sees in a visit after it has moved `movement` times (0, 1, ...); `lamp` is the unit's
	 * light, `asked` the trait that the unit last asked for, if it has been heard.
	 */
	see(visit: Visit, movement: number, lamp: Lamp, asked?: Modality): GreyImage;
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
	/** Counts the visits of a day; another visit shows it placed anew. */
	readonly number: number;
	/** One of the person's `conditions`. */
	readonly condition: Condition;
}

export interface People {
	/** Where the pictures come from, for the operator to read. */
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

export const HAND: Sentence = { ja: "手", en: "hand" };
export const EYE: Sentence = { ja: "目", en: "eye" };
export const HAND_AND_EYE: Sentence = { ja: "手と目", en: "hand and eye" };
