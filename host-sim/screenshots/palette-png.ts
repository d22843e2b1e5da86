/**
 * A screenshot with at most 256 colours, at a fraction of the bytes: a page has few colours, and the edges of
 * its letters need not have all of theirs.
 *
 *     signature(8)  IHDR(depth 8, colour type 3)  PLTE(3 bytes a colour)  IDAT  IEND      ISO/IEC 15948
 */
import { crc32, deflateSync } from "node:zlib";
import { decode } from "fast-png";

/** @param png 8 bits a channel, RGB or RGBA; that it may be seen through is ignored. */
export function withPalette(png: Uint8Array): Uint8Array {
	const { width, height, data, channels } = decode(png);
	const counts = new Map<number, number>();
	const pixels = new Uint32Array(width * height);
	for (let i = 0; i < pixels.length; i++) {
		const at = i * channels;
		const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
		pixels[i] = colour;
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	const boxes = medianCut([...counts.keys()].map((colour) => ({ colour, count: counts.get(colour) ?? 0 })));
	const indexOf = new Map<number, number>();
	for (const [index, box] of boxes.entries()) for (const { colour } of box) indexOf.set(colour, index);
	const lines = new Uint8Array(height * (width + 1));
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x]) ?? 0;
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, PALETTE_COLOUR, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from(png.subarray(0, SIGNATURE_BYTES)),
		chunk("IHDR", header),
		chunk("PLTE", Uint8Array.from(boxes.flatMap(meanOf))),
		chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
		chunk("IEND", new Uint8Array(0)),
	]);
}

interface Counted {
	/** 0xRRGGBB */
	readonly colour: number;
	readonly count: number;
}

const COLOURS_MAX = 256;
const PALETTE_COLOUR = 3;
const SIGNATURE_BYTES = 8;
const SHIFTS = [16, 8, 0] as const;

/** Heckbert 1982: what differs most is halved until there are enough. */
function medianCut(colours: readonly Counted[]): readonly (readonly Counted[])[] {
	const boxes: Box[] = [boxOf(colours)];
	while (boxes.length < COLOURS_MAX) {
		const widest = boxes.reduce((best, box) => (box.error > best.error ? box : best));
		if (widest.error === 0) break;
		const { shift } = widest;
		const sorted = [...widest.colours].sort((a, b) => channelOf(a, shift) - channelOf(b, shift));
		const middle = Math.max(1, splitAt(sorted, shift));
		boxes.splice(boxes.indexOf(widest), 1, boxOf(sorted.slice(0, middle)), boxOf(sorted.slice(middle)));
	}
	return boxes.map((box) => box.colours);
}

interface Box {
	readonly colours: readonly Counted[];
	/** Of the channel that varies most. */
	readonly shift: number;
	/** Sum of squares about the mean in that channel. */
	readonly error: number;
}

function boxOf(colours: readonly Counted[]): Box {
	const [first, ...others] = SHIFTS.map((shift) => ({ colours, shift, error: errorOf(colours, shift) }));
	return others.reduce((best, box) => (box.error > best.error ? box : best), first);
}

function errorOf(colours: readonly Counted[], shift: number): number {
	const mean = meanIn(colours, shift);
	return colours.reduce((sum, one) => sum + one.count * (channelOf(one, shift) - mean) ** 2, 0);
}

/** The first colour above the mean. */
function splitAt(sorted: readonly Counted[], shift: number): number {
	const mean = meanIn(sorted, shift);
	return sorted.findIndex((one) => channelOf(one, shift) > mean);
}

function meanIn(colours: readonly Counted[], shift: number): number {
	let [sum, count] = [0, 0];
	for (const one of colours) {
		sum += one.count * channelOf(one, shift);
		count += one.count;
	}
	return sum / count;
}

function meanOf(colours: readonly Counted[]): number[] {
	return SHIFTS.map((shift) => Math.round(meanIn(colours, shift)));
}

function channelOf({ colour }: Counted, shift: number): number {
	return (colour >> shift) & 0xff;
}

function chunk(type: string, body: Uint8Array): Buffer {
	const out = Buffer.alloc(12 + body.length);
	out.writeUInt32BE(body.length, 0);
	out.write(type, 4, "latin1");
	out.set(body, 8);
	out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
	return out;
}
