import { BLEMISH, GOOD } from "../../image/blemish.js";

/** What a board brings of skin.c; it need not. */
declare const nativeKernels: { readonly strikeOut: typeof strikeOutPlainly } | undefined;

/** As `strikeOutPlainly`, in machine code where the board has it. */
export const strikeOut: typeof strikeOutPlainly =
	typeof nativeKernels === "undefined" ? strikeOutPlainly : nativeKernels.strikeOut;

/** Values that `strikeOut` counts. */
export const TALLY = 4;

/**
 * Makes a blemish of every good pixel that is darker than `dark` or brighter than `bright`: it shows no skin.
 * @param tally of the pixels that were good: sum of their values, how many, how many too bright, still good
 */
export function strikeOutPlainly(
	tally: Int32Array,
	pixels: Uint8Array,
	mask: Uint8Array,
	dark: number,
	bright: number,
): void {
	let sum = 0;
	let count = 0;
	let glare = 0;
	let measured = 0;
	for (let i = 0; i < mask.length; i++) {
		if (mask[i] !== GOOD) continue;
		const value = pixels[i];
		count++;
		sum += value;
		if (value > bright) glare++;
		if (value > bright || value < dark) mask[i] = BLEMISH;
		else measured++;
	}
	tally[0] = sum;
	tally[1] = count;
	tally[2] = glare;
	tally[3] = measured;
}
