import type { GreyImage, ImageSize } from "../../images/grey-image.js";
import type { CaptureName } from "../palms/appearance.js";
import { cosine, degrees, exponential, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { gaussianBlur, motionBlur } from "../raster/blur.js";
import { createPlane, expose, type Plane } from "../raster/plane.js";
import { type Eye, eyePrng } from "./eye.js";
import { drawLashCover, lidsOf } from "./lids.js";
import { type EyeBall, paintEye } from "./paint.js";
import { drawEyePose, type EyePose, type EyePoseRange, viewOf } from "./pose.js";
import { addReflections } from "./reflections.js";
import { type EyeTruth, eyeTruthOf, mirrored } from "./truth.js";

/** A usable frame of an eye, or what went wrong with it. */
export const EYE_CONDITIONS = [
	"good",
	"closed",
	"looking-away",
	"too-close",
	"too-far",
	"too-dark",
	"too-bright",
	"blurred",
	"moving",
	"glare",
	"nothing",
] as const;
export type EyeCondition = (typeof EYE_CONDITIONS)[number];

export interface EyeCaptureOptions extends CaptureName {
	readonly condition: EyeCondition;
	/** 320x240, 320x280, 640x480 or anything of about that shape. */
	readonly size: ImageSize;
	/** See `eyePoseOf`; the condition may change it. */
	readonly pose: EyePose;
	/** Off: only the room's light. */
	readonly lamp: "on" | "off";
}

export interface EyeFrame {
	readonly image: GreyImage;
	/** Undefined when no eye is there. */
	readonly truth: EyeTruth | undefined;
}

/** How the person looks into the unit in this capture: uniform within `range`, the same for the same name. */
export function eyePoseOf(eye: Eye, name: CaptureName, range: EyePoseRange): EyePose {
	return drawEyePose(range, chanceOf(eye, name).sample.split("pose"));
}

/**
 * One near-infrared frame of an eye, and where it is. The same arguments give the same bytes on every
 * machine. Frames that differ only in `lamp` show the same moment: same pose, same room, other noise.
 */
export function captureEye(eye: Eye, options: EyeCaptureOptions): EyeFrame {
	const { condition, size, lamp } = options;
	const { width, height } = size;
	const chance = chanceOf(eye, options);
	const fault = chance.sample.split("fault");
	const room = drawRoom(chance.session.split("room"), chance.sample.split("room"));
	const light = lamp === "on" ? room.lamp * lampFactor(condition) : 0;
	const noise = chance.sample.split(`noise, lamp ${lamp}`);
	if (condition === "nothing") {
		const empty = createPlane(width, height);
		empty.data.fill(5 * light + 4 * room.ambient);
		return { image: expose(empty, SENSOR_NOISE, noise), truth: undefined };
	}
	const isRight = eye.side === "right";
	const pose = misheld(options.pose, condition, fault);
	const view = viewOf(isRight ? flipped(pose) : pose, width, height);
	const lids = lidsOf(eye.build, pose);
	const ball = ballOf(eye, pose, chance);
	const lashes = drawLashCover(eye.build.lashes, lids, view, width, height);
	const { scene, bare, visible } = paintEye(eye.build, ball, lids, lashes, view, size, chance.skin);
	const glass = condition === "glare" ? "glasses" : "none";
	for (let i = 0; i < scene.data.length; i++) scene.data[i] *= light + room.ambient;
	if (lamp === "on") addReflections(scene, bare, view, ball, glass, chance.sample.split("glint"));
	const focused = gaussianBlur(scene, focusOf(condition, view.scale, chance.sample.split("focus")));
	const seen = condition === "moving" ? smeared(focused, fault) : focused;
	if (isRight) flipRows(seen);
	const truth = eyeTruthOf(pose, view, { x: ball.pupilX, y: ball.pupilY, radius: ball.pupil }, visible);
	return { image: expose(seen, SENSOR_NOISE, noise), truth: isRight ? mirrored(truth, width) : truth };
}

/** Standard deviation of the noise at mid-grey, grey levels. */
const SENSOR_NOISE = 2.2;

interface EyeChance {
	readonly session: Prng;
	readonly sample: Prng;
	readonly skin: Prng;
}

function chanceOf(eye: Eye, { session, sample }: CaptureName): EyeChance {
	const own = eyePrng(eye.seed, eye.side);
	const day = own.split(`session ${session}`);
	return { session: day.split("day"), sample: day.split(`sample ${sample}`), skin: own.split("skin") };
}

/** Light in units of the usual one. */
interface Room {
	readonly lamp: number;
	readonly ambient: number;
}

function drawRoom(day: Prng, picture: Prng): Room {
	return {
		lamp: exponential(0.08 * day.nextNormal() + 0.05 * picture.nextNormal()),
		ambient: day.nextBetween(0.01, 0.04),
	};
}

function lampFactor(condition: EyeCondition): number {
	if (condition === "too-dark") return 0.08;
	return condition === "too-bright" ? 2.8 : 1;
}

/** What the condition makes of the pose that was asked for. */
function misheld(pose: EyePose, condition: EyeCondition, prng: Prng): EyePose {
	const side = prng.nextBelow(2) === 0 ? -1 : 1;
	const amount = prng.nextBetween(0, 1);
	if (condition === "closed") return { ...pose, opening: 0.12 * amount };
	if (condition === "looking-away") return { ...pose, gazeX: side * (28 + 12 * amount) };
	if (condition === "too-close") return { ...pose, radius: pose.radius * (2.1 + 0.4 * amount) };
	if (condition === "too-far") return { ...pose, radius: pose.radius * (0.25 + 0.12 * amount) };
	return pose;
}

function flipped(pose: EyePose): EyePose {
	return { ...pose, x: -pose.x, roll: -pose.roll, gazeX: -pose.gazeX };
}

/** The pupil of this moment; tissue changes its contrast little from day to day. */
function ballOf(eye: Eye, pose: EyePose, { session, sample }: EyeChance): EyeBall {
	const contrast = exponential(0.1 * session.split("contrast").nextNormal());
	return {
		texture: eye.texture,
		contrast: eye.build.contrast * contrast,
		pupil: Math.min(0.68, Math.max(0.24, eye.build.pupil * pose.dilation)),
		pupilX: eye.build.pupilX,
		pupilY: eye.build.pupilY,
		passing: sample.split("passing"),
		passingStrength: PASSING * exponential(0.5 * sample.split("passing strength").nextNormal()),
	};
}

/** Usual strength of what shadow, moisture and the cornea do to one picture, in the texture's own units. */
const PASSING = 0.34;

/** Depth of focus: good pictures differ in it, in shares of the iris's radius. */
function focusOf(condition: EyeCondition, scale: number, prng: Prng): number {
	if (condition === "blurred") return scale * prng.nextBetween(0.07, 0.1);
	return 0.5 + scale * prng.nextBetween(0.002, 0.012);
}

/** Smeared by a tenth to a sixth of the frame's height. */
function smeared(frame: Plane, prng: Prng): Plane {
	const heading = degrees(prng.nextBetween(0, 180));
	return motionBlur(frame, frame.height * prng.nextBetween(0.1, 0.16), cosine(heading), sine(heading));
}

function flipRows({ width, data }: Plane): void {
	for (let start = 0; start < data.length; start += width) data.subarray(start, start + width).reverse();
}
