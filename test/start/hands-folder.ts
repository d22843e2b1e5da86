/**
 * A folder of palms as somebody might bring it, made for a test: good people, and every kind of bad image.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GreyImage } from "../../host-sim/images/grey-image.js";
import { writeGreyImage } from "../../host-sim/images/image-file.js";
import { capturePalm } from "../../host-sim/world/palms/capture.js";
import { createPalm } from "../../host-sim/world/palms/palm.js";
import { makePng, type PngRecipe } from "../images/made-png.js";

export function makeFolder(): string {
	return mkdtempSync(join(tmpdir(), "hands-"));
}

/**
 * One subfolder with sessions `1` and `2`; PGM and PNG by turns. Pictures of a synthetic palm, or noise-free
 * stripes.
 */
export function addPerson(folder: string, name: string, samples = 3, picture: Picture = stripes): void {
	for (const session of [1, 2]) {
		const sessionFolder = join(folder, name, String(session));
		mkdirSync(sessionFolder, { recursive: true });
		for (let sample = 0; sample < samples; sample++) {
			const file = join(sessionFolder, `${sample}.${sample % 2 === 0 ? "png" : "pgm"}`);
			writeGreyImage(file, picture(name, session, sample));
		}
	}
}

type Picture = (name: string, session: number, sample: number) => GreyImage;

const stripes: Picture = (name, session, sample) => ({
	width: 128,
	height: 128,
	data: Uint8Array.from({ length: 128 * 128 }, (_, i) => (i % 128) + 16 * session + sample + name.length),
});

/** Palms that a recogniser can tell apart; a palm is drawn once. */
export function palms(): Picture {
	const drawn = new Map<string, ReturnType<typeof createPalm>>();
	return (name, session, sample) => {
		const palm = drawn.get(name) ?? createPalm(name, "left");
		drawn.set(name, palm);
		return capturePalm(palm, { session, sample, condition: "good" });
	};
}

/** A subfolder of nothing but bad images, each with a word that its refusal must contain. */
export function addBadImages(folder: string, name: string): readonly (readonly [string, string])[] {
	const bad = join(folder, name);
	mkdirSync(bad, { recursive: true });
	const whole = join(bad, "whole.png");
	writeGreyImage(whole, stripes(name, 1, 0));
	const png = readFileSync(whole);
	const flipped = Uint8Array.from(png);
	flipped[png.length >> 1] ^= 0xff;
	writeFileSync(join(bad, "empty.png"), "");
	writeFileSync(join(bad, "text.png"), "this is no picture\n");
	writeFileSync(join(bad, "truncated.png"), png.subarray(0, png.length >> 1));
	writeFileSync(join(bad, "flipped.png"), flipped);
	writeFileSync(join(bad, "deep.png"), greyPng({ depth: 16 }));
	writeFileSync(join(bad, "colour.png"), greyPng({ colourType: 2 }));
	writeFileSync(join(bad, "short.pgm"), "P5 128 128 255\nshort");
	writeGreyImage(join(bad, "small.png"), { width: 64, height: 64, data: new Uint8Array(64 * 64) });
	writeGreyImage(join(bad, "tall.pgm"), { width: 480, height: 640, data: new Uint8Array(640 * 480) });
	return [
		["empty.png", "empty"],
		["text.png", ""],
		["truncated.png", ""],
		["flipped.png", ""],
		["deep.png", "16"],
		["colour.png", "colour"],
		["short.pgm", ""],
		["small.png", "64x64"],
		["tall.pgm", "480x640"],
	];
}

function greyPng(different: Partial<PngRecipe>): Uint8Array {
	const { depth = 8, colourType = 0 } = different;
	const bytesAPixel = (depth / 8) * (colourType === 2 ? 3 : 1);
	return makePng({
		width: 128,
		height: 128,
		depth,
		colourType,
		interlace: 0,
		scanLines: new Uint8Array(128 * (1 + 128 * bytesAPixel)),
		extra: [],
	});
}
