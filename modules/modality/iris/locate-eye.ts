import type { GrayImage } from "../../image/gray-image.js";
import { shrinkInto } from "../../image/shrink.js";
import { GREYS, histogramInto } from "../../image/threshold.js";
import type { CaptureRefusal } from "../modality.js";
import type { Circle } from "./circle.js";
import {
	ARC_RAYS,
	type FoundCircle,
	findLimbus,
	findPupil,
	LEFT_FIRST,
	RIGHT_FIRST,
	RINGS_BEYOND,
} from "./circle-search.js";
import { type Edges, lookAround, RAY_LENGTH, STEPS_LENGTH, stepsWithin } from "./edges.js";
import { hasLashLine } from "./lash-line.js";
import * as P from "./parameters.js";
import { EDGE_RAYS, EDGE_RINGS } from "./parameters.js";
import { type DarkDisc, findDarkDiscs, takeAwayGlare } from "./pupil.js";
import { judgeRim, type Rim } from "./rim.js";

/** Pupil and iris of an eye in a frame. */
export interface Eye {
	readonly pupil: Circle;
	readonly limbus: Circle;
	/** Distance of two rings, 1/256 pixel: lengths that do not depend on the camera are in rings. */
	readonly unit: number;
}

/** Bytes that `locateEye` works in: a small picture, its histogram, rays and steps around an eye. */
export const EYE_SCRATCH = P.SMALL_AREA + 2 * GREYS + EDGE_RAYS * (RAY_LENGTH + STEPS_LENGTH);

/** Carves up EYE_SCRATCH bytes. */
function eyeMemory({ buffer, byteOffset }: Uint8Array) {
	const histogramAt = byteOffset + P.SMALL_AREA;
	const raysAt = histogramAt + 2 * GREYS;
	const stepsAt = raysAt + EDGE_RAYS * RAY_LENGTH;
	return {
		small: new Uint8Array(buffer, byteOffset, P.SMALL_AREA),
		histogram: new Int16Array(buffer, histogramAt, GREYS),
		edges: {
			rays: new Uint8Array(buffer, raysAt, EDGE_RAYS * RAY_LENGTH),
			steps: new Int8Array(buffer, stepsAt, EDGE_RAYS * STEPS_LENGTH),
		},
	};
}

/**
 * Finds the pupil as a dark disc in a small picture, its rim among the steps of brightness around, and the
 * limbus on arcs at both sides of it, which lids and lashes leave free.
 *
 * @param scratch EYE_SCRATCH bytes at an even offset, overwritten
 * @returns why there is none that could be read
 */
export function locateEye(frame: GrayImage, scratch: Uint8Array): Eye | CaptureRefusal {
	const factor = shrinkFactor(frame);
	const width = (frame.width / factor) | 0;
	const height = (frame.height / factor) | 0;
	const { small, histogram, edges } = eyeMemory(scratch);
	shrinkInto(small, frame, factor);
	histogramInto(histogram, small, width * height);
	const exposure = exposureOf(histogram, width * height);
	if (exposure.brightest < P.NOTHING_MAX) return "no-eye";
	if (exposure.mean < P.FRAME_MEAN_MIN) return "too-dark";
	if (exposure.glare > P.GLARE_OF_FRAME_MAX) return "too-bright";
	takeAwayGlare(small, width, height);
	histogramInto(histogram, small, width * height);
	const discs = findDarkDiscs(small, width, height, darkLevel(histogram, width * height));
	const best = firstSureFit(edges, frame, discs, factor);
	if (best === undefined || best.score < P.EYE_SCORE_SURE) {
		// A sure eye is believed whatever crosses the picture.
		if (hasLashLine(small, width, height)) return "eye-closed";
		if (best === undefined || best.score < P.EYE_SCORE_MIN)
			return exposure.glare > P.GLARE_AROUND_MAX ? "glare" : "no-eye";
	}
	// Who is too close is out of focus, too, and must be told the cause.
	if (isNear(best)) return "too-close";
	const fault = faultOf(edges, frame, best.eye);
	if (fault === undefined) return best.eye;
	// A reflection that covers an eye makes it look small, dull or crooked.
	return exposure.glare > P.GLARE_AROUND_MAX ? "glare" : fault;
}

function faultOf(edges: Edges, frame: GrayImage, eye: Eye): CaptureRefusal | undefined {
	const rim = judgeRim(edges, frame, eye.pupil, eye.unit);
	if (rim.steepness < P.STEEPNESS_MIN) return "blurred";
	if (isFar(eye)) return "too-far";
	return isRound(rim) ? undefined : "looking-away";
}

interface Exposure {
	readonly brightest: number;
	readonly mean: number;
	/** Share of pixels that glare, in 1/256. */
	readonly glare: number;
}

function exposureOf(histogram: Int16Array, count: number): Exposure {
	let brightest = 0;
	let sum = 0;
	let glare = 0;
	for (let level = 0; level < GREYS; level++) {
		const pixels = histogram[level];
		if (pixels > 0) brightest = level;
		if (level >= P.GLARE_LEVEL) glare += pixels;
		sum += level * pixels;
	}
	return { brightest, mean: (sum / count) | 0, glare: ((256 * glare) / count) | 0 };
}

/** A pupil's centre is among the darkest sixth of a frame that shows an eye. */
function darkLevel(histogram: Int16Array, count: number): number {
	let level = 0;
	for (let below = histogram[0]; 6 * below < count; below += histogram[++level]);
	return level;
}

function isFar({ limbus, unit }: Eye): boolean {
	return limbus.radius < P.LIMBUS_LEAST * unit;
}

/** Is the limbus too large, or outside the frame? Then there is none around a pupil as wide as that. */
function isNear({ eye, pupilScore, limbusScore }: Fit): boolean {
	const { pupil, limbus, unit } = eye;
	if (limbus.radius > P.LIMBUS_LIMIT * unit) return true;
	return pupil.radius > P.PUPIL_NEAR * unit && 256 * limbusScore < P.LIMBUS_OF_PUPIL_MIN * pupilScore;
}

function isRound({ aspect, squeeze }: Rim): boolean {
	return squeeze >= P.SQUEEZE_LEAST && (aspect >= P.ASPECT_MIN || squeeze >= P.SQUEEZE_MIN);
}

interface Fit {
	readonly eye: Eye;
	/** Mean steps, in 1/16 grey level. */
	readonly pupilScore: number;
	readonly limbusScore: number;
	/** Their sum; what would be too far is believed less. */
	readonly score: number;
}

/** The best of the discs as a pupil; a sure eye ends the search: fits are most of the time. */
function firstSureFit(
	edges: Edges,
	frame: GrayImage,
	discs: readonly DarkDisc[],
	factor: number,
): Fit | undefined {
	let best: Fit | undefined;
	for (let i = 0; i < discs.length; i++) {
		const fit = fitEye(edges, frame, discs[i], factor);
		if (best === undefined || fit.score > best.score) best = fit;
		if (best.score >= P.EYE_SCORE_SURE) break;
	}
	return best;
}

function fitEye(edges: Edges, frame: GrayImage, disc: DarkDisc, factor: number): Fit {
	const unit = factor * 64;
	const about: Circle = {
		x: disc.x * factor * 256 + (factor - 1) * 128,
		y: disc.y * factor * 256 + (factor - 1) * 128,
		radius: disc.radius * factor * 256,
	};
	const pupil = fitPupil(edges, frame, about, unit);
	const limbus = fitLimbus(edges, frame, pupil.circle, unit);
	const eye = { pupil: pupil.circle, limbus: limbus.circle, unit };
	const score = pupil.score + limbus.score;
	const scores = { pupilScore: pupil.score, limbusScore: limbus.score };
	return { eye, ...scores, score: isFar(eye) ? score >> 1 : score };
}

function shrinkFactor({ width, height }: GrayImage): number {
	let factor = Math.ceil(width / P.SMALL_WIDTH);
	while (((width / factor) | 0) * ((height / factor) | 0) > P.SMALL_AREA) factor++;
	return factor;
}

interface FittedCircle {
	readonly circle: Circle;
	/** Mean step at it, in 1/16 grey level. */
	readonly score: number;
}

function fitPupil(edges: Edges, frame: GrayImage, about: Circle, unit: number): FittedCircle {
	const rings = (about.radius / unit) | 0;
	const radiusMin = (rings * 11) >> 4;
	const radiusMax = (rings * 22) >> 4;
	lookAt(edges, frame, about, unit, 0, EDGE_RAYS, radiusMax, PUPIL_REACH);
	const near = findPupil(edges.steps, { radiusMin, radiusMax, reachX: 6, reachY: 6, stride: 2 });
	const there = moved(about, near, unit);
	const close = { radiusMin: near.radius - 4, radiusMax: near.radius + 4, reachX: 3, reachY: 3, stride: 1 };
	lookAt(edges, frame, there, unit, 0, EDGE_RAYS, close.radiusMax, PUPIL_REACH);
	const found = findPupil(edges.steps, close);
	return { circle: moved(there, found, unit), score: ((16 * found.score) / EDGE_RAYS) | 0 };
}

function fitLimbus(edges: Edges, frame: GrayImage, pupil: Circle, unit: number): FittedCircle {
	const rings = (pupil.radius / unit) | 0;
	const radiusMin = Math.max(P.LIMBUS_MIN, (rings * 21) >> 4);
	const radiusMax = Math.max(Math.min(P.LIMBUS_MAX, (rings * 72) >> 4), radiusMin + 5);
	lookAside(edges, frame, pupil, unit, radiusMax);
	const near = findLimbus(edges.steps, { radiusMin, radiusMax, reachX: 9, reachY: 6, stride: 3 }, 0, 0);
	const there = moved(pupil, near, unit);
	const close = {
		radiusMin: Math.max(near.radius - 5, radiusMin),
		radiusMax: near.radius + 5,
		reachX: 3,
		reachY: 3,
		stride: 1,
	};
	lookAside(edges, frame, there, unit, close.radiusMax);
	const found = findLimbus(edges.steps, close, near.x, near.y);
	return { circle: moved(there, found, unit), score: ((16 * found.score) / (6 * ARC_RAYS)) | 0 };
}

/** The steps on both arcs of a limbus. */
function lookAside(edges: Edges, frame: GrayImage, centre: Circle, unit: number, radiusMax: number): void {
	lookAt(edges, frame, centre, unit, RIGHT_FIRST, ARC_RAYS, radiusMax, LIMBUS_REACH);
	lookAt(edges, frame, centre, unit, LEFT_FIRST, ARC_RAYS, radiusMax, LIMBUS_REACH);
}

/** The steps on `count` rays, as far as a search for circles of at most `radiusMax` rings looks at them. */
function lookAt(
	edges: Edges,
	frame: GrayImage,
	centre: Circle,
	unit: number,
	first: number,
	count: number,
	radiusMax: number,
	reach: number,
): void {
	const rings = Math.min(EDGE_RINGS, radiusMax + RINGS_BEYOND);
	const sector = { first, last: first + count - 1, rings };
	lookAround(edges, frame, centre, unit, sector);
	stepsWithin(edges, sector, reach);
}

function moved(from: Circle, by: FoundCircle, unit: number): Circle {
	// A step from ring r to r + 1 is an edge half a ring further out.
	return { x: from.x + by.x * unit, y: from.y + by.y * unit, radius: by.radius * unit + (unit >> 1) };
}

const PUPIL_REACH = 3;
const LIMBUS_REACH = 5;
