/** A field of smooth waves like veins, known at every real position, so that turning it costs no accuracy. */
import { createPrng } from "../../host-sim/world/prng.js";
import { palmVein } from "../../modules/modality/palm-vein/palm-vein.js";
import { FIELD_SIDE } from "../../modules/modality/palm-vein/parameters.js";
import { regionOf } from "./region.js";

interface Wave {
	readonly kx: number;
	readonly ky: number;
	readonly phase: number;
}

/** Grey level at field position (x, y), pixels from the field's centre; 30..226. */
export type Texture = (x: number, y: number) => number;

const WAVES = 40;
const AMPLITUDE = 12;
/** Skin too fine for the orientation filters, without which the field would pass for blurred. */
const GRAIN = 14;
const GRAIN_K = (2 * Math.PI) / 2.9;

/** Waves of 6 to 14 field pixels in all directions. */
export function drawTexture(seed: number): Texture {
	const prng = createPrng(seed, "texture");
	const waves = Array.from({ length: WAVES }, (): Wave => {
		const angle = prng.nextBetween(0, 2 * Math.PI);
		const k = (2 * Math.PI) / prng.nextBetween(6, 14);
		return { kx: k * Math.cos(angle), ky: k * Math.sin(angle), phase: prng.nextBetween(0, 2 * Math.PI) };
	});
	return (x, y) => {
		const sum = waves.reduce((total, { kx, ky, phase }) => total + Math.sin(kx * x + ky * y + phase), 0);
		const grain = GRAIN * (Math.sin(GRAIN_K * x) + Math.sin(GRAIN_K * y));
		return Math.min(226, Math.max(30, 128 + AMPLITUDE * sum + grain));
	};
}

/**
 * The texture seen with the hand turned, moved and scaled: what lies at p is what lay at the returned place.
 */
export interface Placement {
	readonly degrees: number;
	readonly scale: number;
	/** Field pixels. */
	readonly shiftX: number;
	readonly shiftY: number;
}

export const UPRIGHT: Placement = { degrees: 0, scale: 1, shiftX: 0, shiftY: 0 };

/**
 * The field's pixels with the texture turned clockwise by `degrees` (rows run down), enlarged, then shifted.
 */
export function fieldOf(texture: Texture, { degrees, scale, shiftX, shiftY }: Placement): Uint8Array {
	const pixels = new Uint8Array(FIELD_SIDE * FIELD_SIDE);
	const angle = (-degrees * Math.PI) / 180;
	const half = (FIELD_SIDE - 1) / 2;
	for (let row = 0; row < FIELD_SIDE; row++) {
		for (let column = 0; column < FIELD_SIDE; column++) {
			const x = (column - half - shiftX) / scale;
			const y = (row - half - shiftY) / scale;
			const u = Math.cos(angle) * x - Math.sin(angle) * y;
			const v = Math.sin(angle) * x + Math.cos(angle) * y;
			pixels[row * FIELD_SIDE + column] = Math.round(texture(u, v));
		}
	}
	return pixels;
}

/** The feature code of a field that was measured everywhere. */
export function codeOf(pixels: Uint8Array): Int8Array {
	const code = new Int8Array(palmVein.codeLength);
	const scratch = new Int16Array(palmVein.scratchLength);
	const refusal = palmVein.extractInto(code, regionOf(palmVein, pixels.slice()), scratch);
	if (refusal !== undefined) throw new Error(`the field is refused: ${refusal}`);
	return code;
}
