import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import {
	describeRefusal,
	inspectGreyImage,
	readGreyImage,
	writeGreyImage,
} from "../../host-sim/images/image-file.js";
import { adam7Lines, chunk, makePng, plainLines } from "./made-png.js";

const folder = mkdtempSync(join(tmpdir(), "images-"));
test.after(() => rmSync(folder, { recursive: true }));

const grey = { width: 16, height: 9, depth: 8, colourType: 0, interlace: 0, extra: [] };

function save(name: string, bytes: Uint8Array | string): string {
	const file = join(folder, name);
	writeFileSync(file, bytes);
	return file;
}

/** The refusal's sentence for a file of these bytes; fails the test when the file is accepted. */
function reasonFor(name: string, bytes: Uint8Array | string): string {
	const read = readGreyImage(save(name, bytes));
	return read.kind === "refused" ? read.reason : `accepted as ${read.image.width}x${read.image.height}`;
}

function ramp(width: number, height: number): GreyImage {
	const data = new Uint8Array(width * height);
	for (let i = 0; i < data.length; i++) data[i] = (i * 37 + (i >> 5)) & 0xff;
	return { width, height, data };
}

for (const suffix of ["png", "pgm"]) {
	test(`a ${suffix} that was written is read back pixel for pixel`, () => {
		const image = ramp(61, 43);
		const file = join(folder, `written.${suffix}`);
		writeGreyImage(file, image);
		assert.equal(readGreyImage(file), { kind: "image", image });
		assert.equal(inspectGreyImage(file), { kind: "header", width: 61, height: 43 });
	});

	test(`a ${suffix} cut short anywhere is refused`, () => {
		const file = join(folder, `whole.${suffix}`);
		writeGreyImage(file, ramp(16, 9));
		const whole = readFileSync(file);
		for (let length = 0; length < whole.length; length++) {
			const read = readGreyImage(save(`cut.${suffix}`, whole.subarray(0, length)));
			assert.is(read.kind, "refused", `${length} of ${whole.length} bytes`);
		}
	});
}

test("a picture built by hand from the PNG standard is read, plain or interlaced", () => {
	const { data } = ramp(16, 9);
	const lines = Array.from({ length: 9 }, (_, y) => [0, ...data.subarray(16 * y, 16 * y + 16)]).flat();
	const plain = makePng({ ...grey, scanLines: Uint8Array.from(lines) });
	const interlaced = makePng({ ...grey, interlace: 1, scanLines: adam7Lines(16, 9, data) });
	const expected = { kind: "image", image: { width: 16, height: 9, data } };
	assert.equal(readGreyImage(save("plain.png", plain)), expected);
	assert.equal(readGreyImage(save("interlaced.png", interlaced)), expected);
});

test("every changed bit of a PNG's chunks is refused or changes no pixel", () => {
	const { data } = ramp(16, 9);
	const file = join(folder, "bits.png");
	writeGreyImage(file, { width: 16, height: 9, data });
	const whole = new Uint8Array(readFileSync(file));
	for (let bit = 0; bit < 8 * whole.length; bit++) {
		whole[bit >> 3] ^= 1 << (bit & 7);
		const read = readGreyImage(save("bit.png", whole));
		if (read.kind === "image") assert.equal(read.image.data, data, `bit ${bit}`);
		whole[bit >> 3] ^= 1 << (bit & 7);
	}
});

test("PNG kinds that the camera never gives are refused by name", () => {
	const refused: readonly (readonly [string, object, number])[] = [
		["16-bit grey; the unit's camera gives 8-bit", { depth: 16 }, 32],
		["4-bit grey; the unit's camera gives 8-bit", { depth: 4 }, 8],
		["1-bit grey; the unit's camera gives 8-bit", { depth: 1 }, 2],
		["RGB colour; the unit's camera gives grey", { colourType: 2 }, 48],
		["grey with alpha; the unit's camera gives grey", { colourType: 4 }, 32],
		["RGB colour with alpha; the unit's camera gives grey", { colourType: 6 }, 64],
		[
			"palette colour; the unit's camera gives grey",
			{ colourType: 3, extra: [chunk("PLTE", Uint8Array.of(0, 0, 0, 9, 9, 9))] },
			16,
		],
		[
			"grey with transparency; the unit's camera gives grey",
			{ extra: [chunk("tRNS", Uint8Array.of(0, 0))] },
			16,
		],
	];
	for (const [reason, change, bytesPerLine] of refused) {
		const scanLines = plainLines(9, bytesPerLine);
		assert.is(reasonFor("kind.png", makePng({ ...grey, ...change, scanLines })), reason);
	}
});

test("a PNG with a wrong checksum, too few pixels or no pixels is refused as damaged", () => {
	const whole = makePng({ ...grey, scanLines: plainLines(9, 16) });
	const wrong = Uint8Array.from(whole);
	wrong[45] ^= 1;
	assert.match(reasonFor("crc.png", wrong), /^damaged PNG: /);
	assert.match(reasonFor("few.png", makePng({ ...grey, scanLines: plainLines(8, 16) })), /^damaged PNG: /);
	const header = whole.subarray(0, 33);
	const end = chunk("IEND", new Uint8Array(0));
	assert.is(reasonFor("none.png", Uint8Array.from([...header, ...end])), "damaged PNG: it holds no pixels");
});

test("sizes beyond the camera's frame, empty sizes and sizes other than expected are refused", () => {
	const large = makePng({ ...grey, width: 641, scanLines: plainLines(9, 641) });
	assert.is(reasonFor("large.png", large), "641x9 pixels; the unit's camera gives at most 640x480");
	const none = makePng({ ...grey, width: 0, scanLines: plainLines(9, 0) });
	assert.is(reasonFor("zero.png", none), "0x9 pixels; an image has at least one pixel");
	const file = save("small.png", makePng({ ...grey, scanLines: plainLines(9, 16) }));
	const read = readGreyImage(file, { width: 128, height: 128 });
	assert.equal(read, { kind: "refused", file, reason: "16x9 pixels; 128x128 was expected" });
});

test("a PGM header may hold comments and any blanks, and plain pixels are decimal numbers", () => {
	const expected = { kind: "image", image: { width: 3, height: 1, data: Uint8Array.of(7, 0, 255) } };
	const binary = Buffer.concat([
		Buffer.from("P5 # made by hand\n3\t1\n# levels\n255\n"),
		Buffer.from([7, 0, 255]),
	]);
	assert.equal(readGreyImage(save("comment.pgm", binary)), expected);
	assert.equal(readGreyImage(save("plain.pgm", "P2\n3 1\n255\n7 0\n# last\n255\n")), expected);
});

test("PGM files that are not one 8-bit grey picture are refused by name", () => {
	const refused: readonly (readonly [string, string])[] = [
		["P5 2 1 65535\nabcd", "16-bit grey; the unit's camera gives 8-bit"],
		["P5 2 1 100\nab", "grey up to 100; the unit's camera gives 0 to 255"],
		["P5 2 2 255\nabc", "truncated PGM: 1 of 4 pixels are missing"],
		["P5 2 1 255\nabc", "damaged PGM: 1 bytes after the last pixel"],
		["P5 2 255\n", "damaged PGM: its header needs width, height and maximum"],
		["P5 two 1 255\nab", "damaged PGM: its header needs width, height and maximum"],
		["P2 2 1 255\n1", "truncated PGM: it holds 1 of 2 pixels"],
		["P2 2 1 255\n1 x", "damaged PGM at byte 12"],
		["P2 2 1 255\n1 256", "damaged PGM: pixel 1 is 256, more than the maximum"],
		["P2 2 1 255\n1 2 3", "damaged PGM: there is more after the last pixel"],
		["P6 1 1 255\nabc", "P6 is RGB colour; the unit's camera gives grey"],
		["P4 8 1\na", "P4 is 1-bit black and white; grey is 8-bit"],
	];
	for (const [text, reason] of refused) assert.is(reasonFor("refused.pgm", text), reason);
});

test("files that are no image, missing files and folders are refused with file and reason", () => {
	assert.is(reasonFor("empty.png", ""), "empty file");
	assert.is(reasonFor("photo.png", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), "neither PNG nor PGM");
	mkdirSync(join(folder, "sub.png"));
	const asked: readonly (readonly [string, string])[] = [
		["absent.png", "no such file"],
		["sub.png", "a folder, not an image"],
	];
	for (const [name, reason] of asked) {
		const file = join(folder, name);
		const read = readGreyImage(file);
		assert.equal(read, { kind: "refused", file, reason });
		if (read.kind === "refused") assert.is(describeRefusal(read), `${file}: ${reason}`);
	}
});

test.run();
