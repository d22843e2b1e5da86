import { type FolderPerson, type FolderSample, openImageFolder } from "../images/folder.js";
import type { GreyImage, ImageSize } from "../images/grey-image.js";
import { describeRefusal } from "../images/image-file.js";
import { shuffled } from "./draw.js";
import { ENROL_SAMPLES_MAX, ENROL_SAMPLES_MIN, type FoundPeople, PEOPLE_MIN, type Person } from "./people.js";

/**
 * Three persons out of a folder of palm images, chosen by `seed`. Every picture is read once, so that every
 * damaged one is named; only the chosen persons' pictures are kept.
 */
export function findRealPeople(folder: string, seed: number): FoundPeople {
	const opened = openImageFolder(folder);
	if (opened.kind === "refused") return { kind: "refused", reason: opened.reason, leftOut: [] };
	const leftOut = opened.folder.refused.map(describeRefusal);
	const persons: Person[] = [];
	for (const candidate of shuffled(opened.folder.persons, `people ${seed}`)) {
		const person = personOf(candidate, leftOut);
		if (person !== undefined && persons.length < PEOPLE_MIN) persons.push(person);
	}
	if (persons.length < PEOPLE_MIN) {
		const reason = `${folder}: ${persons.length} usable persons; the day needs ${PEOPLE_MIN}`;
		return { kind: "refused", reason, leftOut };
	}
	return { kind: "people", people: { source: opened.folder.source, persons, leftOut } };
}

/**
 * A hand rests this long between two movements, so that samples taken 400 ms apart are different pictures.
 */
const EXPOSURES_HELD = 2;

/** What this unit's camera frames: the palm's region itself. */
const FRAME: ImageSize = { width: 128, height: 128 };

function personOf(candidate: FolderPerson, leftOut: string[]): Person | undefined {
	const sessions = candidate.sessions
		.map((session) => session.samples.flatMap((sample) => load(sample, leftOut)))
		.filter((images) => images.length > 0);
	const [enrol, probe] = partition(sessions);
	if (enrol.length < ENROL_SAMPLES_MIN || probe.length === 0) {
		leftOut.push(
			`${candidate.id}: ${enrol.length + probe.length} usable images; ` +
				`expected are ${ENROL_SAMPLES_MIN} to enrol with and one more`,
		);
		return undefined;
	}
	return {
		id: candidate.id,
		enrolSamples: Math.min(enrol.length, ENROL_SAMPLES_MAX),
		see(visit, exposure) {
			const images = visit.purpose === "enrol" ? enrol : probe;
			return images[(visit.number + Math.floor(exposure / EXPOSURES_HELD)) % images.length];
		},
	};
}

function load(sample: FolderSample, leftOut: string[]): GreyImage[] {
	const fault = unsuitable(sample);
	if (fault !== undefined) {
		leftOut.push(`${sample.file}: ${fault}`);
		return [];
	}
	const read = sample.load();
	if (read.kind === "image") return [read.image];
	leftOut.push(describeRefusal(read));
	return [];
}

function unsuitable({ modality, width, height }: FolderSample): string | undefined {
	if (modality === "iris") return "an iris; this unit reads palms";
	if (width === FRAME.width && height === FRAME.height) return undefined;
	return `${width}x${height} pixels; this unit's camera frames the palm at ${FRAME.width}x${FRAME.height}`;
}

/** First session to enrol, later ones to probe; a single session is split. */
function partition(
	sessions: readonly (readonly GreyImage[])[],
): [readonly GreyImage[], readonly GreyImage[]] {
	if (sessions.length === 0) return [[], []];
	const [first, ...later] = sessions;
	if (later.length > 0) return [first, later.flat()];
	const enrolled = Math.min(Math.max(ENROL_SAMPLES_MIN, first.length >> 1), ENROL_SAMPLES_MAX);
	return [first.slice(0, enrolled), first.slice(enrolled)];
}
