import { exponential, sine } from "../portable-math.js";
import type { Prng } from "../prng.js";
import { addScaled, createPlane, type Plane } from "../raster/plane.js";
import { smoothNoise } from "../raster/smooth-noise.js";

/**
 * An iris unrolled: a turn clockwise from the right in ANGLES columns, pupil (row 0) to limbus (last row).
 * The last column is followed by the first.
 */
export const ANGLES = 512;
export const RADII = 64;

/** Share by which the tissue is lighter or darker than the iris's mean; standard deviation about 1. */
export function drawIrisTexture(prng: Prng): Plane {
	const texture = createPlane(ANGLES, RADII);
	addScaled(texture, fibres(prng.split("fibres")), 0.6);
	addScaled(texture, turningNoise(3, 1, prng.split("mottling")), 0.45);
	addScaled(texture, turningNoise(1, 1, prng.split("grain")), 0.9);
	addScaled(texture, collarette(prng.split("collarette")), 0.35);
	addScaled(texture, furrows(prng.split("furrows")), 0.35);
	addCrypts(texture, prng.split("crypts"));
	return texture;
}

/** Columns over which the noise is joined to its own beginning. */
const SEAM = 64;

/**
 * Noise that is the same at both ends of a turn, of mean 0 and standard deviation about 1.
 * @param sigma grain in columns
 * @param stretch how many times longer the grain is from pupil to limbus than around
 */
function turningNoise(sigma: number, stretch: number, prng: Prng): Plane {
	const rows = Math.ceil(RADII / stretch) + 1;
	const strip = smoothNoise(ANGLES + SEAM, rows, sigma, prng);
	const out = createPlane(ANGLES, RADII);
	for (let row = 0; row < RADII; row++) {
		const place = row / stretch;
		const above = Math.floor(place) * strip.width;
		const share = place - Math.floor(place);
		const at = (column: number): number => {
			const value = strip.data[above + column];
			return share === 0 ? value : value + share * (strip.data[above + strip.width + column] - value);
		};
		for (let column = 0; column < ANGLES; column++) {
			const fading = column < SEAM ? column / SEAM : 1;
			const joined = fading * at(column) + (fading < 1 ? (1 - fading) * at(column + ANGLES) : 0);
			// Two independent values added by shares spread less than one alone.
			const spread = Math.sqrt(fading * fading + (1 - fading) * (1 - fading));
			out.data[row * ANGLES + column] = joined / spread;
		}
	}
	return out;
}

/** Radial fibres at two grains, which bend a little on their way out. */
function fibres(prng: Prng): Plane {
	const straight = createPlane(ANGLES, RADII);
	addScaled(straight, turningNoise(2.2, 3, prng.split("fine")), 0.8);
	addScaled(straight, turningNoise(5, 3, prng.split("coarse")), 0.55);
	const bend = turningNoise(24, 1, prng.split("bend"));
	const out = createPlane(ANGLES, RADII);
	for (let row = 0; row < RADII; row++)
		for (let column = 0; column < ANGLES; column++) {
			const at = row * ANGLES + column;
			out.data[at] = turnedAt(straight, column + 6 * bend.data[at], row);
		}
	return out;
}

/** Linear between two columns of a turn. */
export function turnedAt({ data }: Plane, column: number, row: number): number {
	const left = Math.floor(column);
	const share = column - left;
	const start = row * ANGLES;
	const one = data[start + (((left % ANGLES) + ANGLES) % ANGLES)];
	const other = data[start + ((((left + 1) % ANGLES) + ANGLES) % ANGLES)];
	return one + share * (other - one);
}

/** A light, jagged ring about a third of the way out. */
function collarette(prng: Prng): Plane {
	const out = createPlane(ANGLES, RADII);
	const place = prng.nextBetween(0.24, 0.4) * RADII;
	const jags = turningNoise(6, 1, prng.split("jags"));
	const strength = turningNoise(10, 1, prng.split("strength"));
	for (let row = 0; row < RADII; row++)
		for (let column = 0; column < ANGLES; column++) {
			const away = (row - place - 3.5 * jags.data[column]) / 3;
			const inside = away < 0 ? 0.35 : 0;
			const ring = exponential(-Math.min(18, away * away));
			out.data[row * ANGLES + column] = (ring - inside) * (1 + 0.5 * strength.data[column]);
		}
	return out;
}

/** Folds around the pupil in the outer half, arcs of a turn that come and go. */
function furrows(prng: Prng): Plane {
	const out = createPlane(ANGLES, RADII);
	const visible = turningNoise(28, 1, prng.split("visible"));
	const bend = turningNoise(20, 1, prng.split("bend"));
	const period = prng.nextBetween(7, 12);
	for (let row = RADII >> 1; row < RADII; row++)
		for (let column = 0; column < ANGLES; column++) {
			const at = row * ANGLES + column;
			const seen = Math.min(1, Math.max(0, visible.data[at]));
			out.data[at] = seen * sine((2 * Math.PI * row) / period + 1.5 * bend.data[at]);
		}
	return out;
}

/** Dark pits with a light rim, most of them just outside the collarette. */
function addCrypts(texture: Plane, prng: Prng): void {
	const count = 14 + prng.nextBelow(30);
	for (let i = 0; i < count; i++) {
		const column = prng.nextBetween(0, ANGLES);
		const row = prng.nextBetween(0.12, 0.75) * RADII;
		const wide = prng.nextBetween(3, 8);
		const high = wide * prng.nextBetween(0.45, 0.95);
		const depth = prng.nextBetween(0.6, 1.8);
		for (let v = Math.floor(row - 2 * high); v <= row + 2 * high; v++) {
			if (v < 0 || v >= RADII) continue;
			for (let u = Math.floor(column - 2 * wide); u <= column + 2 * wide; u++) {
				const square = ((u - column) / wide) ** 2 + ((v - row) / high) ** 2;
				const at = v * ANGLES + (((u % ANGLES) + ANGLES) % ANGLES);
				texture.data[at] += depth * (0.5 * square - 1) * exponential(-square);
			}
		}
	}
}
