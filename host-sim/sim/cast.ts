import { Demand, Modality } from "../../modules/messages/messages.generated.js";
import { EYE, HAND, HAND_AND_EYE, type Person } from "../day/people.js";
import { blackOf } from "../day/shade.js";
import type { GreyImage } from "../images/grey-image.js";
import { captureEye, type EyeCondition, eyePoseOf } from "../world/eyes/capture.js";
import { createEye, type Eye } from "../world/eyes/eye.js";
import { USUAL_EYES } from "../world/eyes/pose.js";
import { type Condition, capturePalm } from "../world/palms/capture.js";
import { createPalm, type Palm } from "../world/palms/palm.js";

/** How the office's people present palm or eye, well or badly. */
export const BAD_CONDITIONS = ["too-dark", "blurred", "nothing"] as const satisfies readonly (Condition &
	EyeCondition)[];

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

/** Whose palm and whose eye somebody presents: one's own, unless two people try to pass for one. */
export interface Sitter {
	readonly palm: Name;
	readonly eye: Name;
	/** The traits that are presented: the one, or of both the one that the unit asks for, palms first. */
	readonly demand: Demand;
}

/** The traits of a demand, in the order in which a unit asks for them. */
export function traitsOf(demand: Demand): readonly Modality[] {
	return demand === Demand.both ? [Modality.palmVein, Modality.iris] : [demand];
}

/** What the camera has just taken. */
export interface Exposure {
	readonly person: Name;
	readonly trait: Modality;
	readonly condition: string;
	readonly lit: boolean;
	readonly picture: Picture;
}

/** What a person presents, the same object for the same picture in all worlds of this process. */
export interface Picture {
	readonly trait: Modality;
	/** What our light alone shows. */
	readonly image: GreyImage;
	/** With the light on and off: the sensor's first pixel is hot, so that no frame is blank. */
	readonly lit: GreyImage;
	readonly dark: GreyImage;
}

/**
 * The same few people in every world, since drawing one is slow: a handful of pictures each, drawn once a
 * process, of the palm as a camera sees it that is mounted for it (`--view palm` of the day), and of the eye.
 */
export function personOf(
	{ palm, eye, demand }: Sitter,
	/** Told before the unit sees it. */
	onExposed: (exposure: Exposure) => void,
): Person {
	const [first, ...others] = traitsOf(demand);
	return {
		id: palm === eye ? palm : `${palm} with ${eye}'s eye`,
		demand,
		shown: SHOWN[demand],
		enrolSamples: ENROL_SAMPLES,
		pictures: undefined,
		conditions: ["good", ...BAD_CONDITIONS],
		see({ purpose, condition }, movement, lamp, asked) {
			const known = BAD_CONDITIONS.find((one) => one === condition) ?? "good";
			const trait = others.find((one) => one === asked) ?? first;
			const name = trait === Modality.iris ? eye : palm;
			const sample = movement % (purpose === "enrol" ? ENROL_SAMPLES : PROBES);
			const picture = pictureOf(name, trait, { session: purpose === "enrol" ? 0 : 1, sample }, known);
			onExposed({ person: name, trait, condition: known, lit: lamp === "on", picture });
			return lamp === "on" ? picture.lit : picture.dark;
		},
	};
}

const SHOWN = {
	[Demand.palmVein]: HAND,
	[Demand.iris]: EYE,
	[Demand.both]: HAND_AND_EYE,
} as const;

export const ENROL_SAMPLES = 3;
const PROBES = 2;

const palms = new Map<Name, Palm>();
const eyes = new Map<Name, Eye>();
const pictures = new Map<string, Picture>();

interface Sample {
	readonly session: number;
	readonly sample: number;
}

function pictureOf(name: Name, trait: Modality, sample: Sample, condition: Shape): Picture {
	const title = `${name} ${trait} ${sample.session} ${sample.sample} ${condition}`;
	const drawn = pictures.get(title);
	if (drawn !== undefined) return drawn;
	const draw = trait === Modality.iris ? drawEye : drawPalm;
	const image = draw(name, sample, condition);
	const picture = { trait, image, lit: withHotPixel(image), dark: withHotPixel(blackOf(image)) };
	pictures.set(title, picture);
	return picture;
}

function withHotPixel(image: GreyImage): GreyImage {
	const data = image.data.slice();
	data[0] = Math.min(255, data[0] + HEAT);
	return { ...image, data };
}

const HEAT = 1;

type Shape = "good" | (typeof BAD_CONDITIONS)[number];

function drawPalm(name: Name, sample: Sample, condition: Shape): GreyImage {
	const palm = palms.get(name) ?? createPalm(`the world's ${name}`, "right");
	palms.set(name, palm);
	return capturePalm(palm, { ...sample, condition });
}

function drawEye(name: Name, sample: Sample, condition: Shape): GreyImage {
	const eye = eyes.get(name) ?? createEye(`the world's ${name}`, "right");
	eyes.set(name, eye);
	const pose = eyePoseOf(eye, sample, USUAL_EYES);
	return captureEye(eye, { ...sample, condition, size: EYE_FRAME, lamp: "on", pose }).image;
}

/** Half of the largest frame that the unit takes. */
const EYE_FRAME = { width: 320, height: 240 };
