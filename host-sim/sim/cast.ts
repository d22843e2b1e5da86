import { HAND, type Person } from "../day/people.js";
import { blackOf } from "../day/shade.js";
import type { GreyImage } from "../images/grey-image.js";
import { type Condition, capturePalm } from "../world/palms/capture.js";
import { createPalm, type Palm } from "../world/palms/palm.js";

/** How the office's people hold their palms, well or badly. */
export const BAD_CONDITIONS = ["too-dark", "blurred", "nothing"] as const satisfies readonly Condition[];

/** The people who may be enrolled, and one who never is. */
export const CAST = ["ann", "ben", "cho", "dai", "eve"] as const;
export type Name = (typeof CAST)[number];
export const STRANGER: Name = "eve";
export const SUPERVISOR: Name = "ann";
export const OPERATORS: readonly Name[] = ["ben", "cho", "dai"];

/** What a person types; never leaves the terminal. */
export function idOf(name: Name): string {
	return `照合番号-${name}-${name.length}0071`;
}

/** What the camera has just taken: told before the unit sees it. */
export type OnExposed = (person: Name, condition: string, lit: boolean) => void;

/**
 * The same few people in every world, since drawing a palm is slow: a handful of pictures each, drawn once a
 * process, of the palm as a camera sees it that is mounted for it (`--view palm` of the day).
 */
export function personOf(name: Name, onExposed: OnExposed): Person {
	return {
		id: name,
		demand: 1,
		shown: HAND,
		enrolSamples: ENROL_SAMPLES,
		pictures: undefined,
		conditions: ["good", "too-dark", "blurred", "nothing"],
		see({ purpose, condition }, movement, lamp) {
			const known = BAD_CONDITIONS.find((one) => one === condition) ?? "good";
			onExposed(name, known, lamp === "on");
			const picture = movement % (purpose === "enrol" ? ENROL_SAMPLES : PROBES);
			const image = pictureOf(name, purpose === "enrol" ? 0 : 1, picture, known);
			return lamp === "on" ? image : blackOf(image);
		},
	};
}

/** Every picture drawn so far in this process, for a search of its pixels elsewhere. */
export function picturesDrawn(): Iterable<GreyImage> {
	return pictures.values();
}

export const ENROL_SAMPLES = 3;
const PROBES = 2;

const palms = new Map<Name, Palm>();
const pictures = new Map<string, GreyImage>();

function pictureOf(name: Name, session: number, sample: number, condition: Condition): GreyImage {
	const title = `${name} ${session} ${sample} ${condition}`;
	const drawn = pictures.get(title);
	if (drawn !== undefined) return drawn;
	const palm = palms.get(name) ?? createPalm(`the world's ${name}`, "right");
	palms.set(name, palm);
	const picture = capturePalm(palm, { session, sample, condition });
	pictures.set(title, picture);
	return picture;
}
