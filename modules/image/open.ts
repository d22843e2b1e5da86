/** What a board brings of open.c; it need not. */
declare const nativeKernels: { readonly openInPlace: typeof openPlainly } | undefined;

/** As `openPlainly`, in machine code where the board has it. */
export const openInPlace: typeof openPlainly =
	typeof nativeKernels === "undefined" ? openPlainly : nativeKernels.openInPlace;

/**
 * Opening by a 3x3 square, in place: takes away whatever is narrower than three pixels. Separable and with
 * a window of locals: erosion along rows and columns, then dilation likewise. Beyond the border lies
 * background.
 *
 * @param mask `width` x `height`, 0 or 1
 */
export function openPlainly(mask: Uint8Array, width: number, height: number): void {
	for (let y = 0; y < height; y++) erodeLine(mask, y * width, 1, width);
	for (let x = 0; x < width; x++) erodeLine(mask, x, width, height);
	for (let y = 0; y < height; y++) dilateLine(mask, y * width, 1, width);
	for (let x = 0; x < width; x++) dilateLine(mask, x, width, height);
}

function erodeLine(mask: Uint8Array, start: number, step: number, count: number): void {
	let before = 0;
	let here = mask[start];
	const last = start + (count - 1) * step;
	for (let p = start; p < last; p += step) {
		const after = mask[p + step];
		mask[p] = before & here & after;
		before = here;
		here = after;
	}
	mask[last] = 0;
}

function dilateLine(mask: Uint8Array, start: number, step: number, count: number): void {
	let before = 0;
	let here = mask[start];
	const last = start + (count - 1) * step;
	for (let p = start; p < last; p += step) {
		const after = mask[p + step];
		mask[p] = before | here | after;
		before = here;
		here = after;
	}
	mask[last] = before | here;
}
