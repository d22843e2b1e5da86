/**
 * Portable graymap of Netpbm (pgm(5)), one picture a file:
 *
 *     "P5" space width space height space maximum ONE-space pixels      (P2: the pixels are decimal numbers)
 *
 * "space" is any run of blanks, tabs, line ends and comments from # to the end of the line. Maximum must be
 * 255.
 */
import type { DecodedImage, GreyImage, InspectedImage } from "./grey-image.js";
import { refuse } from "./grey-image.js";

const LINE_FEED = 0x0a;
const HASH = 0x23;
const DIGIT_ZERO = 0x30;
const MAX_NUMBER = 0xffffff;

/** P1 to P6; only P2 and P5 are grey, the rest is recognised to be refused by name. */
export function isNetpbm(bytes: Uint8Array): boolean {
	return bytes.length >= 3 && bytes[0] === 0x50 && bytes[1] >= 0x31 && bytes[1] <= 0x36 && isSpace(bytes[2]);
}

/** Size of an 8-bit graymap whose pixels are all there. */
export function inspectPgm(bytes: Uint8Array): InspectedImage {
	const header = readHeader(bytes);
	if (header.kind === "refused") return header;
	return { kind: "header", width: header.width, height: header.height };
}

export function decodePgm(bytes: Uint8Array): DecodedImage {
	const header = readHeader(bytes);
	if (header.kind === "refused") return header;
	const { width, height, plain, offset } = header;
	if (plain) return decodePlainPixels(bytes, offset, width, height);
	return { kind: "image", image: { width, height, data: bytes.slice(offset, offset + width * height) } };
}

export function encodePgm({ width, height, data }: GreyImage): Uint8Array {
	const header = Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1");
	return Uint8Array.from([...header, ...data]);
}

interface Header {
	readonly kind: "header";
	readonly width: number;
	readonly height: number;
	/** P2: decimal pixels. */
	readonly plain: boolean;
	/** Of the first pixel. */
	readonly offset: number;
}

function readHeader(bytes: Uint8Array): Header | { readonly kind: "refused"; readonly reason: string } {
	const format = `P${bytes[1] - DIGIT_ZERO}`;
	if (format === "P3" || format === "P6")
		return refuse(`${format} is RGB colour; the unit's camera gives grey`);
	if (format === "P1" || format === "P4") return refuse(`${format} is 1-bit black and white; grey is 8-bit`);
	const plain = format === "P2";
	const width = readNumber(bytes, 2);
	const height = width && readNumber(bytes, width.offset);
	const maximum = height && readNumber(bytes, height.offset);
	if (!width || !height || !maximum || !isSpace(bytes[maximum.offset]))
		return refuse("damaged PGM: its header needs width, height and maximum");
	if (maximum.value > 255) return refuse("16-bit grey; the unit's camera gives 8-bit");
	if (maximum.value !== 255) return refuse(`grey up to ${maximum.value}; the unit's camera gives 0 to 255`);
	const offset = maximum.offset + 1;
	const pixels = width.value * height.value;
	const surplus = bytes.length - offset - pixels;
	if (!plain && surplus < 0) return refuse(`truncated PGM: ${-surplus} of ${pixels} pixels are missing`);
	if (!plain && surplus > 0) return refuse(`damaged PGM: ${surplus} bytes after the last pixel`);
	return { kind: "header", width: width.value, height: height.value, plain, offset };
}

function decodePlainPixels(bytes: Uint8Array, start: number, width: number, height: number): DecodedImage {
	const pixels = width * height;
	const data = new Uint8Array(Math.min(pixels, bytes.length));
	let offset = start;
	for (let i = 0; i < pixels; i++) {
		const pixel = readNumber(bytes, offset);
		if (pixel === undefined) {
			const rest = skipSpace(bytes, offset) === bytes.length;
			return refuse(
				rest ? `truncated PGM: it holds ${i} of ${pixels} pixels` : `damaged PGM at byte ${offset}`,
			);
		}
		if (pixel.value > 255) return refuse(`damaged PGM: pixel ${i} is ${pixel.value}, more than the maximum`);
		data[i] = pixel.value;
		offset = pixel.offset;
	}
	if (skipSpace(bytes, offset) !== bytes.length)
		return refuse("damaged PGM: there is more after the last pixel");
	return { kind: "image", image: { width, height, data } };
}

/** The decimal number after the blanks at `offset`; undefined when there is none or it is absurdly large. */
function readNumber(bytes: Uint8Array, offset: number): { value: number; offset: number } | undefined {
	const first = skipSpace(bytes, offset);
	let value = 0;
	let at = first;
	while (at < bytes.length && bytes[at] >= DIGIT_ZERO && bytes[at] <= DIGIT_ZERO + 9) {
		value = value * 10 + bytes[at++] - DIGIT_ZERO;
		if (value > MAX_NUMBER) return undefined;
	}
	return at === first ? undefined : { value, offset: at };
}

function skipSpace(bytes: Uint8Array, offset: number): number {
	let at = offset;
	while (at < bytes.length && (isSpace(bytes[at]) || bytes[at] === HASH)) {
		if (bytes[at] === HASH) while (at < bytes.length && bytes[at] !== LINE_FEED) at++;
		else at++;
	}
	return at;
}

function isSpace(byte: number): boolean {
	return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
