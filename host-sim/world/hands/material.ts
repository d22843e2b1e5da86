import type { PalmLook } from "../palms/look.js";
import { exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { gaussianBlur } from "../raster/blur.js";
import type { Plane } from "../raster/plane.js";

/**
 * What is held up: a hand, as it is or cold or wet, or something that only shows a picture of one. Plausible,
 * not measured: no set of pictures is at hand to fit them to.
 *
 *     cold-skin    vessels near the surface have narrowed: veins show less, dry ridges more
 *     wet-skin     a film of water: finest structures drown, the lamp glints in it
 *     dye-print    a photograph of the hand from an ink-jet, cut out: dyes let near infrared pass, so the
 *                  camera sees white paper of the hand's shape
 *     toner-print  the same from a laser printer: its carbon black is as black in near infrared
 *     screen       the photograph on a screen, which shines by itself, lamp or no lamp
 */
export const HAND_MATERIALS = [
	"skin",
	"cold-skin",
	"wet-skin",
	"dye-print",
	"toner-print",
	"screen",
] as const;
export type HandMaterial = (typeof HAND_MATERIALS)[number];

/** Whether it is one photograph, the same however often it is shown. */
export function isPhotograph(material: HandMaterial): boolean {
	return PHOTOGRAPHS.includes(material);
}

const PHOTOGRAPHS: readonly HandMaterial[] = ["dye-print", "toner-print", "screen"];

export function lookOf(material: HandMaterial, look: PalmLook): PalmLook {
	const { weights, passing } = look;
	if (material === "cold-skin") {
		const { shallowVeins, deepVeins, ridges } = weights;
		const veins = { shallowVeins: 0.35 * shallowVeins, deepVeins: 0.6 * deepVeins };
		return { ...look, weights: { ...weights, ...veins, ridges: 1.3 * ridges } };
	}
	if (material === "wet-skin") {
		const drowned = { ridges: 0.4 * weights.ridges, grain: 0.4 * weights.grain };
		return { ...look, weights: { ...weights, ...drowned }, passing: { ...passing, coarse: 0.016 } };
	}
	return look;
}

/** Turns reflectance of skin into that of a picture of it, in place of it. */
export function materialised(material: HandMaterial, skin: Plane): Plane {
	if (material === "dye-print") return printed(skin, DYE_CONTRAST);
	if (material === "toner-print") return printed(skin, TONER_CONTRAST);
	return skin;
}

/** What is left of a picture's contrast in near infrared. */
const DYE_CONTRAST = 0.04;
const TONER_CONTRAST = 0.85;
/** Blur of camera, screening and printer, surface pixels. */
const PRINT_BLUR = 0.8;

function printed(skin: Plane, contrast: number): Plane {
	const print = gaussianBlur(skin, PRINT_BLUR);
	const { data } = print;
	for (let i = 0; i < data.length; i++) data[i] = 1 + contrast * (data[i] - 1);
	return print;
}

/** The lamp mirrored in drops and in the film between them; `light` in grey levels, changed in place. */
export function addGlints(light: Plane, coverage: Plane, lampLevel: number, prng: Prng): void {
	const { width, height } = light;
	for (let drop = 0; drop < DROPS; drop++) {
		const x = Math.floor(prng.nextBetween(0.15, 0.85) * width);
		const y = Math.floor(prng.nextBetween(0.15, 0.95) * height);
		const radius = prng.nextBetween(0.003, 0.008) * height;
		const level = 2.5 * lampLevel * prng.nextBetween(0.3, 1);
		if (coverage.data[y * width + x] > 0.9) addSpot(light, x, y, radius, level);
	}
}

const DROPS = 40;

function addSpot(
	{ width, height, data }: Plane,
	x0: number,
	y0: number,
	radius: number,
	level: number,
): void {
	const reach = Math.ceil(3 * radius);
	for (let y = Math.max(0, y0 - reach); y <= Math.min(height - 1, y0 + reach); y++)
		for (let x = Math.max(0, x0 - reach); x <= Math.min(width - 1, x0 + reach); x++) {
			const square = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (radius * radius);
			data[y * width + x] += level * exponential(-square / 2);
		}
}

/** A screen's own light, the hand's picture; its glass mirrors next to nothing of the camera's lamp. */
export function shine(reflectance: Plane, coverage: Plane): void {
	for (let i = 0; i < reflectance.data.length; i++)
		reflectance.data[i] = 8 + SCREEN_LEVEL * coverage.data[i] * reflectance.data[i];
}

/** Grey levels that the brightest of it comes to behind the camera's filter. */
const SCREEN_LEVEL = 110;
