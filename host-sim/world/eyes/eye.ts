import type { Prng } from "../prng.js";
import { createPrng } from "../prng.js";
import type { Plane } from "../raster/plane.js";
import { drawIrisTexture } from "./iris-texture.js";

export const EYE_SIDES = ["left", "right"] as const;
export type EyeSide = (typeof EYE_SIDES)[number];

/**
 * Lengths are in radii of the iris from its centre, x towards the picture's right, y down, as a camera sees a
 * left eye that looks at it: the nose is at the picture's left. A right eye is the mirror image.
 */
export interface EyeBuild {
	/** Radius of the pupil in usual light, and its centre: a little towards the nose. */
	readonly pupil: number;
	readonly pupilX: number;
	readonly pupilY: number;
	/** How far the lids stand open above and below, and half the distance of the eye's corners. */
	readonly above: number;
	readonly below: number;
	readonly half: number;
	/** The outer corner's height over the inner one's. */
	readonly slant: number;
	/** Grey levels in usual light. */
	readonly irisLevel: number;
	readonly whiteLevel: number;
	readonly skinLevel: number;
	/** Share of the iris's level that a texture of 1 takes or gives. */
	readonly contrast: number;
	readonly lashes: readonly Lash[];
}

/** A hair of a lid. */
export interface Lash {
	readonly lid: "upper" | "lower";
	/** Where on the lid, -1 inner .. 1 outer corner. */
	readonly place: number;
	readonly length: number;
	/** Share of the length by which its end lies aside, and how far down (1) or up (-1) it points. */
	readonly aside: number;
	readonly down: number;
	readonly curl: number;
}

/** One eye of one synthetic person: what does not change from day to day. About 150 kB. */
export interface Eye {
	readonly seed: number | string;
	readonly side: EyeSide;
	/** See iris-texture.ts. */
	readonly texture: Plane;
	readonly build: EyeBuild;
}

/**
 * Draws an eye: the same `seed` and `side` give the same eye, bit for bit, on every machine; the two eyes of
 * one seed share nothing. Synthetic eyes are for demonstrations and tests, never evidence of error rates.
 */
export function createEye(seed: number | string, side: EyeSide): Eye {
	const prng = eyePrng(seed, side).split("identity");
	return {
		seed,
		side,
		texture: drawIrisTexture(prng.split("texture")),
		build: drawBuild(prng.split("build"), prng.split("lashes")),
	};
}

/** All chance about one eye descends from here. */
export function eyePrng(seed: number | string, side: EyeSide): Prng {
	return createPrng(seed, "eye", side);
}

function drawBuild(prng: Prng, hairs: Prng): EyeBuild {
	return {
		pupil: prng.nextBetween(0.34, 0.5),
		pupilX: -0.03 + 0.02 * prng.nextNormal(),
		pupilY: 0.02 * prng.nextNormal(),
		above: prng.nextBetween(0.72, 1),
		below: prng.nextBetween(0.92, 1.15),
		half: prng.nextBetween(2.1, 2.5),
		slant: 0.16 + 0.08 * prng.nextNormal(),
		irisLevel: prng.nextBetween(88, 122),
		whiteLevel: prng.nextBetween(150, 185),
		skinLevel: prng.nextBetween(165, 205),
		contrast: prng.nextBetween(0.05, 0.1),
		lashes: drawLashes(hairs),
	};
}

/** Some people's lashes hang before the eye, others' stand up. */
function drawLashes(prng: Prng): Lash[] {
	const hang = prng.nextBetween(-0.9, 0.7);
	const upper = 40 + prng.nextBelow(50);
	const lower = 14 + prng.nextBelow(20);
	return Array.from({ length: upper + lower }, (_, i) => {
		const lid = i < upper ? "upper" : "lower";
		const place = prng.nextBetween(-0.75, 0.95);
		return {
			lid,
			place,
			length: lid === "upper" ? prng.nextBetween(0.3, 0.75) : prng.nextBetween(0.15, 0.35),
			aside: 0.7 * place + 0.2 * prng.nextNormal(),
			down: lid === "upper" ? hang + 0.2 * prng.nextNormal() : 1,
			curl: prng.nextBetween(0.1, 0.4),
		};
	});
}
