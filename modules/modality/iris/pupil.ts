import { COSINE, TURN } from "./circle.js";
import { PUPIL_CANDIDATES, PUPIL_MAX, PUPIL_MIN } from "./parameters.js";

/** A dark disc in a small picture, in its pixels. */
export interface DarkDisc {
	readonly x: number;
	readonly y: number;
	readonly radius: number;
}

/**
 * The discs that look most like a pupil, best first: as dark at the rim as at the centre, with a step to
 * something brighter all around. A limbus encloses an iris brighter than its centre; a clump of lashes has
 * hardly a rim; an eyebrow is no disc.
 *
 * @param grey width x height, without reflections (see `takeAwayGlare`)
 * @param level what is brighter is no disc's centre
 * @returns at most PUPIL_CANDIDATES, none of which has its centre inside a better one
 */
export function findDarkDiscs(
	grey: Uint8Array,
	width: number,
	height: number,
	level: number,
): readonly DarkDisc[] {
	const found = new Int16Array(PUPIL_CANDIDATES * DISC);
	const count = darkDiscsInto(found, grey, width, height, level, COSINE);
	const discs: DarkDisc[] = [];
	for (let i = 0; i < count * DISC; i += DISC)
		discs.push({ x: found[i], y: found[i + 1], radius: found[i + 2] });
	return discs;
}

/** What a board brings of pupil.c; it need not. */
declare const nativeKernels:
	| { readonly darkDiscsInto: typeof darkDiscsPlainly; readonly takeAwayGlare: typeof takeAwayPlainly }
	| undefined;

const darkDiscsInto: typeof darkDiscsPlainly =
	typeof nativeKernels === "undefined" ? darkDiscsPlainly : nativeKernels.darkDiscsInto;

/** As `takeAwayPlainly`, in machine code where the board has it. */
export const takeAwayGlare: typeof takeAwayPlainly =
	typeof nativeKernels === "undefined" ? takeAwayPlainly : nativeKernels.takeAwayGlare;

/** Values of a disc: x, y, radius, and its contrast over all DIRECTIONS. */
export const DISC = 4;

/**
 * See `findDarkDiscs`. The contrast is the mean step of brightness across the rim, less what the inside is
 * brighter than the centre.
 * @param found room for PUPIL_CANDIDATES discs, best first out
 * @returns how many
 */
export function darkDiscsPlainly(
	found: Int16Array,
	grey: Uint8Array,
	width: number,
	height: number,
	level: number,
	cosines: Int16Array,
): number {
	const rims = rimsOf(cosines);
	let count = 0;
	for (let y = PUPIL_MIN; y < height - PUPIL_MIN; y++) {
		// Every second place, as on a chessboard.
		for (let x = PUPIL_MIN + (y & 1); x < width - PUPIL_MIN; x += 2) {
			const centre = grey[y * width + x];
			if (centre > level) continue;
			let best = -1;
			let radius = PUPIL_MIN;
			for (let r = PUPIL_MIN; r <= PUPIL_MAX; r++) {
				const sum = contrastAt(grey, width, height, x, y, centre, rims, r);
				if (sum <= best) continue;
				best = sum;
				radius = r;
			}
			if (best > 0) count = offer(found, count, x, y, radius, best);
		}
	}
	return count;
}

/** Steps around a rim that are looked at. */
const DIRECTIONS = 16;
/** A step counts as this many grey levels at most, either way. */
const STEP_MAX = 32;
/** A rim a little brighter than the centre is only blurred. */
const RIM_SLACK = 6;

/** x and y, in each direction, of the points of circles of radius 0, 1, 2 ... */
function rimsOf(cosines: Int16Array): Int8Array {
	const rims = new Int8Array((PUPIL_MAX + 2) * DIRECTIONS * 2);
	let o = 0;
	for (let r = 0; r < PUPIL_MAX + 2; r++) {
		for (let angle = 0; angle < TURN; angle += TURN / DIRECTIONS) {
			rims[o++] = (r * cosines[angle] + 8192) >> 14;
			rims[o++] = (r * cosines[(angle + (3 * TURN) / 4) & (TURN - 1)] + 8192) >> 14;
		}
	}
	return rims;
}

function contrastAt(
	grey: Uint8Array,
	width: number,
	height: number,
	x: number,
	y: number,
	centre: number,
	rims: Int8Array,
	r: number,
): number {
	let sum = 0;
	let inner = (r - 1) * DIRECTIONS * 2;
	let outer = (r + 1) * DIRECTIONS * 2;
	for (const end = outer + DIRECTIONS * 2; outer < end; outer += 2, inner += 2) {
		const outX = x + rims[outer];
		const outY = y + rims[outer + 1];
		if (outX < 0 || outY < 0 || outX >= width || outY >= height) continue;
		const inside = grey[(y + rims[inner + 1]) * width + x + rims[inner]];
		const step = grey[outY * width + outX] - inside;
		const excess = inside - centre - RIM_SLACK;
		sum += step > STEP_MAX ? STEP_MAX : step < -STEP_MAX ? -STEP_MAX : step;
		if (excess > 0) sum -= 2 * (excess > STEP_MAX ? STEP_MAX : excess);
	}
	return sum;
}

/** Keeps the discs found sorted, apart from each other and few. @returns how many there are now */
function offer(
	found: Int16Array,
	before: number,
	x: number,
	y: number,
	radius: number,
	contrast: number,
): number {
	let count = before;
	if (count === PUPIL_CANDIDATES && contrast <= found[(count - 1) * DISC + 3]) return count;
	for (let i = 0; i < count; i++) {
		const at = i * DISC;
		const awayX = x - found[at];
		const awayY = y - found[at + 1];
		const reach = radius > found[at + 2] ? radius : found[at + 2];
		if (awayX * awayX + awayY * awayY >= reach * reach) continue;
		if (contrast <= found[at + 3]) return count;
		found.copyWithin(at, at + DISC, count * DISC);
		count--;
		i--;
	}
	let place = count;
	while (place > 0 && found[(place - 1) * DISC + 3] < contrast) place--;
	found.copyWithin((place + 1) * DISC, place * DISC, (PUPIL_CANDIDATES - 1) * DISC);
	found[place * DISC] = x;
	found[place * DISC + 1] = y;
	found[place * DISC + 2] = radius;
	found[place * DISC + 3] = contrast;
	return count < PUPIL_CANDIDATES ? count + 1 : count;
}

/**
 * Opening of a grey picture by a square of five pixels, in place: what is bright and smaller takes the
 * brightness around it.
 */
export function takeAwayPlainly(grey: Uint8Array, width: number, height: number): void {
	for (let y = 0; y < height; y++) darkestOfFive(grey, y * width, 1, width);
	for (let x = 0; x < width; x++) darkestOfFive(grey, x, width, height);
	for (let y = 0; y < height; y++) brightestOfFive(grey, y * width, 1, width);
	for (let x = 0; x < width; x++) brightestOfFive(grey, x, width, height);
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
