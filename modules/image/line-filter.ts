/**
 * Eleven-tap filters along lines of 16-bit samples, in place: rows of a plane (`step` 1, `apart` the row
 * length) or its columns (the other way round). A line's ends are continued by its last sample. A window of
 * eleven locals slides along, so each sample is read once: element reads are what an interpreter pays for.
 *
 * Range: |sample| <= 32,767, sum of |taps| <= 2^15, so that sums stay below 2^31; the caller chooses `shift`
 * so that the result fits 16 bits. 6 to LINE_MAX samples in a line.
 *
 * `taps` is half of a filter; both round half up:
 *   even, six taps   out[i] = (t[0] in[i] + sum of t[k] (in[i-k] + in[i+k])) >> shift
 *   odd, five        out[i] = (sum of t[k-1] (in[i+k] - in[i-k])) >> shift
 */
import { assert } from "../bytes/assert.js";

/** Samples that a tap reaches to either side. */
const REACH = 5;
/** The most samples in a line. */
const LINE_MAX = 256;

/** What a board brings of line-filter.c; it need not. */
declare const nativeKernels:
	| { readonly filterEven: typeof filterEvenPlainly; readonly filterOdd: typeof filterOddPlainly }
	| undefined;

/** As `filterEvenPlainly`, in machine code where the board has it. */
export const filterEven: typeof filterEvenPlainly =
	typeof nativeKernels === "undefined" ? filterEvenPlainly : nativeKernels.filterEven;

/** As `filterOddPlainly`, in machine code where the board has it. */
export const filterOdd: typeof filterOddPlainly =
	typeof nativeKernels === "undefined" ? filterOddPlainly : nativeKernels.filterOdd;

/**
 * Symmetric filter over `lines` lines that begin `apart` samples from each other, the first at `start`, each
 * of `count` samples, one every `step`; see above for ends and range.
 */
export function filterEvenPlainly(
	plane: Int16Array,
	start: number,
	apart: number,
	lines: number,
	step: number,
	count: number,
	taps: Int16Array,
	shift: number,
): void {
	assert(count > REACH && count <= LINE_MAX, "filterEven: samples in a line");
	for (let i = 0, line = start; i < lines; i++, line += apart)
		evenLine(plane, line, step, count, taps, shift);
}

/** The same for an antisymmetric filter: it takes differences across each sample. */
export function filterOddPlainly(
	plane: Int16Array,
	start: number,
	apart: number,
	lines: number,
	step: number,
	count: number,
	taps: Int16Array,
	shift: number,
): void {
	assert(count > REACH && count <= LINE_MAX, "filterOdd: samples in a line");
	for (let i = 0, line = start; i < lines; i++, line += apart) oddLine(plane, line, step, count, taps, shift);
}

function evenLine(
	line: Int16Array,
	start: number,
	step: number,
	count: number,
	taps: Int16Array,
	shift: number,
): void {
	const t0 = taps[0];
	const t1 = taps[1];
	const t2 = taps[2];
	const t3 = taps[3];
	const t4 = taps[4];
	const t5 = taps[5];
	const round = (1 << shift) >> 1;
	const last = start + (count - 1) * step;
	let a = line[start];
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let p = start + step;
	let g = line[p];
	let h = line[(p += step)];
	let i = line[(p += step)];
	let j = line[(p += step)];
	let k = line[(p += step)];
	for (let o = start; o <= last; o += step) {
		const sum = t0 * f + t1 * (e + g) + t2 * (d + h) + t3 * (c + i) + t4 * (b + j) + t5 * (a + k);
		line[o] = (sum + round) >> shift;
		a = b;
		b = c;
		c = d;
		d = e;
		e = f;
		f = g;
		g = h;
		h = i;
		i = j;
		j = k;
		if (p < last) k = line[(p += step)];
	}
}

function oddLine(
	line: Int16Array,
	start: number,
	step: number,
	count: number,
	taps: Int16Array,
	shift: number,
): void {
	const t1 = taps[0];
	const t2 = taps[1];
	const t3 = taps[2];
	const t4 = taps[3];
	const t5 = taps[4];
	const round = (1 << shift) >> 1;
	const last = start + (count - 1) * step;
	let a = line[start];
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let p = start + step;
	let g = line[p];
	let h = line[(p += step)];
	let i = line[(p += step)];
	let j = line[(p += step)];
	let k = line[(p += step)];
	for (let o = start; o <= last; o += step) {
		line[o] = (t1 * (g - e) + t2 * (h - d) + t3 * (i - c) + t4 * (j - b) + t5 * (k - a) + round) >> shift;
		a = b;
		b = c;
		c = d;
		d = e;
		e = f;
		f = g;
		g = h;
		h = i;
		i = j;
		j = k;
		if (p < last) k = line[(p += step)];
	}
}
