/** Somebody whose hand is one shade of grey: enough for the fake unit. */
import { HAND, type Person } from "../../host-sim/day/people.js";

export function greyPerson(grey: number): Person {
	const image = { width: 128, height: 128, data: new Uint8Array(128 * 128).fill(grey) };
	return {
		id: `grey ${grey}`,
		demand: 1,
		shown: HAND,
		enrolSamples: 3,
		pictures: undefined,
		conditions: ["good"],
		see: () => image,
	};
}
