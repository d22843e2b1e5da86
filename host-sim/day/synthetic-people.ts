import { assert } from "../../modules/bytes/assert.js";
import { Demand } from "../../modules/messages/messages.generated.js";
import { iris } from "../../modules/modality/iris/iris.js";
import type { Modality } from "../../modules/modality/modality.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import type { Sentence } from "../../terminal/sentences.js";
import type { GreyImage } from "../images/grey-image.js";
import { captureEye, EYE_CONDITIONS, eyePoseOf } from "../world/eyes/capture.js";
import { createEye, type Eye } from "../world/eyes/eye.js";
import { USUAL_EYES } from "../world/eyes/pose.js";
import { captureHand, HAND_CONDITIONS } from "../world/hands/capture.js";
import { USUAL_POSES } from "../world/hands/pose.js";
import { createWholeHand, poseOf } from "../world/hands/whole-hand.js";
import type { CaptureName } from "../world/palms/appearance.js";
import { capturePalm } from "../world/palms/capture.js";
import { createPalm, type Palm } from "../world/palms/palm.js";
import {
	type Condition,
	EYE,
	HAND,
	HAND_AND_EYE,
	type Lamp,
	PEOPLE_MIN,
	type People,
	type Person,
	type Visit,
} from "./people.js";
import { blackOf } from "./shade.js";

/**
 * "hand": the camera sees the whole hand; "palm": it is mounted so that the palm fills the frame; "eye": it
 * sees one eye.
 */
const VIEWS = ["hand", "palm", "eye"] as const;
export type View = (typeof VIEWS)[number];

/** The views of a trait, the usual one first. */
export function viewsOf(modality: Modality["id"]): readonly View[] {
	return VIEWS.filter((view) => MODALITY_OF_VIEW[view] === modality);
}

/** The same three people's hands, as `view` shows them, and eyes: each shows what is asked for. */
export function drawPeopleWithBoth(seed: number, view: View): People {
	const eyes = drawSyntheticPeople(seed, "eye").persons;
	const persons = drawSyntheticPeople(seed, view).persons.map((hand, index) => withEye(hand, eyes[index]));
	const source = `合成した${HAND_AND_EYE.ja} / synthetic ${view}s and eyes, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

function withEye(hand: Person, eye: Person): Person {
	const [good, ...others] = hand.conditions;
	return {
		...hand,
		demand: Demand.both,
		shown: HAND_AND_EYE,
		conditions: [good, ...others.filter((condition) => eye.conditions.includes(condition))],
		see: (visit, movement, lamp, asked) =>
			(asked === eye.demand ? eye : hand).see(visit, movement, lamp, asked),
	};
}

/** Three people who do not exist; `seed` decides their hands or eyes and every picture of them. */
export function drawSyntheticPeople(seed: number, view: View): People {
	const persons: Person[] = [];
	for (let number = 1; number <= PEOPLE_MIN; number++) persons.push(drawPerson(seed, number, view));
	const source = `合成した${persons[0].shown.ja} / synthetic ${view}s, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

interface Sight {
	readonly modality: Modality["id"];
	readonly shown: Sentence;
	readonly conditions: Person["conditions"];
	capture(name: CaptureName, condition: Condition, lamp: Lamp): GreyImage;
}

/** Half of the largest frame that the unit takes: drawing one is slow. */
const FRAME = { width: 320, height: 240 };

function sightOfHand(palm: Palm): Sight {
	const hand = createWholeHand(palm);
	return {
		modality: palmVein.id,
		shown: HAND,
		conditions: HAND_CONDITIONS,
		capture(name, wanted, lamp) {
			const condition = known(HAND_CONDITIONS, wanted);
			const pose = poseOf(hand, name, USUAL_POSES);
			return captureHand(hand, { ...name, condition, size: FRAME, pose, lamp }).image;
		},
	};
}

/** What can go wrong with a hand of which only the palm shows. */
const PALM_CONDITIONS = ["good", "too-dark", "too-bright", "blurred", "moving", "nothing"] as const;

function sightOfPalm(palm: Palm): Sight {
	return {
		modality: palmVein.id,
		shown: HAND,
		conditions: PALM_CONDITIONS,
		capture(name, wanted, lamp) {
			const condition = known(PALM_CONDITIONS, wanted);
			const image = capturePalm(palm, { ...name, condition });
			return lamp === "on" ? image : blackOf(image);
		},
	};
}

function sightOfEye(eye: Eye): Sight {
	return {
		modality: iris.id,
		shown: EYE,
		conditions: EYE_CONDITIONS,
		capture(name, wanted, lamp) {
			const pose = eyePoseOf(eye, name, USUAL_EYES);
			const condition = known(EYE_CONDITIONS, wanted);
			return captureEye(eye, { ...name, condition, size: FRAME, pose, lamp }).image;
		},
	};
}

function known<T extends Condition>(conditions: readonly T[], wanted: Condition): T {
	const condition = conditions.find((one) => one === wanted);
	assert(condition !== undefined, `it cannot be ${wanted}`);
	return condition;
}

const MODALITY_OF_VIEW: Readonly<Record<View, Modality["id"]>> = {
	hand: palmVein.id,
	palm: palmVein.id,
	eye: iris.id,
};

/** What the camera sees of the person of a seed. */
const SIGHTS: Readonly<Record<View, (seed: string) => Sight>> = {
	hand: (seed) => sightOfHand(createPalm(seed, "right")),
	palm: (seed) => sightOfPalm(createPalm(seed, "right")),
	eye: (seed) => sightOfEye(createEye(seed, "right")),
};

const ENROL_SAMPLES = 4;
/** Different pictures of one visit, then again from the first. */
const PICTURES_PER_VISIT = 8;

/** Decides what the `number`-th person (from 1) of a day's seed is made of. */
export function seedOfPerson(seed: number, number: number): string {
	return `day ${seed} person ${number}`;
}

function drawPerson(seed: number, number: number, view: View): Person {
	const { modality, shown, conditions, capture } = SIGHTS[view](seedOfPerson(seed, number));
	/** Of the visit that lasts. */
	const drawn = new Map<string, GreyImage>();
	let visiting: Visit | undefined;
	const draw = ({ purpose, number: visit, condition }: Visit, picture: number, lamp: Lamp): GreyImage => {
		// Enrolled on one day, recognised on another.
		const session = purpose === "enrol" ? 0 : 1;
		return capture({ session, sample: visit * PICTURES_PER_VISIT + picture }, condition, lamp);
	};
	return {
		id: `synthetic-${number}`,
		demand: modality,
		shown,
		enrolSamples: ENROL_SAMPLES,
		pictures: undefined,
		conditions,
		see(visit, movement, lamp) {
			if (visit !== visiting) drawn.clear();
			visiting = visit;
			const picture = movement % PICTURES_PER_VISIT;
			const image = drawn.get(`${picture} ${lamp}`) ?? draw(visit, picture, lamp);
			drawn.set(`${picture} ${lamp}`, image);
			return image;
		},
	};
}
