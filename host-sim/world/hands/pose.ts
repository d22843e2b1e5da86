import { PALM_RADIUS } from "../palms/surface-frame.js";
import { cosine, degrees, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** Where a hand is held; independent of the frame's size. */
export interface HandPose {
	/** Degrees clockwise in the frame; 0: fingers up. */
	readonly rotation: number;
	/** Palm radius as a share of the frame's height. */
	readonly radius: number;
	/** Palm centre from the frame's middle, as shares of its height. */
	readonly x: number;
	readonly y: number;
	/** Degrees by which the hand leans: its right side, and its fingers, towards the camera. */
	readonly tiltX: number;
	readonly tiltY: number;
	/** 0 fingers together .. 1 as far apart as they go. */
	readonly spread: number;
}

/** Halves of the ranges that poses are drawn from. */
export interface PoseRange {
	readonly rotation: number;
	/** As a factor: .25 is from 75 % to 125 % of the usual size. */
	readonly scale: number;
	readonly shift: number;
	readonly tilt: number;
	readonly spread: number;
}

/** How people hold a hand who use the unit every day. */
export const USUAL_POSES: PoseRange = { rotation: 10, scale: 0.1, shift: 0.05, tilt: 5, spread: 0.2 };
/** All that the region finder must cope with. */
export const WIDE_POSES: PoseRange = { rotation: 30, scale: 0.25, shift: 0.07, tilt: 12, spread: 0.35 };

/** The usual palm radius as a share of the frame's height: 68 pixels in a frame of 240 rows. */
export const USUAL_RADIUS = 0.285;
const USUAL_SPREAD = 0.55;
/** The palm lies below the frame's middle, so that the fingers' roots are well inside. */
const USUAL_Y = 0.1;

/** Uniform within the range. */
export function drawPose(range: PoseRange, prng: Prng): HandPose {
	const within = (half: number): number => prng.nextBetween(-half, half);
	return {
		rotation: within(range.rotation),
		radius: USUAL_RADIUS * (1 + within(range.scale)),
		x: within(range.shift),
		y: USUAL_Y + within(range.shift),
		tiltX: within(range.tilt),
		tiltY: within(range.tilt),
		spread: USUAL_SPREAD + within(range.spread),
	};
}

/** Distance of the camera from the palm, in palm radii at the usual size: 8 radii are about 35 cm. */
const CAMERA_DISTANCE = 8;

/**
 * How the flat hand is projected on the frame: (x, y) in surface pixels from the palm's centre go to
 * ((a x + b y) / w + left, (c x + d y) / w + top) with w = 1 + e x + f y, the relative distance from the
 * camera.
 */
export interface Projection {
	readonly a: number;
	readonly b: number;
	readonly c: number;
	readonly d: number;
	readonly e: number;
	readonly f: number;
	readonly left: number;
	readonly top: number;
	/** Frame pixels for a surface pixel at the palm's centre. */
	readonly scale: number;
}

export function projectionOf(pose: HandPose, width: number, height: number): Projection {
	const scale = (pose.radius * height) / PALM_RADIUS;
	const cos = scale * cosine(degrees(pose.rotation));
	const sin = scale * sine(degrees(pose.rotation));
	const shortX = cosine(degrees(pose.tiltX));
	const shortY = cosine(degrees(pose.tiltY));
	const perPixel = 1 / (CAMERA_DISTANCE * PALM_RADIUS * (USUAL_RADIUS / pose.radius));
	return {
		a: cos * shortX,
		b: -sin * shortY,
		c: sin * shortX,
		d: cos * shortY,
		e: -sine(degrees(pose.tiltX)) * perPixel,
		f: sine(degrees(pose.tiltY)) * perPixel,
		left: (width - 1) / 2 + pose.x * height,
		top: (height - 1) / 2 + pose.y * height,
		scale,
	};
}

/** Hand -> frame. */
export function project({ a, b, c, d, e, f, left, top }: Projection, { x, y }: Point): Point {
	const w = 1 + e * x + f * y;
	return { x: (a * x + b * y) / w + left, y: (c * x + d * y) / w + top };
}

/**
 * Frame -> hand: nine numbers m for x = (m0 u + m1 v + m2) / q, y = (m3 u + m4 v + m5) / q with
 * q = m6 u + m7 v + m8, which is 1 / w there: how much nearer the camera than the palm's centre.
 */
export function unprojection({ a, b, c, d, e, f, left, top }: Projection): readonly number[] {
	const p = [a + left * e, b + left * f, left, c + top * e, d + top * f, top, e, f, 1];
	const adjugate = [
		p[4] * p[8] - p[5] * p[7],
		p[2] * p[7] - p[1] * p[8],
		p[1] * p[5] - p[2] * p[4],
		p[5] * p[6] - p[3] * p[8],
		p[0] * p[8] - p[2] * p[6],
		p[2] * p[3] - p[0] * p[5],
		p[3] * p[7] - p[4] * p[6],
		p[1] * p[6] - p[0] * p[7],
		p[0] * p[4] - p[1] * p[3],
	];
	const determinant = p[0] * adjugate[0] + p[1] * adjugate[3] + p[2] * adjugate[6];
	return adjugate.map((value) => value / determinant);
}
