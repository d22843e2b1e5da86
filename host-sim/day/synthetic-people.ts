import type { GreyImage } from "../images/grey-image.js";
import { captureHand, HAND_CONDITIONS } from "../world/hands/capture.js";
import { USUAL_POSES } from "../world/hands/pose.js";
import { createWholeHand, poseOf } from "../world/hands/whole-hand.js";
import { createPalm } from "../world/palms/palm.js";
import { PEOPLE_MIN, type People, type Person, type Visit } from "./people.js";

/** Three people who do not exist; `seed` decides their hands and every picture of them. */
export function drawSyntheticPeople(seed: number): People {
	const persons: Person[] = [];
	for (let number = 1; number <= PEOPLE_MIN; number++) persons.push(drawPerson(seed, number));
	const source = `合成した手 / synthetic hands, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

/** Half of the largest frame that the unit takes: drawing one is slow. */
const FRAME = { width: 320, height: 240 };
const ENROL_SAMPLES = 4;
/** Different pictures of one visit, then again from the first. */
const PICTURES_PER_VISIT = 8;

function drawPerson(seed: number, number: number): Person {
	const hand = createWholeHand(createPalm(`day ${seed} person ${number}`, "right"));
	/** Of the visit that lasts. */
	const drawn = new Map<number, GreyImage>();
	let visiting: Visit | undefined;
	const draw = ({ purpose, number: visit, condition }: Visit, picture: number): GreyImage => {
		// Enrolled on one day, recognised on another.
		const name = { session: purpose === "enrol" ? 0 : 1, sample: visit * PICTURES_PER_VISIT + picture };
		const pose = poseOf(hand, name, USUAL_POSES);
		return captureHand(hand, { ...name, condition, size: FRAME, pose, lamp: "on" }).image;
	};
	return {
		id: `synthetic-${number}`,
		enrolSamples: ENROL_SAMPLES,
		pictures: undefined,
		conditions: HAND_CONDITIONS,
		see(visit, movement) {
			if (visit !== visiting) drawn.clear();
			visiting = visit;
			const picture = movement % PICTURES_PER_VISIT;
			const image = drawn.get(picture) ?? draw(visit, picture);
			drawn.set(picture, image);
			return image;
		},
	};
}
