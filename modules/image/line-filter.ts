/**
 * Eleven-tap filters along a line of 16-bit samples, in place: a row (`step` 1) or a column (`step` = row
 * length). The line's ends are continued by their last sample. A window of eleven locals slides along, so
 * each sample is read once: element reads are what an interpreter pays for.
 *
 * Range: |sample| <= 32,767, sum of |taps| <= 2^15, so that sums stay below 2^31; the caller chooses `shift`
 * so that the result fits 16 bits.
 */

/** Half of a symmetric filter: out[i] = (t[0] in[i] + sum over k of t[k] (in[i-k] + in[i+k])) >> shift. */
export type EvenTaps = readonly [number, number, number, number, number, number];

/** Half of an antisymmetric filter: out[i] = (sum over k of t[k-1] (in[i+k] - in[i-k])) >> shift. */
export type OddTaps = readonly [number, number, number, number, number];

/** Symmetric filter over `count` > 5 samples from `start`, one every `step`; see above for ends and range. */
export function filterEven(
	line: Int16Array,
	start: number,
	step: number,
	count: number,
	taps: EvenTaps,
	shift: number,
): void {
	const [t0, t1, t2, t3, t4, t5] = taps;
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

/** The same for an antisymmetric filter: it takes differences across each sample. */
export function filterOdd(
	line: Int16Array,
	start: number,
	step: number,
	count: number,
	taps: OddTaps,
	shift: number,
): void {
	const [t1, t2, t3, t4, t5] = taps;
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
