import { readGreyImage } from "../../images/image-file.js";
import type { ImageModality, ManifestRow } from "../../images/manifest.js";
import type { PalmLookName } from "../../world/palms/look.js";
import { MODALITY_OF_PICTURE } from "../modalities.js";
import type { PersonChoice } from "../options.js";
import { chosen, grouped } from "../plan.js";
import { DRAW_TRAIT } from "./drawn-picture.js";
import { PictureMeter } from "./extractors.js";
import type { MeasuredPicture, PicturedPerson } from "./pictured-person.js";

/** Pictures of persons, measured, and how many could not be. */
export interface PictureSet {
	readonly persons: readonly PicturedPerson[];
	readonly pictures: number;
	readonly refused: number;
}

/** The persons of one kind of picture, each with their pictures by day. */
export type SetPlan = readonly (readonly (readonly ManifestRow[])[])[];

/** @param kind other pictures of the manifest are left out */
export function setPlanOf(rows: readonly ManifestRow[], kind: ImageModality, persons: PersonChoice): SetPlan {
	const ofKind = rows.filter((row) => row.modality === kind);
	return chosen(grouped(ofKind), persons).map(([, pictures]) => {
		const sessions = new Map<string, ManifestRow[]>();
		for (const row of pictures) {
			const day = sessions.get(row.session);
			if (day === undefined) sessions.set(row.session, [row]);
			else day.push(row);
		}
		return [...sessions.values()];
	});
}

/** What the pictures of the plan show. */
export function measureReal(plan: SetPlan, onPicture: () => void): PictureSet {
	return measureSet(plan, onPicture, () => (row) => {
		const read = readGreyImage(row.file, row);
		return read.kind === "image" ? read.image : undefined;
	});
}

/** Synthetic persons, how many, and how they look. */
export interface Population {
	readonly people: number;
	/** Names them. */
	readonly seed: string;
	readonly look: PalmLookName;
}

/**
 * Pictures of synthetic persons, who take the plan's persons' places in turn: as many days, as many pictures
 * a day, the same kind and size.
 */
export function measureSynthetic(
	plan: SetPlan,
	{ people, seed, look }: Population,
	onPicture: () => void,
): PictureSet {
	const population = Array.from({ length: people }, (_, i) => plan[i % plan.length]);
	return measureSet(population, onPicture, (place) => {
		const draw = DRAW_TRAIT.get(population[place][0][0].modality);
		const trait = draw?.(`${seed} ${place}`, look);
		return (row, name) => trait?.(name, row);
	});
}

type Source = (
	row: ManifestRow,
	name: { readonly session: number; readonly sample: number },
) => Parameters<PictureMeter["measure"]>[0] | undefined;

/** Persons of whom no picture could be used are left out. */
function measureSet(plan: SetPlan, onPicture: () => void, sourceOf: (place: number) => Source): PictureSet {
	const modality = MODALITY_OF_PICTURE.get(plan[0][0][0].modality);
	if (modality === undefined) throw new RangeError(`no modality reads ${plan[0][0][0].modality}`);
	const meter = new PictureMeter(modality);
	let pictures = 0;
	let refused = 0;
	const persons = plan.map((days, place) => {
		const source = sourceOf(place);
		const sessions = days.map((day, session) =>
			day.flatMap((row, sample): MeasuredPicture[] => {
				const image = source(row, { session, sample });
				const measured = image === undefined ? "unreadable" : meter.measure(image);
				pictures++;
				onPicture();
				if (typeof measured !== "string") return [measured];
				refused++;
				return [];
			}),
		);
		return { sessions: sessions.filter((day) => day.length > 0) };
	});
	return { persons: persons.filter(({ sessions }) => sessions.length > 0), pictures, refused };
}
