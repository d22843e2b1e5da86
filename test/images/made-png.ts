import { deflateSync } from "node:zlib";

/**
 * PNG files of every kind, put together from the standard (ISO/IEC 15948 clauses 5, 8 and 11), not by the
 * encoder under test.
 */
export interface PngRecipe {
	readonly width: number;
	readonly height: number;
	readonly depth: number;
	readonly colourType: number;
	/** 0 none, 1 Adam7. */
	readonly interlace: number;
	/** Already cut into scan lines, each with its filter byte. */
	readonly scanLines: Uint8Array;
	/** Chunks between IHDR and IDAT. */
	readonly extra: readonly Uint8Array[];
}

export function makePng(recipe: PngRecipe): Uint8Array {
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, recipe.width);
	view.setUint32(4, recipe.height);
	header.set([recipe.depth, recipe.colourType, 0, 0, recipe.interlace], 8);
	return Uint8Array.from([
		...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
		...chunk("IHDR", header),
		...recipe.extra.flatMap((extra) => [...extra]),
		...chunk("IDAT", deflateSync(recipe.scanLines)),
		...chunk("IEND", new Uint8Array(0)),
	]);
}

export function chunk(type: string, body: Uint8Array): Uint8Array {
	const out = new Uint8Array(12 + body.length);
	const view = new DataView(out.buffer);
	view.setUint32(0, body.length);
	out.set(Buffer.from(type, "latin1"), 4);
	out.set(body, 8);
	view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
	return out;
}

/** Lines of `bytesPerLine` filler bytes, unfiltered. */
export function plainLines(height: number, bytesPerLine: number): Uint8Array {
	const lines = new Uint8Array(height * (bytesPerLine + 1));
	for (let i = 0; i < lines.length; i++) lines[i] = i % (bytesPerLine + 1) === 0 ? 0 : (i * 7) & 0xff;
	return lines;
}

/** Adam7 (clause 8.2): seven smaller pictures one after the other, unfiltered. */
export function adam7Lines(width: number, height: number, pixels: Uint8Array): Uint8Array {
	const passes = [
		[0, 0, 8, 8],
		[4, 0, 8, 8],
		[0, 4, 4, 8],
		[2, 0, 4, 4],
		[0, 2, 2, 4],
		[1, 0, 2, 2],
		[0, 1, 1, 2],
	];
	const out: number[] = [];
	for (const [left, top, stepX, stepY] of passes)
		for (let y = top; y < height; y += stepY) {
			if (left < width) out.push(0);
			for (let x = left; x < width; x += stepX) out.push(pixels[y * width + x]);
		}
	return Uint8Array.from(out);
}

/** Clause 5.5 and annex D. */
function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return ~crc >>> 0;
}
