import type { GrayImage } from "../../image/gray-image.js";
import { shrinkInto } from "../../image/shrink.js";
import type { CaptureRefusal } from "../modality.js";
import type { Circle } from "./circle.js";
import { bestCircle, type CircleScore, edgesInto, type FoundCircle, sumOnArc } from "./edges.js";
import { hasLashLine } from "./lash-line.js";
import * as P from "./parameters.js";
import { type DarkDisc, findDarkDiscs, takeAwayGlare } from "./pupil.js";
import { judgeRim, type Rim } from "./rim.js";

/** Pupil and iris of an eye in a frame. */
export interface Eye {
	readonly pupil: Circle;
	readonly limbus: Circle;
	/** Distance of two rings, 1/256 pixel: lengths that do not depend on the camera are in rings. */
	readonly unit: number;
}

/** Bytes that `locateEye` works in. */
export const EYE_SCRATCH = P.SMALL_AREA + P.EDGE_RAYS * P.EDGE_RINGS;

/**
 * Finds the pupil as a dark disc in a small picture, its rim among the steps of brightness around, and the
 * limbus on arcs at both sides of it, which lids and lashes leave free.
 *
 * @param scratch EYE_SCRATCH bytes, overwritten
 * @returns why there is none that could be read
 */
export function locateEye(frame: GrayImage, scratch: Uint8Array): Eye | CaptureRefusal {
	const factor = shrinkFactor(frame);
	const width = (frame.width / factor) | 0;
	const height = (frame.height / factor) | 0;
	const small = scratch.subarray(0, P.SMALL_AREA);
	const steps = new Int8Array(scratch.buffer, scratch.byteOffset + P.SMALL_AREA, P.EDGE_RAYS * P.EDGE_RINGS);
	shrinkInto(small, frame, factor);
	const exposure = exposureOf(small, width * height);
	if (exposure.brightest < P.NOTHING_MAX) return "no-eye";
	if (exposure.mean < P.FRAME_MEAN_MIN) return "too-dark";
	if (exposure.glare > P.GLARE_OF_FRAME_MAX) return "too-bright";
	takeAwayGlare(small, width, height);
	const discs = findDarkDiscs(small, width, height, P.PUPIL_MIN, P.PUPIL_MAX, P.PUPIL_CANDIDATES);
	const best = firstSureFit(steps, frame, discs, factor);
	const isClosed = hasLashLine(small, width, height);
	const scoreMin = isClosed ? P.EYE_SCORE_SURE : P.EYE_SCORE_MIN;
	if (best === undefined || best.score < scoreMin) {
		if (isClosed) return "eye-closed";
		return exposure.glare > P.GLARE_AROUND_MAX ? "glare" : "no-eye";
	}
	// Who is too close is out of focus, too, and must be told the cause.
	if (isNear(best)) return "too-close";
	const fault = faultOf(steps, frame, best.eye);
	if (fault === undefined) return best.eye;
	// A reflection that covers an eye makes it look small, dull or crooked.
	return exposure.glare > P.GLARE_AROUND_MAX ? "glare" : fault;
}

function faultOf(steps: Int8Array, frame: GrayImage, eye: Eye): CaptureRefusal | undefined {
	const rim = judgeRim(steps, frame, eye.pupil, eye.unit);
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

function exposureOf(small: Uint8Array, count: number): Exposure {
	let brightest = 0;
	let sum = 0;
	let glare = 0;
	for (let i = 0; i < count; i++) {
		const value = small[i];
		if (value > brightest) brightest = value;
		if (value >= P.GLARE_LEVEL) glare++;
		sum += value;
	}
	return { brightest, mean: (sum / count) | 0, glare: ((256 * glare) / count) | 0 };
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
	steps: Int8Array,
	frame: GrayImage,
	discs: readonly DarkDisc[],
	factor: number,
): Fit | undefined {
	let best: Fit | undefined;
	for (let i = 0; i < discs.length; i++) {
		const fit = fitEye(steps, frame, discs[i], factor);
		if (best === undefined || fit.score > best.score) best = fit;
		if (best.score >= P.EYE_SCORE_SURE) break;
	}
	return best;
}

function fitEye(steps: Int8Array, frame: GrayImage, disc: DarkDisc, factor: number): Fit {
	const unit = factor * 64;
	const about: Circle = {
		x: disc.x * factor * 256 + (factor - 1) * 128,
		y: disc.y * factor * 256 + (factor - 1) * 128,
		radius: disc.radius * factor * 256,
	};
	const pupil = fitPupil(steps, frame, about, unit);
	const limbus = fitLimbus(steps, frame, pupil.circle, unit);
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

function fitPupil(steps: Int8Array, frame: GrayImage, about: Circle, unit: number): FittedCircle {
	const score: CircleScore = (x, y, radius) => sumOnArc(steps, 0, P.EDGE_RAYS - 1, x, y, radius);
	edgesInto(steps, frame, about, unit, PUPIL_REACH);
	const rings = (about.radius / unit) | 0;
	const radiusMin = (rings * 11) >> 4;
	const radiusMax = (rings * 22) >> 4;
	const near = bestCircle(score, { x: 0, y: 0, radiusMin, radiusMax, reachX: 6, reachY: 6, stride: 2 });
	const there = moved(about, near, unit);
	edgesInto(steps, frame, there, unit, PUPIL_REACH);
	const found = bestCircle(score, {
		x: 0,
		y: 0,
		radiusMin: near.radius - 4,
		radiusMax: near.radius + 4,
		reachX: 3,
		reachY: 3,
		stride: 1,
	});
	return { circle: moved(there, found, unit), score: ((16 * found.score) / P.EDGE_RAYS) | 0 };
}

function fitLimbus(steps: Int8Array, frame: GrayImage, pupil: Circle, unit: number): FittedCircle {
	let centreX = 0;
	let centreY = 0;
	const score: CircleScore = (x, y, radius) => {
		const right = sumOnArc(steps, RIGHT_FIRST, RIGHT_LAST, x, y, radius);
		const left = sumOnArc(steps, LEFT_FIRST, LEFT_LAST, x, y, radius);
		const weaker = left < right ? left : right;
		const sum = 4 * weaker + left + right;
		const awayX = centreX + x;
		const awayY = centreY + y;
		const away = (P.AWAY_COST_X * awayX * awayX + P.AWAY_COST_Y * awayY * awayY) / (radius * radius);
		return away >= 64 ? 0 : (sum * (64 - away)) >> 6;
	};
	edgesInto(steps, frame, pupil, unit, LIMBUS_REACH);
	const rings = (pupil.radius / unit) | 0;
	const radiusMin = Math.max(P.LIMBUS_MIN, (rings * 21) >> 4);
	const radiusMax = Math.max(Math.min(P.LIMBUS_MAX, (rings * 72) >> 4), radiusMin + 5);
	const near = bestCircle(score, { x: 0, y: 0, radiusMin, radiusMax, reachX: 9, reachY: 6, stride: 3 });
	const there = moved(pupil, near, unit);
	centreX = near.x;
	centreY = near.y;
	edgesInto(steps, frame, there, unit, LIMBUS_REACH);
	const found = bestCircle(score, {
		x: 0,
		y: 0,
		radiusMin: Math.max(near.radius - 5, radiusMin),
		radiusMax: near.radius + 5,
		reachX: 3,
		reachY: 3,
		stride: 1,
	});
	return { circle: moved(there, found, unit), score: ((16 * found.score) / (6 * ARC_RAYS)) | 0 };
}

function moved(from: Circle, by: FoundCircle, unit: number): Circle {
	// A step from ring r to r + 1 is an edge half a ring further out.
	return { x: from.x + by.x * unit, y: from.y + by.y * unit, radius: by.radius * unit + (unit >> 1) };
}

const PUPIL_REACH = 3;
const LIMBUS_REACH = 5;

/** Arcs at both sides, from 20 degrees above the level to 40 below, in rays. */
const RIGHT_FIRST = P.EDGE_RAYS - 7;
const RIGHT_LAST = P.EDGE_RAYS + 14;
const LEFT_FIRST = P.EDGE_RAYS / 2 - 14;
const LEFT_LAST = P.EDGE_RAYS / 2 + 7;
const ARC_RAYS = 22;
