import { statSync } from "node:fs";
import type { Modality } from "../../modules/modality/modality.js";
import type { ImageSize } from "../images/grey-image.js";
import { readGreyImage } from "../images/image-file.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import { type Extraction, Recogniser } from "./recogniser.js";

/** Codes kept at most: with some 28 kB each about 110 MB. */
const CODES_KEPT = 4000;

export interface Picture {
	readonly path: string;
	/** What a manifest calls the kind of picture: a key of MODALITY_OF_PICTURE. */
	readonly modality: string;
	/** Refuses a file of any other size. */
	readonly size?: ImageSize | undefined;
}

export type CodeOfPicture =
	| { readonly kind: "code"; readonly code: Int8Array; readonly modality: Modality }
	| { readonly kind: "refused"; readonly reason: string };

/** The codes of the pictures asked for most lately, made again when a file has changed. */
export class CodeCache {
	readonly #kept: number;
	readonly #entries = new Map<string, { readonly version: string; readonly extraction: Extraction }>();
	readonly #recognisers = new Map<Modality, Recogniser>();

	constructor(kept: number = CODES_KEPT) {
		this.#kept = kept;
	}

	/** How many codes are kept now. */
	get size(): number {
		return this.#entries.size;
	}

	/** One for each modality, made when first needed. */
	recogniserOf(modality: Modality): Recogniser {
		let recogniser = this.#recognisers.get(modality);
		if (recogniser === undefined) {
			recogniser = new Recogniser(modality);
			this.#recognisers.set(modality, recogniser);
		}
		return recogniser;
	}

	/**
	 * The code of a picture, or why it has none: a file that is no picture, an unknown modality, bad quality.
	 */
	codeOf(picture: Picture): CodeOfPicture {
		const modality = MODALITY_OF_PICTURE.get(picture.modality);
		if (modality === undefined) return { kind: "refused", reason: unknownModality(picture.modality) };
		const { width, height } = picture.size ?? { width: 0, height: 0 };
		const key = `${modality.id} ${width}x${height} ${picture.path}`;
		const version = versionOf(picture.path);
		const known = this.#entries.get(key);
		const extraction = known?.version === version ? known.extraction : this.#extract(picture, modality);
		this.#entries.delete(key);
		this.#entries.set(key, { version, extraction });
		for (const oldest of this.#entries.keys()) {
			if (this.#entries.size <= this.#kept) break;
			this.#entries.delete(oldest);
		}
		return extraction.kind === "code" ? { ...extraction, modality } : extraction;
	}

	#extract({ path, size }: Picture, modality: Modality): Extraction {
		const read = readGreyImage(path, size);
		if (read.kind === "refused") return { kind: "refused", reason: `${path}: ${read.reason}` };
		return this.recogniserOf(modality).extract(read.image);
	}
}

/** Changes when the file does. */
function versionOf(path: string): string {
	try {
		const { mtimeMs, size } = statSync(path);
		return `${mtimeMs} ${size}`;
	} catch {
		return "unreadable";
	}
}

function unknownModality(name: string): string {
	return `unknown modality ${JSON.stringify(name)}; known are ${[...MODALITY_OF_PICTURE.keys()].join(", ")}`;
}
