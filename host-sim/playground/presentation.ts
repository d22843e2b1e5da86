/** What somebody holds before the unit, and how: as the page asks for it, and as the camera sees it. */

import type { Sentence } from "../../terminal/sentences.js";
import { isRecord } from "../../terminal/shared/contract.js";
import type { GreyImage } from "../images/grey-image.js";
import {
	type Part,
	type Presentation,
	RANGES,
	type RangeName,
	type SitterDescription,
} from "../shared/world-state.js";
import { HAND_MATERIALS } from "../world/hands/material.js";

/** Somebody who can come before the unit. */
export interface Sitter extends SitterDescription {
	/** @returns what the camera sees, `movement` by `movement`; see `Person.see`. */
	present(presentation: Presentation, visit: number): (movement: number, lamp: "on" | "off") => GreyImage;
}

export type ParsedPresentation =
	| { readonly kind: "presentation"; readonly presentation: Presentation }
	| { readonly kind: "refused"; readonly reason: Sentence };

/** What is not said is as usual. */
export function parsePresentation(input: unknown, sitters: readonly Sitter[]): ParsedPresentation {
	if (!isRecord(input)) return refused("person");
	const sitter = typeof input["person"] === "number" ? sitters[input["person"]] : undefined;
	if (sitter === undefined) return refused("person");
	const part = sitter.parts.find((known) => known === (input["part"] ?? sitter.parts[0]));
	if (part === undefined) return refused("part");
	const wanted = input["material"] ?? "skin";
	const material = HAND_MATERIALS.find((known) => known === wanted);
	const isPossible = material === "skin" || (isHand(part) && sitter.materials.some((one) => one === wanted));
	if (material === undefined || !isPossible) return refused("material");
	const stillness = input["stillness"] ?? "still";
	if (stillness !== "still" && stillness !== "moving") return refused("stillness");
	const numbers = numbersOf(input);
	if (typeof numbers === "string") return refused(numbers);
	const person = sitters.indexOf(sitter);
	return { kind: "presentation", presentation: { person, part, material, stillness, ...numbers } };
}

export function isHand(part: Part): boolean {
	return part === "right-hand" || part === "left-hand";
}

function numbersOf(input: Readonly<Record<string, unknown>>): Record<RangeName, number> | RangeName {
	const numbers = { rotation: 0, shiftX: 0, shiftY: 0, distanceMm: 0, lamp: 0, daylight: 0 };
	for (const name of NUMBER_NAMES) {
		const [least, most, usual] = RANGES[name];
		const value = input[name] ?? usual;
		if (typeof value !== "number" || !(value >= least && value <= most)) return name;
		numbers[name] = value;
	}
	return numbers;
}

const NUMBER_NAMES = ["rotation", "shiftX", "shiftY", "distanceMm", "lamp", "daylight"] as const;

function refused(field: string): ParsedPresentation {
	return {
		kind: "refused",
		reason: { ja: `かざし方が正しくありません (${field})。`, en: `Nobody can present like that: ${field}.` },
	};
}
