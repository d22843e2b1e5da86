import type { GreyImage } from "../images/grey-image.js";
import { capturePalm } from "../world/palms/capture.js";
import { createPalm } from "../world/palms/palm.js";
import { PEOPLE_MIN, type People, type Person, type Visit } from "./people.js";

/** Three people who do not exist; `seed` decides their palms and every picture of them. */
export function drawSyntheticPeople(seed: number): People {
	const persons: Person[] = [];
	for (let number = 1; number <= PEOPLE_MIN; number++) persons.push(drawPerson(seed, number));
	const source = `合成した手 / synthetic palms, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

const ENROL_SAMPLES = 4;
/** Different pictures of one visit, then again from the first: drawing one is slow. */
const PICTURES_PER_VISIT = 16;

function drawPerson(seed: number, number: number): Person {
	const palm = createPalm(`day ${seed} person ${number}`, "right");
	/** Of the visit that lasts. */
	const drawn = new Map<number, GreyImage>();
	let visiting: Visit | undefined;
	const draw = ({ purpose, number: visit }: Visit, picture: number): GreyImage => {
		// Enrolled on one day, recognised on another.
		const session = purpose === "enrol" ? 0 : 1;
		return capturePalm(palm, { session, sample: visit * PICTURES_PER_VISIT + picture, condition: "good" });
	};
	return {
		id: `synthetic-${number}`,
		enrolSamples: ENROL_SAMPLES,
		see(visit, exposure) {
			if (visit !== visiting) drawn.clear();
			visiting = visit;
			const picture = exposure % PICTURES_PER_VISIT;
			const image = drawn.get(picture) ?? draw(visit, picture);
			drawn.set(picture, image);
			return image;
		},
	};
}
