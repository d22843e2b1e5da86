/** What a board brings of blemish.c; it need not. */
declare const nativeKernels: { readonly widenBlemishes: typeof widenPlainly } | undefined;

/** As `widenPlainly`, in machine code where the board has it. */
export const widenBlemishes: typeof widenPlainly =
	typeof nativeKernels === "undefined" ? widenPlainly : nativeKernels.widenBlemishes;

/**
 * Widens blemishes in a mask: every good pixel within `radius` pixels of a blemish in its row becomes one,
 * then every good pixel within `radius` of any of these in its column. Among good pixels that makes squares.
 *
 * @param mask side x side; GOOD, BLEMISH, or OUTSIDE, which neither spreads nor changes
 */
export function widenPlainly(mask: Uint8Array, side: number, radius: number): void {
	for (let i = 0; i < side; i++) widenAlong(mask, i * side, 1, side, radius);
	for (let i = 0; i < side; i++) widenAlong(mask, i, side, side, radius);
}

export const OUTSIDE = 0;
export const GOOD = 1;
export const BLEMISH = 2;

function widenAlong(mask: Uint8Array, start: number, step: number, count: number, radius: number): void {
	let reach = -1;
	// Forward; what is marked here lies behind `reach` and so does not spread on the way back beyond `radius`.
	for (let i = 0; i < count; i++) {
		const value = mask[start + i * step];
		if (value === BLEMISH) reach = i + radius;
		else if (value === GOOD && i <= reach) mask[start + i * step] = MARKED;
	}
	reach = count;
	for (let i = count - 1; i >= 0; i--) {
		const value = mask[start + i * step];
		if (value === BLEMISH) reach = i - radius;
		else if (value === GOOD && i >= reach) mask[start + i * step] = MARKED;
	}
	for (let i = 0; i < count; i++) if (mask[start + i * step] === MARKED) mask[start + i * step] = BLEMISH;
}

const MARKED = 3;
