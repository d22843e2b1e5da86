/**
 * 8-bit grey PNG (ISO/IEC 15948:2004, W3C PNG). fast-png unpacks it; here its structure is checked first,
 * because fast-png also accepts what the camera never gives (colour, palette, transparency, 16 bits) and
 * reports a cut file only as a DataView range error.
 *
 *     signature(8)  { length u32be, type(4), body(length), crc u32be }*      IHDR first, IEND last
 *     IHDR: width u32be, height u32be, depth u8, colour type u8, compression u8, filter u8, interlace u8
 */
import { decode, encode } from "fast-png";
import type { DecodedImage, GreyImage, InspectedImage } from "./grey-image.js";
import { refuse } from "./grey-image.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const COLOUR_TYPES = new Map([
	[2, "RGB colour"],
	[3, "palette colour"],
	[4, "grey with alpha"],
	[6, "RGB colour with alpha"],
]);

export function isPng(bytes: Uint8Array): boolean {
	return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Size of an 8-bit grey PNG that is complete as far as its chunk lengths say; pixels and checksums are not
 * read.
 */
export function inspectPng(bytes: Uint8Array): InspectedImage {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const types: string[] = [];
	let offset = SIGNATURE.length;
	while (types[types.length - 1] !== "IEND") {
		const end = offset + 12 <= bytes.length ? offset + 12 + view.getUint32(offset) : Number.POSITIVE_INFINITY;
		if (end > bytes.length) return refuse(`truncated PNG: the file ends after ${bytes.length} bytes`);
		types.push(String.fromCharCode(...bytes.subarray(offset + 4, offset + 8)));
		offset = end;
	}
	if (types[0] !== "IHDR" || view.getUint32(SIGNATURE.length) !== 13)
		return refuse("damaged PNG: it does not begin with its header");
	const [depth, colourType] = bytes.subarray(24, 26);
	const colour = COLOUR_TYPES.get(colourType);
	if (colour !== undefined) return refuse(`${colour}; the unit's camera gives grey`);
	if (colourType !== 0) return refuse(`damaged PNG: colour type ${colourType}`);
	if (types.includes("tRNS")) return refuse("grey with transparency; the unit's camera gives grey");
	if (depth !== 8) return refuse(`${depth}-bit grey; the unit's camera gives 8-bit`);
	if (!types.includes("IDAT")) return refuse("damaged PNG: it holds no pixels");
	return { kind: "header", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Plain or Adam7-interlaced 8-bit grey. Every chunk's checksum is verified. */
export function decodePng(bytes: Uint8Array): DecodedImage {
	const header = inspectPng(bytes);
	if (header.kind === "refused") return header;
	const { width, height } = header;
	try {
		const { data } = decode(bytes, { checkCrc: true });
		if (!(data instanceof Uint8Array) || data.length !== width * height)
			return refuse(`damaged PNG: ${data.length} pixels instead of ${width}x${height}`);
		return { kind: "image", image: { width, height, data } };
	} catch (error) {
		return refuse(`damaged PNG: ${error instanceof Error ? error.message : String(error)}`);
	}
}

export function encodePng({ width, height, data }: GreyImage): Uint8Array {
	return encode({ width, height, data, depth: 8, channels: 1 });
}
