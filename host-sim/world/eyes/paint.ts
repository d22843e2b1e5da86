import type { ImageSize } from "../../images/grey-image.js";
import { angleOf, exponential } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { createPlane, type Plane, sampleAt } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";
import type { EyeBuild } from "./eye.js";
import { ANGLES, RADII, turnedAt } from "./iris-texture.js";
import { type Lids, lowerMargin, upperMargin } from "./lids.js";
import type { EyeView } from "./pose.js";

/** The eyeball at one moment; lengths in radii of the iris, iris coordinates. */
export interface EyeBall {
	/** See iris-texture.ts. */
	readonly texture: Plane;
	readonly contrast: number;
	readonly pupil: number;
	readonly pupilX: number;
	readonly pupilY: number;
	/** What this picture shows of the iris that the next does not. */
	readonly passing: Prng;
	readonly passingStrength: number;
}

/** Grey level of a pupil in usual light. */
const PUPIL_LEVEL = 22;

export interface PaintedEye {
	/** Grey levels in usual light. */
	readonly scene: Plane;
	/** Share of each pixel in which the ball shows, lashes apart. */
	readonly bare: Plane;
	/** Share of the iris's disc that the lids leave free. */
	readonly visible: number;
}

/**
 * Ball, lids and lashes.
 * @param lashes cover of each frame pixel, 0..1
 */
export function paintEye(
	build: EyeBuild,
	ball: EyeBall,
	lids: Lids,
	lashes: Plane,
	view: EyeView,
	{ width, height }: ImageSize,
	skinChance: Prng,
): PaintedEye {
	const scene = createPlane(width, height);
	const bare = createPlane(width, height);
	const skin = skinOf(build, skinChance);
	const iris = irisOf(build, ball);
	const soft = 1 / view.scale;
	let free = 0;
	let disc = 0;
	for (let v = 0; v < height; v++)
		for (let u = 0; u < width; u++) {
			const at = v * width + u;
			const right = (u - view.left) / view.scale;
			const down = (v - view.top) / view.scale;
			const x = view.cos * right + view.sin * down;
			const y = view.cos * down - view.sin * right;
			const inside = x > -lids.half && x < lids.half;
			const under = inside ? y - upperMargin(lids, x) : -1;
			const over = inside ? lowerMargin(lids, x) - y : -1;
			const open = step(Math.min(under, over), soft);
			bare.data[at] = open;
			const dx = x - view.irisX;
			const dy = y - view.irisY;
			const irisX = view.a * dx + view.b * dy;
			const irisY = view.c * dx + view.d * dy;
			const square = irisX * irisX + irisY * irisY;
			if (square < 1) {
				disc++;
				free += open;
			}
			let level = open < 1 ? (1 - open) * skin(x, y, under, over) : 0;
			if (open > 0) {
				const shade = 1 - 0.3 * exponential(-Math.min(18, Math.max(0, under) / 0.12));
				level += open * shade * (square < LIMBUS_FAR ? iris(irisX, irisY, soft, x) : whiteAt(build, x, lids));
			}
			scene.data[at] = level * (1 - LASH_DEPTH * lashes.data[at]);
		}
	return { scene, bare, visible: disc === 0 ? 0 : free / disc };
}

const LASH_DEPTH = 0.72;
/** Squared radius beyond which there is nothing of the iris. */
const LIMBUS_FAR = 1.3;
const LIMBUS_SOFT = 0.035;

/** 0 below -soft, 1 above +soft, smooth between. */
function step(value: number, soft: number): number {
	if (value <= -soft) return 0;
	if (value >= soft) return 1;
	const t = (value + soft) / (2 * soft);
	return t * t * (3 - 2 * t);
}

/** The eye's white, darker towards the corners, where the ball turns away. */
function whiteAt(build: EyeBuild, x: number, lids: Lids): number {
	const aside = x / lids.half;
	return build.whiteLevel * (1 - 0.35 * aside * aside);
}

/** Level of pupil, iris and limbus at iris coordinates. */
function irisOf(build: EyeBuild, ball: EyeBall) {
	const { texture, pupil, pupilX, pupilY, contrast, passingStrength } = ball;
	const passing = smoothNoise(ANGLES, RADII, 5, ball.passing);
	return (x: number, y: number, soft: number, lidX: number): number => {
		const px = x - pupilX;
		const py = y - pupilY;
		const pupilAway = Math.sqrt(px * px + py * py) - pupil;
		const irisAway = Math.sqrt(x * x + y * y) - 1;
		const outside = step(irisAway, LIMBUS_SOFT + soft);
		const white = outside > 0 ? outside * build.whiteLevel * (1 - 0.06 * lidX * lidX) : 0;
		if (outside === 1) return white;
		const inPupil = step(-pupilAway, 0.01 + soft);
		let level = inPupil * PUPIL_LEVEL;
		if (inPupil < 1) {
			// The tissue stretches between pupil and limbus like a rubber sheet.
			const share = pupilAway <= 0 ? 0 : irisAway >= 0 ? 1 : pupilAway / (pupilAway - irisAway);
			const column = (angleOf(y, x) / (2 * Math.PI)) * ANGLES;
			const row = Math.min(RADII - 1, Math.floor(share * RADII));
			const detail =
				turnedAt(texture, column, row) + passingStrength * sampleAt(passing, wrapped(column), row);
			level += (1 - inPupil) * build.irisLevel * (1.06 - 0.12 * share) * (1 + contrast * detail);
		}
		return (1 - outside) * level + white;
	};
}

function wrapped(column: number): number {
	return column < 0 ? column + ANGLES : column;
}

/** Side of the skin's texture, and its pixels for a radius of the iris. */
const SKIN_SIDE = 256;
const SKIN_GRAIN = 24;

/** Skin goes on beyond its texture as its mirror image. */
function repeated(place: number): number {
	const turn = place / (2 * SKIN_SIDE);
	const within = 2 * SKIN_SIDE * (turn - Math.floor(turn));
	return within < SKIN_SIDE ? within : 2 * SKIN_SIDE - within;
}

/** The lids' skin: fine grain, a fold above the eye, a wet light edge below it. */
function skinOf(build: EyeBuild, prng: Prng) {
	const fine = smoothNoise(SKIN_SIDE, SKIN_SIDE, 1.2, prng.split("fine"));
	const broad = smoothNoise(SKIN_SIDE, SKIN_SIDE, 22, prng.split("broad"));
	const fold = prng.split("fold").nextBetween(0.3, 0.6);
	return (x: number, y: number, under: number, over: number): number => {
		const u = repeated(SKIN_SIDE / 2 + SKIN_GRAIN * x);
		const v = repeated(SKIN_SIDE / 2 + SKIN_GRAIN * y);
		const grain = 0.05 * sampleAt(fine, u, v) + 0.07 * sampleAt(broad, u, v);
		const crease = (-under - fold) / 0.07;
		const dark = under < 0 && over > 0 ? 0.22 * exponential(-Math.min(18, crease * crease)) : 0;
		const edge = over < 0 && over > -0.12 ? 0.1 : 0;
		return build.skinLevel * (1 + grain - dark + edge);
	};
}
