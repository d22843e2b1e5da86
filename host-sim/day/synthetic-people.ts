import { capturePalm } from "../world/palms/capture.js";
import { createPalm } from "../world/palms/palm.js";
import { PEOPLE_MIN, type People, type Person } from "./people.js";

/** Three people who do not exist; `seed` decides their palms and every picture of them. */
export function drawSyntheticPeople(seed: number): People {
	const persons: Person[] = [];
	for (let number = 1; number <= PEOPLE_MIN; number++) persons.push(drawPerson(seed, number));
	const source = `合成した手 / synthetic palms, seed ${seed}`;
	return { source, persons, leftOut: [] };
}

const ENROL_SAMPLES = 4;
/**
 * Pictures of one visit are numbered from here on for the next visit; longer visits repeat nobody's pictures.
 */
const EXPOSURES_PER_VISIT = 1000;

function drawPerson(seed: number, number: number): Person {
	const palm = createPalm(`day ${seed} person ${number}`, "right");
	return {
		id: `synthetic-${number}`,
		enrolSamples: ENROL_SAMPLES,
		see(visit, exposure) {
			// Enrolled on one day, recognised on another.
			const session = visit.purpose === "enrol" ? 0 : 1;
			const sample = visit.number * EXPOSURES_PER_VISIT + exposure;
			return capturePalm(palm, { session, sample, condition: "good" });
		},
	};
}
