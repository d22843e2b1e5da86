import type { Modality } from "../../modules/modality/modality.js";
import { CodeCache, type Picture } from "./code-cache.js";
import { HammingSearch } from "./hamming-search.js";
import { MODALITY_OF_PICTURE, modalityById } from "./modalities.js";
import { type EngineRequest, OPERATIONS, parseRequest } from "./requests.js";
import { evaluationCrypto, subjectOf } from "./subjects.js";

/** An answer, to be written as one line of JSON. */
export type EngineAnswer =
	| { readonly ok: false; readonly reason: string }
	| ({ readonly ok: true } & Readonly<Record<string, unknown>>);

/** The unit's recognition behind JSON lines, for evaluation on a host; the requests stand in requests.ts. */
export class LineEngine {
	readonly #codes = new CodeCache();
	readonly #searches = new Map<Modality, HammingSearch>();
	readonly #crypto = evaluationCrypto(undefined);

	/** Answers one line. Never throws for what a line says or a file holds. */
	answer(line: string): EngineAnswer {
		const parsed = parseRequest(line);
		if (parsed.kind === "refused") return refuse(parsed.reason);
		try {
			return this.#perform(parsed.request);
		} catch (error) {
			return refuse(`internal error: ${error instanceof Error ? error.message : String(error)}`);
		}
	}

	#perform(request: EngineRequest): EngineAnswer {
		switch (request.op) {
			case "hello":
				return { ok: true, ...HELLO };
			case "enrol":
				return this.#enrol(request.user, request.images, request.seed);
			case "verifyBatch":
				return this.#verify(request.user, request.record, request.images);
			case "extract":
				return this.#extract(request.image);
			case "compare":
				return this.#compare(request.a, request.b);
		}
	}

	#enrol(user: string, pictures: readonly Picture[], seed: string | undefined): EngineAnswer {
		const codes: Int8Array[] = [];
		const reasons: string[] = [];
		let modality: Modality | undefined;
		for (const picture of pictures) {
			const found = this.#codes.codeOf(picture);
			if (found.kind === "refused") {
				reasons.push(found.reason);
				continue;
			}
			modality ??= found.modality;
			if (found.modality !== modality) return refuse("the images are of different modalities");
			codes.push(found.code);
		}
		if (modality === undefined) return refuse(["no usable image", ...reasons].join("; "));
		const crypto = evaluationCrypto(seed);
		const subject = subjectOf(crypto, user, modality.id);
		const recogniser = this.#codes.recogniserOf(modality);
		const enrolment = recogniser.enrol(crypto, subject, codes, pictures.length, FIRST_GENERATION);
		if (enrolment.kind === "refused") return refuse([enrolment.reason, ...reasons].join("; "));
		return { ok: true, record: toBase64(enrolment.record), samples: enrolment.samples };
	}

	#verify(user: string, record: Uint8Array, pictures: readonly Picture[]): EngineAnswer {
		const results = pictures.map((picture): EngineAnswer => {
			const found = this.#codes.codeOf(picture);
			if (found.kind === "refused") return refuse(found.reason);
			const subject = subjectOf(this.#crypto, user, found.modality.id);
			const recogniser = this.#codes.recogniserOf(found.modality);
			const decision = recogniser.verify(this.#crypto, subject, record, found.code);
			if (decision === "unreadable") return refuse("the record does not open for this user");
			return { ok: true, accept: decision === "match" };
		});
		return { ok: true, results };
	}

	#extract(picture: Picture): EngineAnswer {
		const found = this.#codes.codeOf(picture);
		if (found.kind === "refused") return refuse(found.reason);
		const feature = new Uint8Array(1 + found.code.length);
		feature[0] = found.modality.id;
		feature.set(found.code, 1);
		return { ok: true, feature: toBase64(feature) };
	}

	#compare(a: Uint8Array, b: Uint8Array): EngineAnswer {
		const modality = modalityById(a[0]);
		if (modality === undefined || a[0] !== b[0]) return refuse("a and b: features of one modality");
		if (a.length !== 1 + modality.codeLength || b.length !== a.length)
			return refuse("a and b: features as extract gave them");
		let search = this.#searches.get(modality);
		if (search === undefined) {
			search = new HammingSearch(modality);
			this.#searches.set(modality, search);
		}
		return { ok: true, distance: search.distance(codeIn(b), codeIn(a)) };
	}
}

/** A new enrolment's number, as the unit gives it. */
const FIRST_GENERATION = 1;

const HELLO = {
	engine: "shogo",
	version: 1,
	modalities: [...MODALITY_OF_PICTURE.keys()],
	ops: OPERATIONS,
	protected: true,
} as const;

function refuse(reason: string): { readonly ok: false; readonly reason: string } {
	return { ok: false, reason };
}

function toBase64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64");
}

/** A feature is one byte, the modality, and the code. */
function codeIn(feature: Uint8Array): Int8Array {
	return new Int8Array(feature.buffer, feature.byteOffset + 1, feature.length - 1);
}
