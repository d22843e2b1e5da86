import { COSINE, SINE, TURN } from "./circle.js";

/** A dark disc in a small picture, in its pixels. */
export interface DarkDisc {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
	/**
	 * Mean step of brightness across its rim, less what its inside is brighter than its centre; grey levels.
	 */
	readonly contrast: number;
}

/**
 * The discs that look most like a pupil, best first: as dark at the rim as at the centre, with a step to
 * something brighter all around. A limbus encloses an iris brighter than its centre; a clump of lashes has
 * hardly a rim; an eyebrow is no disc.
 *
 * @param grey width x height, without reflections (see `takeAwayGlare`)
 * @param radiusMin, radiusMax in pixels
 * @returns at most `most` discs, none of which has its centre inside a better one
 */
export function findDarkDiscs(
	grey: Uint8Array,
	width: number,
	height: number,
	radiusMin: number,
	radiusMax: number,
	most: number,
): readonly DarkDisc[] {
	const level = darkLevel(grey, width * height);
	const discs: DarkDisc[] = [];
	for (let y = radiusMin; y < height - radiusMin; y++) {
		// Every second place, as on a chessboard.
		for (let x = radiusMin + (y & 1); x < width - radiusMin; x += 2) {
			if (grey[y * width + x] > level) continue;
			const disc = discAround(grey, width, height, x, y, radiusMin, radiusMax);
			if (disc.contrast > 0) offer(discs, disc, most);
		}
	}
	return discs;
}

/** Keeps `discs` sorted, apart from each other and few. */
function offer(discs: DarkDisc[], disc: DarkDisc, most: number): void {
	if (discs.length === most && disc.contrast <= discs[most - 1].contrast) return;
	for (let i = 0; i < discs.length; i++) {
		if (!isInside(disc, discs[i])) continue;
		if (disc.contrast <= discs[i].contrast) return;
		discs.splice(i--, 1);
	}
	let place = discs.length;
	while (place > 0 && discs[place - 1].contrast < disc.contrast) place--;
	discs.splice(place, 0, disc);
	if (discs.length > most) discs.pop();
}

function isInside(disc: DarkDisc, other: DarkDisc): boolean {
	const x = disc.x - other.x;
	const y = disc.y - other.y;
	const radius = disc.radius > other.radius ? disc.radius : other.radius;
	return x * x + y * y < radius * radius;
}

/**
 * Opening of a grey picture by a square of five pixels, in place: what is bright and smaller takes the
 * brightness around it.
 */
export function takeAwayGlare(grey: Uint8Array, width: number, height: number): void {
	for (let y = 0; y < height; y++) darkestOfFive(grey, y * width, 1, width);
	for (let x = 0; x < width; x++) darkestOfFive(grey, x, width, height);
	for (let y = 0; y < height; y++) brightestOfFive(grey, y * width, 1, width);
	for (let x = 0; x < width; x++) brightestOfFive(grey, x, width, height);
}

/** Steps around a rim that are looked at. */
const DIRECTIONS = 16;
/** A step counts as this many grey levels at most, either way. */
const STEP_MAX = 32;
/** A rim a little brighter than the centre is only blurred. */
const RIM_SLACK = 6;

function discAround(
	grey: Uint8Array,
	width: number,
	height: number,
	x: number,
	y: number,
	radiusMin: number,
	radiusMax: number,
): DarkDisc {
	const centre = grey[y * width + x];
	let best = -1;
	let radius = radiusMin;
	for (let r = radiusMin; r <= radiusMax; r++) {
		let sum = 0;
		for (let k = 0; k < DIRECTIONS; k++) {
			const cosine = COSINE[(k * TURN) / DIRECTIONS];
			const sine = SINE[(k * TURN) / DIRECTIONS];
			const outX = x + (((r + 1) * cosine + 8192) >> 14);
			const outY = y + (((r + 1) * sine + 8192) >> 14);
			if (outX < 0 || outY < 0 || outX >= width || outY >= height) continue;
			const inside =
				grey[(y + (((r - 1) * sine + 8192) >> 14)) * width + x + (((r - 1) * cosine + 8192) >> 14)];
			const step = grey[outY * width + outX] - inside;
			const excess = inside - centre - RIM_SLACK;
			sum += step > STEP_MAX ? STEP_MAX : step < -STEP_MAX ? -STEP_MAX : step;
			if (excess > 0) sum -= 2 * (excess > STEP_MAX ? STEP_MAX : excess);
		}
		if (sum <= best) continue;
		best = sum;
		radius = r;
	}
	return { x, y, radius, contrast: best / DIRECTIONS };
}

/** A pupil's centre is among the darkest sixth of a frame that shows an eye. */
function darkLevel(grey: Uint8Array, count: number): number {
	const histogram = new Array<number>(256).fill(0);
	for (let i = 0; i < count; i++) histogram[grey[i]]++;
	let level = 0;
	for (let below = histogram[0]; 6 * below < count; below += histogram[++level]);
	return level;
}

function darkestOfFive(grey: Uint8Array, start: number, step: number, count: number): void {
	const last = start + (count - 1) * step;
	let a = 255;
	let b = 255;
	let c = grey[start];
	let d = grey[start + step];
	for (let p = start; p <= last; p += step) {
		const e = p + 2 * step <= last ? grey[p + 2 * step] : 255;
		let least = a < b ? a : b;
		if (c < least) least = c;
		if (d < least) least = d;
		grey[p] = e < least ? e : least;
		a = b;
		b = c;
		c = d;
		d = e;
	}
}

function brightestOfFive(grey: Uint8Array, start: number, step: number, count: number): void {
	const last = start + (count - 1) * step;
	let a = 0;
	let b = 0;
	let c = grey[start];
	let d = grey[start + step];
	for (let p = start; p <= last; p += step) {
		const e = p + 2 * step <= last ? grey[p + 2 * step] : 0;
		let most = a > b ? a : b;
		if (c > most) most = c;
		if (d > most) most = d;
		grey[p] = e > most ? e : most;
		a = b;
		b = c;
		c = d;
		d = e;
	}
}
