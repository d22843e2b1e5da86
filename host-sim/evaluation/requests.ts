import type { Picture } from "./code-cache.js";

/**
 * Requests of the evaluation engine, one JSON object a line; every answer is one line too:
 *
 *   {op:"hello"}                                    -> {ok, engine, version, modalities, ops}
 *   {op:"enrol", user, images, seed?}               -> {ok, record, samples}
 *   {op:"verifyBatch", user, record, images}        -> {ok, results}, of each image
 *                                                      {ok:true, accept} or {ok:false, reason}
 *   {op:"extract", image}                           -> {ok, feature}     development only
 *   {op:"compare", a, b}                            -> {ok, distance}    development only
 *   anything else, and whatever cannot be done      -> {ok:false, reason}
 *
 * An image is {path, modality, width?, height?}; record and feature are base64 and opaque.
 */
export type EngineRequest =
	| { readonly op: "hello" }
	| {
			readonly op: "enrol";
			readonly user: string;
			readonly images: readonly Picture[];
			readonly seed: string | undefined;
	  }
	| {
			readonly op: "verifyBatch";
			readonly user: string;
			readonly record: Uint8Array;
			readonly images: readonly Picture[];
	  }
	| { readonly op: "extract"; readonly image: Picture }
	| { readonly op: "compare"; readonly a: Uint8Array; readonly b: Uint8Array };

export const OPERATIONS = ["hello", "enrol", "verifyBatch", "extract", "compare"] as const;

export type ParsedRequest =
	| { readonly kind: "request"; readonly request: EngineRequest }
	| { readonly kind: "refused"; readonly reason: string };

/** Reads one line; whatever is wrong with it is named in the refusal. */
export function parseRequest(line: string): ParsedRequest {
	try {
		return { kind: "request", request: readRequest(fieldsOf("request", parseJson(line))) };
	} catch (error) {
		if (error instanceof BadRequest) return { kind: "refused", reason: error.message };
		throw error;
	}
}

/** Carries a reason from deep inside a request to `parseRequest`, no further. */
class BadRequest extends Error {}

type Fields = ReadonlyMap<string, unknown>;

function readRequest(fields: Fields): EngineRequest {
	const op = fields.get("op");
	switch (op) {
		case "hello":
			return { op };
		case "enrol":
			return { op, user: textOf(fields, "user"), images: picturesOf(fields), seed: seedOf(fields) };
		case "verifyBatch":
			return {
				op,
				user: textOf(fields, "user"),
				record: bytesOf(fields, "record"),
				images: picturesOf(fields),
			};
		case "extract":
			return { op, image: pictureOf("image", fields.get("image")) };
		case "compare":
			return { op, a: bytesOf(fields, "a"), b: bytesOf(fields, "b") };
		default:
			throw new BadRequest(`unknown op ${shown(op)}; known are ${OPERATIONS.join(", ")}`);
	}
}

function picturesOf(fields: Fields): Picture[] {
	const images = fields.get("images");
	if (!Array.isArray(images)) throw new BadRequest(`images: a list of pictures, not ${shown(images)}`);
	return images.map((image, i) => pictureOf(`images[${i}]`, image));
}

function pictureOf(name: string, value: unknown): Picture {
	const fields = fieldsOf(name, value);
	const path = textOf(fields, "path");
	if (path.includes("\0")) throw new BadRequest(`${name}: no file has such a path`);
	const width = fields.get("width");
	const height = fields.get("height");
	if (width === undefined && height === undefined) return { path, modality: textOf(fields, "modality") };
	const size = { width: pixelsOf(name, width), height: pixelsOf(name, height) };
	return { path, modality: textOf(fields, "modality"), size };
}

function pixelsOf(name: string, value: unknown): number {
	if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
	throw new BadRequest(`${name}: width and height are whole numbers of pixels, not ${shown(value)}`);
}

function seedOf(fields: Fields): string | undefined {
	const seed = fields.get("seed");
	if (seed === undefined || seed === null) return undefined;
	if (typeof seed === "string" || typeof seed === "number") return String(seed);
	throw new BadRequest(`seed: text or a number, not ${shown(seed)}`);
}

function textOf(fields: Fields, name: string): string {
	const value = fields.get(name);
	if (typeof value === "string" && value !== "") return value;
	throw new BadRequest(`${name}: text, not ${shown(value)}`);
}

function bytesOf(fields: Fields, name: string): Uint8Array {
	const text = textOf(fields, name);
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new BadRequest(`${name}: not base64`);
	return new Uint8Array(Buffer.from(text, "base64"));
}

function fieldsOf(name: string, value: unknown): Fields {
	if (typeof value === "object" && value !== null && !Array.isArray(value))
		return new Map(Object.entries(value));
	throw new BadRequest(`${name}: a JSON object, not ${shown(value)}`);
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw new BadRequest(`not JSON: ${shown(line)}`);
	}
}

/** A value as it stands in a reason: short, on one line. */
function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? "nothing";
	return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
