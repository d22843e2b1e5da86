import { fileURLToPath } from "node:url";
import { openImageFolder } from "../../host-sim/images/folder.js";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { shrinkInto } from "../../modules/image/shrink.js";

export interface RealFrame {
	readonly id: string;
	readonly image: GreyImage;
}

/**
 * The frames of a set of whole hands beside the project, at the 320x240 of the smaller camera; none, and a
 * line that says so, where the set is missing.
 */
export function realHands(set: string): RealFrame[] {
	const opened = openImageFolder(fileURLToPath(new URL(`../../../shared/images/${set}`, import.meta.url)));
	if (opened.kind !== "opened") {
		console.log(`SKIP ${set}: no images at ../shared/images`);
		return [];
	}
	return opened.folder.persons
		.flatMap((person) => person.sessions.flatMap((session) => session.samples))
		.map((sample) => {
			const read = sample.load();
			if (read.kind === "refused") throw new Error(`${sample.id}: ${read.reason}`);
			return { id: sample.id, image: halved(read.image) };
		});
}

function halved({ data, width, height }: GreyImage): GreyImage {
	const half = new Uint8Array((width / 2) * (height / 2));
	shrinkInto(half, { data, offset: 0, width, height, stride: width }, 2);
	return { data: half, width: width / 2, height: height / 2 };
}
