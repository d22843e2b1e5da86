import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeGreyImage } from "../../host-sim/images/image-file.js";
import { capturePalm } from "../../host-sim/world/palms/capture.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";

export interface PalmPicture {
	readonly path: string;
	readonly modality: "palm-roi";
	readonly width: number;
	readonly height: number;
}

/** A folder of synthetic palms, drawn when asked for. */
export interface PalmFolder {
	readonly path: string;
	/** `session` 1 and 2 are two days. */
	draw(person: string, session: number, sample: number): PalmPicture;
	remove(): void;
}

export function makePalmFolder(): PalmFolder {
	const path = mkdtempSync(join(tmpdir(), "evaluation-"));
	const palms = new Map<string, ReturnType<typeof createPalm>>();
	return {
		path,
		draw(person, session, sample) {
			const palm = palms.get(person) ?? createPalm(person, "left");
			palms.set(person, palm);
			const image = capturePalm(palm, { session, sample, condition: "good" });
			const file = join(path, `${person}_s${session}_${sample}.pgm`);
			writeGreyImage(file, image);
			return { path: file, modality: "palm-roi", width: image.width, height: image.height };
		},
		remove: () => rmSync(path, { recursive: true }),
	};
}
