import { readFileSync, writeFileSync } from "node:fs";
import type { DecodedImage, GreyImage, ImageSize, InspectedImage } from "./grey-image.js";
import { refuse, sizeFault } from "./grey-image.js";
import { decodePgm, encodePgm, inspectPgm, isNetpbm } from "./pgm.js";
import { decodePng, encodePng, inspectPng, isPng } from "./png.js";

/** Why a file cannot be a camera frame. `file` is named as the user named it. */
export interface ImageRefusal {
	readonly kind: "refused";
	readonly file: string;
	/** One sentence without the file's name. */
	readonly reason: string;
}

export type ReadImage = { readonly kind: "image"; readonly image: GreyImage } | ImageRefusal;
export type InspectedFile = Extract<InspectedImage, { readonly kind: "header" }> | ImageRefusal;

/** The sentence for the operator: `hands/a.png: 16-bit grey; the unit's camera gives 8-bit`. */
export function describeRefusal({ file, reason }: ImageRefusal): string {
	return `${file}: ${reason}`;
}

/**
 * Reads an 8-bit grey PNG or PGM of at most 640x480, told apart by their first bytes, not by their names.
 * Whatever is wrong with the file is a returned refusal, never an exception.
 * @param expected refuses any other size.
 */
export function readGreyImage(file: string, expected?: ImageSize): ReadImage {
	const opened = openImage(file, expected);
	if (opened.kind === "refused") return opened;
	const decoded = opened.format.decode(opened.bytes);
	return decoded.kind === "refused" ? { ...decoded, file } : decoded;
}

/** Everything that `readGreyImage` checks, except that the pixels unpack and the checksums hold. */
export function inspectGreyImage(file: string, expected?: ImageSize): InspectedFile {
	const opened = openImage(file, expected);
	if (opened.kind === "refused") return opened;
	return { kind: "header", width: opened.width, height: opened.height };
}

/** Writes PGM when the name ends in .pgm, else PNG. @throws what the file system throws. */
export function writeGreyImage(file: string, image: GreyImage): void {
	writeFileSync(file, file.toLowerCase().endsWith(".pgm") ? encodePgm(image) : encodePng(image));
}

interface ImageFormat {
	recognises(bytes: Uint8Array): boolean;
	inspect(bytes: Uint8Array): InspectedImage;
	decode(bytes: Uint8Array): DecodedImage;
}

const FORMATS: readonly ImageFormat[] = [
	{ recognises: isPng, inspect: inspectPng, decode: decodePng },
	{ recognises: isNetpbm, inspect: inspectPgm, decode: decodePgm },
];

type OpenedImage =
	| ({ readonly kind: "opened"; readonly bytes: Uint8Array; readonly format: ImageFormat } & ImageSize)
	| ImageRefusal;

function openImage(file: string, expected: ImageSize | undefined): OpenedImage {
	const read = readBytes(file);
	if (read.kind === "refused") return { ...read, file };
	const { bytes } = read;
	const format = FORMATS.find((candidate) => candidate.recognises(bytes));
	if (format === undefined)
		return { ...refuse(bytes.length === 0 ? "empty file" : "neither PNG nor PGM"), file };
	const header = format.inspect(bytes);
	if (header.kind === "refused") return { ...header, file };
	const fault = sizeFault(header, expected);
	if (fault !== undefined) return { ...refuse(fault), file };
	return { kind: "opened", bytes, format, width: header.width, height: header.height };
}

function readBytes(file: string): { kind: "bytes"; bytes: Uint8Array } | { kind: "refused"; reason: string } {
	try {
		return { kind: "bytes", bytes: new Uint8Array(readFileSync(file)) };
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
		return refuse(READ_ERRORS.get(code) ?? `cannot be read (${code})`);
	}
}

const READ_ERRORS = new Map([
	["ENOENT", "no such file"],
	["ENOTDIR", "no such file"],
	["EISDIR", "a folder, not an image"],
	["EACCES", "reading it is not permitted"],
]);
