import type { GreyImage, ImageSize } from "../../images/grey-image.js";
import type { CaptureChance, CaptureName } from "../palms/appearance.js";
import { captureChance, drawStretch, palmAppearance } from "../palms/appearance.js";
import { NEAR_INFRARED, type PalmLook } from "../palms/look.js";
import { PALM_RADIUS, SURFACE_SIDE } from "../palms/surface-frame.js";
import { cosine, degrees, exponential, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { gaussianBlur, motionBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { createPlane, expose, sampleAt } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import { distanceAt, drawDistance, HAND_LEFT, HAND_TOP } from "./distance.js";
import { drawPosture, outlineOf } from "./hand-shape.js";
import type { HandMaterial } from "./material.js";
import { addGlints, isPhotograph, lookOf, materialised, shine } from "./material.js";
import type { HandPose, Projection } from "./pose.js";
import { projectionOf, USUAL_RADIUS, unprojection } from "./pose.js";
import { paintHand } from "./skin.js";
import type { HandTruth } from "./truth.js";
import { truthOf } from "./truth.js";
import type { WholeHand } from "./whole-hand.js";

/** A usable frame of a whole hand, or what went wrong with it. */
export const HAND_CONDITIONS = [
	"good",
	"too-close",
	"too-far",
	"fingers-cut",
	"not-flat",
	"too-dark",
	"too-bright",
	"blurred",
	"moving",
	"nothing",
] as const;
export type HandCondition = (typeof HAND_CONDITIONS)[number];

export interface HandCaptureOptions extends CaptureName {
	readonly condition: HandCondition;
	/** 640x480 or 320x240, or anything of that shape. */
	readonly size: ImageSize;
	/** See `poseOf`; the condition may change it. */
	readonly pose: HandPose;
	/** Off: only the room's light. */
	readonly lamp: "on" | "off";
	/** NEAR_INFRARED, unless told. */
	readonly look?: PalmLook;
	/** Skin, unless told. */
	readonly material?: HandMaterial;
	/** A lamp of the usual strength in a dim room, unless told. */
	readonly lighting?: Lighting;
}

export interface Lighting {
	/** Share of the lamp's usual strength. */
	readonly lamp: number;
	/** Daylight on hand and background beyond the dim room's, grey levels. */
	readonly daylight: number;
}

const USUAL_LIGHTING: Lighting = { lamp: 1, daylight: 0 };

export interface HandFrame {
	readonly image: GreyImage;
	/** Undefined when no hand is there. */
	readonly truth: HandTruth | undefined;
}

/**
 * One near-infrared frame of a whole hand before a dark background, and where it is. The same arguments
 * give the same bytes on every machine. Frames that differ only in `lamp` show the same moment: same pose,
 * same room, other noise.
 */
export function captureHand(hand: WholeHand, options: HandCaptureOptions): HandFrame {
	const { condition, size, lamp, material = "skin", lighting = USUAL_LIGHTING } = options;
	const look = lookOf(material, options.look ?? NEAR_INFRARED);
	const chance = captureChance(hand.palm, options);
	const room = lighted(drawRoom(chance.session.split("room"), chance.sample.split("room")), lighting);
	const lampLevel = lamp === "on" ? room.lampLevel * lampFactor(condition) : 0;
	const noise = chance.sample.split(`noise, lamp ${lamp}`);
	if (condition === "nothing") {
		const empty = createPlane(size.width, size.height);
		illuminate(empty, empty, { ...room, lampLevel }, undefined);
		return { image: expose(empty, SENSOR_NOISE, noise), truth: undefined };
	}
	const fault = chance.sample.split("hand fault");
	const pose = misheld(options.pose, condition, fault);
	const flat = drawPosture(pose.spread, chance.sample.split("posture"));
	const posture = condition === "not-flat" ? { ...flat, reach: fault.nextBetween(0.02, 0.1) } : flat;
	const outline = outlineOf(hand.build, posture);
	const distance = drawDistance(outline);
	const shot = isPhotograph(material) ? captureChance(hand.palm, PHOTOGRAPHED) : chance;
	const surface = stretched(palmAppearance(hand.palm, shot, look), shot, look);
	const skin = materialised(material, paintHand(hand.skin, outline, distance, surface));
	const projection = projectionOf(pose, size.width, size.height);
	const { reflectance, coverage } = projected(skin, distance, projection, size);
	if (material === "screen") shine(reflectance, coverage);
	else illuminate(reflectance, coverage, { ...room, lampLevel }, projection);
	if (material === "wet-skin") addGlints(reflectance, coverage, lampLevel, chance.sample.split("glints"));
	const focus = condition === "blurred" ? 0.014 * size.height : 0.55 + 0.0004 * size.height;
	const focused = gaussianBlur(reflectance, focus);
	const seen = condition === "moving" ? smeared(focused, fault) : focused;
	return { image: expose(seen, SENSOR_NOISE, noise), truth: truthOf(outline, distance, pose, projection) };
}

/** Standard deviation of the noise at mid-grey, grey levels. */
const SENSOR_NOISE = 1.2;

/** The picture that somebody took of a hand, to print it. */
const PHOTOGRAPHED: CaptureName = { session: 0, sample: 0 };

/** Light of the scene, in grey levels of skin that faces the camera. */
interface Room {
	readonly lampLevel: number;
	/** Where the lamp's beam meets the frame, from its middle in shares of the height. */
	readonly beamX: number;
	readonly beamY: number;
	/** Daylight on the hand and on what is behind it. */
	readonly ambient: number;
	readonly background: number;
	/** Slow unevenness of the background; any size, stretched over the frame. */
	readonly clutter: Plane;
}

function drawRoom(day: Prng, picture: Prng): Room {
	return {
		lampLevel: 150 * exponential(0.1 * day.nextNormal() + 0.05 * picture.nextNormal()),
		beamX: 0.03 * picture.nextNormal(),
		beamY: 0.03 * picture.nextNormal(),
		ambient: day.nextBetween(1, 6),
		background: day.nextBetween(2, 7),
		clutter: smoothNoise(64, 48, 8, day.split("clutter")),
	};
}

function lighted(room: Room, { lamp, daylight }: Lighting): Room {
	return {
		...room,
		lampLevel: room.lampLevel * lamp,
		ambient: room.ambient + daylight,
		background: room.background + BACKGROUND_SHARE * daylight,
	};
}

/** What is behind the hand is darker than skin. */
const BACKGROUND_SHARE = 0.4;

function lampFactor(condition: HandCondition): number {
	if (condition === "too-dark") return 0.1;
	return condition === "too-bright" ? 3.5 : 1;
}

/** What the condition makes of the pose that was asked for. */
function misheld(pose: HandPose, condition: HandCondition, prng: Prng): HandPose {
	const side = prng.nextBelow(2) === 0 ? -1 : 1;
	if (condition === "too-close") return { ...pose, radius: pose.radius * prng.nextBetween(2.1, 2.5) };
	if (condition === "too-far") return { ...pose, radius: pose.radius * prng.nextBetween(0.3, 0.42) };
	if (condition === "fingers-cut") return { ...pose, y: -prng.nextBetween(0.32, 0.4) };
	if (condition !== "not-flat") return pose;
	// The hand hangs half closed: fingers together, curled (see the posture), the palm leaning aside.
	return { ...pose, spread: 0, tiltX: side * prng.nextBetween(20, 35) };
}

/** The palm's surface with the skin's stretch of the day and of the picture. */
function stretched(surface: Plane, chance: CaptureChance, look: PalmLook): Plane {
	const out = createPlane(SURFACE_SIDE, SURFACE_SIDE);
	const stretchX = drawStretch(chance, "x", SURFACE_SIDE, look);
	const stretchY = drawStretch(chance, "y", SURFACE_SIDE, look);
	for (let y = 0; y < SURFACE_SIDE; y++)
		for (let x = 0; x < SURFACE_SIDE; x++) {
			const at = y * SURFACE_SIDE + x;
			out.data[at] = sampleAt(surface, x + stretchX.data[at], y + stretchY.data[at]);
		}
	return out;
}

/**
 * The hand as the camera sees it, before light: its reflectance, and the share of each pixel that it covers.
 */
function projected(
	skin: Plane,
	distance: Plane,
	projection: Projection,
	{ width, height }: ImageSize,
): { reflectance: Plane; coverage: Plane } {
	const reflectance = createPlane(width, height);
	const coverage = createPlane(width, height);
	const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = unprojection(projection);
	for (let v = 0; v < height; v++)
		for (let u = 0; u < width; u++) {
			const w = m6 * u + m7 * v + m8;
			const x = (m0 * u + m1 * v + m2) / w;
			const y = (m3 * u + m4 * v + m5) / w;
			const covered = 0.5 - distanceAt(distance, x, y) * projection.scale;
			if (covered <= 0) continue;
			const at = v * width + u;
			coverage.data[at] = covered >= 1 ? 1 : covered;
			reflectance.data[at] = sampleAt(skin, x + HAND_LEFT, y + HAND_TOP);
		}
	return { reflectance, coverage };
}

/** Shares of the frame's height at which the lamp's light has fallen to a quarter. */
const BEAM_WIDTH = 0.8;

/**
 * Turns reflectance into light, in place: the lamp's beam falls off from its middle and with the square of
 * the distance from the hand; daylight lies evenly; what is not covered by the hand shows the background.
 */
function illuminate(
	reflectance: Plane,
	coverage: Plane,
	room: Room,
	projection: Projection | undefined,
): void {
	const { width, height, data } = reflectance;
	const { clutter, beamX, beamY } = room;
	const scaleX = clutter.width / width;
	const scaleY = clutter.height / height;
	const nearness = projection === undefined ? 1 : nearnessOf(projection, height);
	const inverse = projection === undefined ? undefined : unprojection(projection);
	for (let v = 0; v < height; v++)
		for (let u = 0; u < width; u++) {
			const at = v * width + u;
			const dx = (u - width / 2) / height - beamX;
			const dy = (v - height / 2) / height - beamY;
			const beam = 1 / (1 + (dx * dx + dy * dy) / (BEAM_WIDTH * BEAM_WIDTH));
			const closer = inverse === undefined ? 1 : inverse[6] * u + inverse[7] * v + inverse[8];
			const lit = nearness * room.lampLevel * beam * beam * closer * closer + room.ambient;
			const behind = room.background * (1 + 0.3 * sampleAt(clutter, u * scaleX, v * scaleY));
			const glow = 0.02 * room.lampLevel * beam;
			data[at] = coverage.data[at] * data[at] * lit + (1 - coverage.data[at]) * (behind + glow);
		}
}

/** A near hand gets more light, as far as the camera's exposure control lets it. */
function nearnessOf(projection: Projection, height: number): number {
	return Math.min(1.3, Math.max(0.7, (projection.scale / height) * USUAL_SURFACE_PIXELS));
}

/** Surface pixels in the frame's height at the usual size. */
const USUAL_SURFACE_PIXELS = PALM_RADIUS / USUAL_RADIUS;

/** Smeared by a twentieth to a twelfth of the frame's height. */
function smeared(frame: Plane, prng: Prng): Plane {
	const heading = degrees(prng.nextBetween(0, 180));
	return motionBlur(frame, frame.height * prng.nextBetween(0.05, 0.08), cosine(heading), sine(heading));
}
