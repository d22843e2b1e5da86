import type { Operator } from "../day/day.js";
import type { Person } from "../day/people.js";
import { blackOf } from "../day/shade.js";
import { seedOfPerson, type View } from "../day/synthetic-people.js";
import type { GreyImage } from "../images/grey-image.js";
import type { Part, Presentation } from "../shared/world-state.js";
import { captureEye, eyePoseOf } from "../world/eyes/capture.js";
import { createEye, type Eye } from "../world/eyes/eye.js";
import { type EyePose, USUAL_EYES } from "../world/eyes/pose.js";
import { captureHand } from "../world/hands/capture.js";
import { HAND_MATERIALS } from "../world/hands/material.js";
import { type HandPose, USUAL_POSES } from "../world/hands/pose.js";
import { createWholeHand, poseOf, type WholeHand } from "../world/hands/whole-hand.js";
import type { CaptureName } from "../world/palms/appearance.js";
import { capturePalm } from "../world/palms/capture.js";
import { createPalm } from "../world/palms/palm.js";
import { isHand, type Sitter } from "./presentation.js";

/** The day's operators, and one more whom nobody has enrolled. */
export function syntheticSitters(
	operators: readonly Operator[],
	seed: number,
	view: View,
	trait: Person["demand"],
): readonly Sitter[] {
	const names = [...operators.map(({ alias }) => alias), STRANGER];
	return names.map((name, index) => syntheticSitter(name, seedOfPerson(seed, index + 1), view, trait));
}

/** Of real persons there are pictures, and no more; the camera shows them as the day does. */
export function picturedSitters(operators: readonly Operator[]): readonly Sitter[] {
	return operators.map(({ alias, person }) => ({
		name: alias,
		parts: [person.demand === EYE_DEMAND ? "right-eye" : "right-hand"],
		materials: [],
		pose: "as-pictured",
		present: ({ lamp: strength }, number) => {
			const condition = strength < DARK_BELOW ? "too-dark" : "good";
			const visit = { purpose: "probe", number, condition } as const;
			return (movement, lamp) => person.see(visit, movement, lamp);
		},
	}));
}

const STRANGER = { ja: "登録のない人", en: "a stranger" };
const EYE_DEMAND = 2;
/** Below this a lamp counts as too dark for a picture, which is either shaded or not. */
const DARK_BELOW = 50;

/** As in a day's visits: enrolled in one session, recognised in another. */
const PROBE_SESSION = 1;
const PICTURES_PER_VISIT = 4;
/** Half of the largest frame that the unit takes: drawing one is slow. */
const FRAME = { width: 320, height: 240 };
/** Held at this distance a hand, or an eye, has its usual size in the frame. */
const USUAL_DISTANCE_MM = 60;

function syntheticSitter(name: Sitter["name"], seed: string, view: View, trait: Person["demand"]): Sitter {
	const sightOf = remembered((part: Part) => SIGHTS[sightName(part, view)](seed, part));
	const hands = ["right-hand", "left-hand"] as const;
	const eyes = ["right-eye", "left-eye"] as const;
	return {
		name,
		parts: trait === EYE_DEMAND ? [...eyes, ...hands] : [...hands, ...eyes],
		materials: view === "palm" ? ["skin"] : HAND_MATERIALS,
		pose: view === "palm" ? "as-pictured" : "free",
		present(presentation, visit) {
			const see = sightOf(presentation.part);
			const pictures = new Map<string, GreyImage>();
			return (movement, lamp) => {
				const picture = movement % PICTURES_PER_VISIT;
				const key = `${picture} ${lamp}`;
				const capture = { session: PROBE_SESSION, sample: visit * PICTURES_PER_VISIT + picture };
				const image = pictures.get(key) ?? see(capture, presentation, lamp);
				pictures.set(key, image);
				return image;
			};
		},
	};
}

type Sight = (name: CaptureName, presentation: Presentation, lamp: "on" | "off") => GreyImage;

const SIGHTS: Readonly<Record<"hand" | "palm" | "eye", (seed: string, part: Part) => Sight>> = {
	hand: (seed, part) => sightOfHand(createWholeHand(createPalm(seed, sideOf(part)))),
	palm: (seed, part) => {
		const palm = createPalm(seed, sideOf(part));
		return (name, { stillness }, lamp) => {
			const image = capturePalm(palm, { ...name, condition: stillness === "moving" ? "moving" : "good" });
			return lamp === "on" ? image : blackOf(image);
		};
	},
	eye: (seed, part) => sightOfEye(createEye(seed, sideOf(part))),
};

function sightName(part: Part, view: View): keyof typeof SIGHTS {
	if (!isHand(part)) return "eye";
	return view === "palm" ? "palm" : "hand";
}

function sideOf(part: Part): "left" | "right" {
	return part.startsWith("left") ? "left" : "right";
}

function sightOfHand(hand: WholeHand): Sight {
	return (name, presentation, lamp) => {
		const { material, stillness, lamp: strength, daylight } = presentation;
		const usual = poseOf(hand, name, USUAL_POSES);
		const pose: HandPose = {
			...usual,
			...placed(usual, presentation),
			rotation: usual.rotation + presentation.rotation,
		};
		const lighting = { lamp: strength / 100, daylight };
		const condition = stillness === "moving" ? "moving" : "good";
		return captureHand(hand, { ...name, condition, size: FRAME, pose, lamp, material, lighting }).image;
	};
}

function sightOfEye(eye: Eye): Sight {
	return (name, presentation, lamp) => {
		const { stillness, lamp: strength } = presentation;
		const usual = eyePoseOf(eye, name, USUAL_EYES);
		const pose: EyePose = {
			...usual,
			...placed(usual, presentation),
			roll: usual.roll + presentation.rotation,
		};
		const light = strength < DARK_BELOW ? "too-dark" : strength > GLARING_ABOVE ? "too-bright" : "good";
		const condition = stillness === "moving" ? "moving" : light;
		return captureEye(eye, { ...name, condition, size: FRAME, pose, lamp }).image;
	};
}

/** Above this an eye's picture is overexposed; it has no finer light than that. */
const GLARING_ABOVE = 200;

interface Placed {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
}

function placed(usual: Placed, { shiftX, shiftY, distanceMm }: Presentation): Placed {
	return {
		x: usual.x + shiftX / 100,
		y: usual.y + shiftY / 100,
		radius: (usual.radius * USUAL_DISTANCE_MM) / distanceMm,
	};
}

/** Drawing a hand's skin takes a while, and it does not change. */
function remembered<K, V>(make: (key: K) => V): (key: K) => V {
	const made = new Map<K, V>();
	return (key) => {
		const value = made.get(key) ?? make(key);
		made.set(key, value);
		return value;
	};
}
