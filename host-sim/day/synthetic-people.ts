import { assert } from "../../modules/bytes/assert.js";
import type { GreyImage } from "../images/grey-image.js";
import { captureHand, HAND_CONDITIONS, type HandCondition } from "../world/hands/capture.js";
import { USUAL_POSES } from "../world/hands/pose.js";
import { createWholeHand, poseOf } from "../world/hands/whole-hand.js";
import type { CaptureName } from "../world/palms/appearance.js";
import { capturePalm } from "../world/palms/capture.js";
import { createPalm, type Palm } from "../world/palms/palm.js";
import { type Lamp, PEOPLE_MIN, type People, type Person, type Visit } from "./people.js";
import { blackOf } from "./shade.js";

/** "hand": the camera sees the whole hand; "palm": it is mounted so that the palm fills the frame. */
export const VIEWS = ["hand", "palm"] as const;
export type View = (typeof VIEWS)[number];

/** Three people who do not exist; `seed` decides their hands and every picture of them. */
export function drawSyntheticPeople(seed: number, view: View): People {
	const persons: Person[] = [];
	for (let number = 1; number <= PEOPLE_MIN; number++) persons.push(drawPerson(seed, number, view));
	const source = `合成した手 / synthetic ${view}s, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

interface Sight {
	readonly conditions: Person["conditions"];
	capture(name: CaptureName, condition: HandCondition, lamp: Lamp): GreyImage;
}

/** Half of the largest frame that the unit takes: drawing one is slow. */
const HAND_FRAME = { width: 320, height: 240 };

function sightOfHand(palm: Palm): Sight {
	const hand = createWholeHand(palm);
	return {
		conditions: HAND_CONDITIONS,
		capture(name, condition, lamp) {
			const pose = poseOf(hand, name, USUAL_POSES);
			return captureHand(hand, { ...name, condition, size: HAND_FRAME, pose, lamp }).image;
		},
	};
}

/** What can go wrong with a hand of which only the palm shows. */
const PALM_CONDITIONS = ["good", "too-dark", "too-bright", "blurred", "moving", "nothing"] as const;

function sightOfPalm(palm: Palm): Sight {
	return {
		conditions: PALM_CONDITIONS,
		capture(name, wanted, lamp) {
			const condition = PALM_CONDITIONS.find((known) => known === wanted);
			assert(condition !== undefined, `a palm's region cannot be ${wanted}`);
			const image = capturePalm(palm, { ...name, condition });
			return lamp === "on" ? image : blackOf(image);
		},
	};
}

const ENROL_SAMPLES = 4;
/** Different pictures of one visit, then again from the first. */
const PICTURES_PER_VISIT = 8;

function drawPerson(seed: number, number: number, view: View): Person {
	const palm = createPalm(`day ${seed} person ${number}`, "right");
	const { conditions, capture } = view === "hand" ? sightOfHand(palm) : sightOfPalm(palm);
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
