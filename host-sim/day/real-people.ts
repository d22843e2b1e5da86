import type { Modality } from "../../modules/modality/modality.js";
import { TRAITS } from "../../modules/modality/traits.js";
import { type FolderPerson, type FolderSample, openImageFolder } from "../images/folder.js";
import type { GreyImage, ImageSize } from "../images/grey-image.js";
import { describeRefusal } from "../images/image-file.js";
import { shuffled } from "./draw.js";
import {
	ENROL_SAMPLES_MAX,
	ENROL_SAMPLES_MIN,
	EYE,
	type FoundPeople,
	HAND,
	PEOPLE_MIN,
	type Person,
} from "./people.js";
import { blackOf, shade } from "./shade.js";

/**
 * Three persons out of a folder of images of a trait, chosen by `seed`. Every picture is read
 * once, so that every damaged one is named; only the chosen persons' pictures are kept.
 */
export function findRealPeople(folder: string, seed: number, trait: Modality = TRAITS[0]): FoundPeople {
	const opened = openImageFolder(folder);
	if (opened.kind === "refused") return { kind: "refused", reason: opened.reason, leftOut: [] };
	const leftOut = opened.folder.refused.map(describeRefusal);
	const persons: Person[] = [];
	for (const candidate of shuffled(opened.folder.persons, `people ${seed}`)) {
		const person = personOf(candidate, trait, leftOut);
		if (person !== undefined && persons.length < PEOPLE_MIN) persons.push(person);
	}
	if (persons.length < PEOPLE_MIN) {
		const reason = `${folder}: ${persons.length} usable persons; the day needs ${PEOPLE_MIN}`;
		return { kind: "refused", reason, leftOut };
	}
	return { kind: "people", people: { source: opened.folder.source, persons, leftOut } };
}

/** A palm's region as the camera may frame it, whole hands, and eyes. */
const SIZES: readonly ImageSize[] = [
	{ width: 128, height: 128 },
	{ width: 320, height: 240 },
	{ width: 320, height: 280 },
	{ width: 640, height: 480 },
];

/** Different pictures that an enrolment must see, whatever the number of its samples. */
const ENROL_PICTURES_MIN = 2;

function personOf(candidate: FolderPerson, trait: Modality, leftOut: string[]): Person | undefined {
	const sessions = candidate.sessions
		.map((session) => session.samples.flatMap((sample) => load(sample, trait, leftOut)))
		.filter((images) => images.length > 0);
	const [enrol, probe] = partition(sessions);
	if (enrol.length < ENROL_PICTURES_MIN || probe.length === 0) {
		leftOut.push(
			`${candidate.id}: ${enrol.length + probe.length} usable images; ` +
				`expected are ${ENROL_PICTURES_MIN} to enrol with and one more`,
		);
		return undefined;
	}
	return {
		id: candidate.id,
		demand: trait.id,
		shown: trait.id === TRAITS[0].id ? HAND : EYE,
		enrolSamples: Math.min(Math.max(enrol.length, ENROL_SAMPLES_MIN), ENROL_SAMPLES_MAX),
		pictures: { enrol: enrol.length, probe: probe.length },
		conditions: ["good", "too-dark"],
		see({ purpose, number, condition }, movement, lamp) {
			const images = purpose === "enrol" ? enrol : probe;
			const image = images[(number + movement) % images.length];
			if (lamp === "off") return blackOf(image);
			return condition === "too-dark" ? shade(image) : image;
		},
	};
}

function load(sample: FolderSample, trait: Modality, leftOut: string[]): GreyImage[] {
	const fault = unsuitable(sample, trait);
	if (fault !== undefined) {
		leftOut.push(`${sample.file}: ${fault}`);
		return [];
	}
	const read = sample.load();
	if (read.kind === "image") return [read.image];
	leftOut.push(describeRefusal(read));
	return [];
}

function unsuitable({ modality, width, height }: FolderSample, trait: Modality): string | undefined {
	if (modality !== undefined && !trait.pictures.includes(modality))
		return `a picture of "${modality}"; asked for are those of ${trait.name}`;
	if (SIZES.some((size) => width === size.width && height === size.height)) return undefined;
	const accepted = SIZES.map((size) => `${size.width}x${size.height}`).join(", ");
	return `${width}x${height} pixels; this unit's camera gives ${accepted}`;
}

/** First session to enrol, later ones to probe; where that leaves too few, half of all to enrol. */
function partition(
	sessions: readonly (readonly GreyImage[])[],
): [readonly GreyImage[], readonly GreyImage[]] {
	if (sessions.length === 0) return [[], []];
	const [first, ...later] = sessions;
	if (later.length > 0 && first.length >= ENROL_PICTURES_MIN) return [first, later.flat()];
	const all = sessions.flat();
	const enrolled = Math.min(Math.max(ENROL_PICTURES_MIN, all.length >> 1), ENROL_SAMPLES_MAX);
	return [all.slice(0, enrolled), all.slice(enrolled)];
}
