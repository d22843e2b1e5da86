import { cosine, degrees, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";

/** Where an eye is held and how it looks; independent of the frame's size. */
export interface EyePose {
	/** Eyeball's centre from the frame's middle, as shares of its height. */
	readonly x: number;
	readonly y: number;
	/** Iris radius as a share of the frame's height. */
	readonly radius: number;
	/** Degrees clockwise by which head or camera lean. */
	readonly roll: number;
	/** Degrees by which the eye looks past the camera: to the picture's right, and down. */
	readonly gazeX: number;
	readonly gazeY: number;
	/** How far the lids are open: 1 as usual, 0 closed. */
	readonly opening: number;
	/** Factor on the pupil's usual radius. */
	readonly dilation: number;
}

/** Halves of the ranges that poses are drawn from. */
export interface EyePoseRange {
	readonly shift: number;
	/** As a factor: .25 is from 75 % to 125 % of the usual size. */
	readonly scale: number;
	readonly roll: number;
	readonly gaze: number;
	readonly opening: number;
	readonly dilation: number;
}

/** How people look into the unit who use it every day. */
export const USUAL_EYES: EyePoseRange = {
	shift: 0.06,
	scale: 0.12,
	roll: 4,
	gaze: 5,
	opening: 0.12,
	dilation: 0.15,
};
/** All that the eye finder must cope with. */
export const WIDE_EYES: EyePoseRange = {
	shift: 0.12,
	scale: 0.3,
	roll: 12,
	gaze: 12,
	opening: 0.25,
	dilation: 0.3,
};

/** The usual iris radius as a share of the frame's height: 65 pixels in a frame of 240 rows. */
const USUAL_IRIS = 0.27;

/** Uniform within the range. */
export function drawEyePose(range: EyePoseRange, prng: Prng): EyePose {
	const within = (half: number): number => prng.nextBetween(-half, half);
	return {
		x: within(range.shift),
		y: within(range.shift),
		radius: USUAL_IRIS * (1 + within(range.scale)),
		roll: within(range.roll),
		gazeX: within(range.gaze),
		gazeY: within(range.gaze),
		opening: 1 + within(range.opening),
		dilation: 1 + within(range.dilation),
	};
}

/** Distance of the iris's plane from the eyeball's centre, in radii of the iris. */
const IRIS_DEPTH = 1.75;

/**
 * From the frame to the eye, seen from far away: lid coordinates (x, y), which lean with the head only, and
 * iris coordinates, in which the turned iris is a circle of radius 1 again.
 */
export interface EyeView {
	/** Frame pixels for a radius of the iris. */
	readonly scale: number;
	/** Eyeball's centre in the frame, and the lean. */
	readonly left: number;
	readonly top: number;
	readonly cos: number;
	readonly sin: number;
	/** The iris's centre in lid coordinates. */
	readonly irisX: number;
	readonly irisY: number;
	/** Iris coordinates are (a dx + b dy, c dx + d dy) of lid coordinates from the iris's centre. */
	readonly a: number;
	readonly b: number;
	readonly c: number;
	readonly d: number;
}

export function viewOf(pose: EyePose, width: number, height: number): EyeView {
	const yaw = degrees(pose.gazeX);
	const pitch = degrees(pose.gazeY);
	const [cy, sy, cp, sp] = [cosine(yaw), sine(yaw), cosine(pitch), sine(pitch)];
	// The iris's own axes, projected: (cy, -sp sy) and (0, cp); their inverse as a matrix.
	const determinant = cy * cp;
	return {
		scale: pose.radius * height,
		left: (width - 1) / 2 + pose.x * height,
		top: (height - 1) / 2 + pose.y * height,
		cos: cosine(degrees(pose.roll)),
		sin: sine(degrees(pose.roll)),
		irisX: IRIS_DEPTH * sy,
		irisY: IRIS_DEPTH * sp * cy,
		a: cp / determinant,
		b: 0,
		c: (sp * sy) / determinant,
		d: cy / determinant,
	};
}

/** Lid coordinates -> frame. */
export function projectLid(view: EyeView, x: number, y: number): { readonly x: number; readonly y: number } {
	return {
		x: view.left + view.scale * (view.cos * x - view.sin * y),
		y: view.top + view.scale * (view.sin * x + view.cos * y),
	};
}
