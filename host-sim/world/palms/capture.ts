import type { GreyImage } from "../../images/grey-image.js";
import { cosine, degrees, exponential, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { gaussianBlur, motionBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";
import { createPlane, expose, sampleAt } from "../raster/plane.js";
import type { CaptureChance, CaptureName } from "./appearance.js";
import { captureChance, drawStretch, palmAppearance } from "./appearance.js";
import { CLOSE, type PalmLook, type Spread } from "./look.js";
import type { Palm } from "./palm.js";
import { REGION_SIDE, SURFACE_SIDE } from "./surface-frame.js";

/** A usable capture, or what went wrong with it. */
export const CONDITIONS = [
	"good",
	"too-dark",
	"too-bright",
	"blurred",
	"moving",
	"shifted",
	"rotated",
	"glare",
	"nothing",
] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface CaptureOptions extends CaptureName {
	readonly condition: Condition;
	/** CLOSE, unless told. */
	readonly look?: PalmLook;
}

/**
 * The palm's region as the unit's camera would see it: 128x128 8-bit grey, fingers up. The same arguments
 * give the same bytes on every machine. Two captures differ by contrast, a small pose and elastic stretch,
 * light, focus and noise; session and sample differ like days and like pictures of one day.
 */
export function capturePalm(palm: Palm, options: CaptureOptions): GreyImage {
	const { condition, look = CLOSE } = options;
	const chance = captureChance(palm, options);
	const fault = chance.sample.split("fault");
	if (condition === "nothing") return expose(emptyScene(fault), SENSOR_NOISE, chance.sample.split("noise"));
	const skin = placed(palmAppearance(palm, chance, look), chance, look, misplacement(condition, fault));
	const focused = gaussianBlur(
		skin,
		condition === "blurred" ? 2.5 : chance.sample.split("focus").nextBetween(0.45, 0.8),
	);
	const seen = condition === "moving" ? smeared(focused, fault) : focused;
	const level = LIGHT_LEVEL * lightFactor(condition);
	illuminate(seen, level, look.shading, chance.sample.split("light"));
	if (condition === "glare") addGlare(seen, fault);
	return expose(seen, SENSOR_NOISE, chance.sample.split("noise"));
}

/** Grey level of bare skin in even light, and the noise's standard deviation at mid-grey. */
const LIGHT_LEVEL = 150;
const SENSOR_NOISE = 0.8;

/** How far a palm lies from its usual place: by surface pixels, degrees and a share of its size. */
interface Pose {
	readonly x: number;
	readonly y: number;
	readonly rotation: number;
	readonly scale: number;
}

function drawPose(prng: Prng, { shift, rotation, scale }: PalmLook, of: keyof Spread): Pose {
	return {
		x: shift[of] * prng.nextNormal(),
		y: shift[of] * prng.nextNormal(),
		rotation: rotation[of] * prng.nextNormal(),
		scale: scale[of] * prng.nextNormal(),
	};
}

/** The region cut out of the surface, with pose and stretch of day and picture and the fault's own offset. */
function placed(surface: Plane, chance: CaptureChance, look: PalmLook, fault: Pose): Plane {
	const day = drawPose(chance.session.split("pose"), look, "session");
	const picture = drawPose(chance.sample.split("pose"), look, "sample");
	const angle = degrees(day.rotation + picture.rotation + fault.rotation);
	const scale = 1 + day.scale + picture.scale;
	const cos = scale * cosine(angle);
	const sin = scale * sine(angle);
	const left = SURFACE_SIDE / 2 + day.x + picture.x + fault.x;
	const top = SURFACE_SIDE / 2 + day.y + picture.y + fault.y;
	const stretchX = drawStretch(chance, "x", REGION_SIDE, look);
	const stretchY = drawStretch(chance, "y", REGION_SIDE, look);
	const region = createPlane(REGION_SIDE, REGION_SIDE);
	const middle = (REGION_SIDE - 1) / 2;
	for (let y = 0; y < REGION_SIDE; y++)
		for (let x = 0; x < REGION_SIDE; x++) {
			const at = y * REGION_SIDE + x;
			const u = x - middle;
			const v = y - middle;
			const surfaceX = left + cos * u - sin * v + stretchX.data[at];
			region.data[at] = sampleAt(surface, surfaceX, top + sin * u + cos * v + stretchY.data[at]);
		}
	return region;
}

/** Beyond any search: 26 to 38 pixels aside, or 20 to 35 degrees about. */
function misplacement(condition: Condition, prng: Prng): Pose {
	const heading = prng.nextBetween(0, 2 * Math.PI);
	const distance = condition === "shifted" ? prng.nextBetween(26, 38) : 0;
	const side = prng.nextBelow(2) === 0 ? -1 : 1;
	const rotation = condition === "rotated" ? side * prng.nextBetween(20, 35) : 0;
	return { x: distance * cosine(heading), y: distance * sine(heading), rotation, scale: 0 };
}

function smeared(region: Plane, prng: Prng): Plane {
	const heading = prng.nextBetween(0, Math.PI);
	return motionBlur(region, prng.nextBetween(12, 18), cosine(heading), sine(heading));
}

function lightFactor(condition: Condition): number {
	if (condition === "too-dark") return 0.1;
	return condition === "too-bright" ? 3 : 1;
}

/** Multiplies reflectance by light: a level, a slope across the region and a fall-off towards its corners. */
function illuminate(region: Plane, level: number, shading: number, prng: Prng): void {
	const brightness = level * exponential(0.18 * prng.nextNormal());
	const slopeX = 0.08 * shading * prng.nextNormal();
	const slopeY = 0.08 * shading * prng.nextNormal();
	const half = region.width / 2;
	for (let y = 0; y < region.height; y++)
		for (let x = 0; x < region.width; x++) {
			const u = (x + 0.5) / half - 1;
			const v = (y + 0.5) / half - 1;
			region.data[y * region.width + x] *=
				brightness * (1 + slopeX * u + slopeY * v - 0.12 * shading * (u * u + v * v));
		}
}

/**
 * A mirror-like spot of the lamp on moist skin: clips to white over a fifth to a third of the region's width.
 */
function addGlare(region: Plane, prng: Prng): void {
	const x0 = prng.nextBetween(0.3, 0.7) * region.width;
	const y0 = prng.nextBetween(0.3, 0.7) * region.height;
	const radius = prng.nextBetween(0.1, 0.16) * region.width;
	for (let y = 0; y < region.height; y++)
		for (let x = 0; x < region.width; x++) {
			const square = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (radius * radius);
			if (square < 36) region.data[y * region.width + x] += 260 * exponential(-square / 2);
		}
}

/** No hand: faint room light, brighter towards one side. */
function emptyScene(prng: Prng): Plane {
	const scene = createPlane(REGION_SIDE, REGION_SIDE);
	const slope = prng.nextBetween(-0.02, 0.02);
	const level = prng.nextBetween(3, 7);
	for (let i = 0; i < scene.data.length; i++)
		scene.data[i] = level + slope * ((i % REGION_SIDE) - REGION_SIDE / 2);
	return scene;
}
