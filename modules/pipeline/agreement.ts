/** What a board brings of agreement.c; it need not. */
declare const nativeKernels:
	| { readonly agreementOf: typeof agreementPlainly; readonly accumulateInto: typeof accumulatePlainly }
	| undefined;

/** As `agreementPlainly`, in machine code where the board has it. */
export const agreementOf: typeof agreementPlainly =
	typeof nativeKernels === "undefined" ? agreementPlainly : nativeKernels.agreementOf;

/** As `accumulatePlainly`, in machine code where the board has it. */
export const accumulateInto: typeof accumulatePlainly =
	typeof nativeKernels === "undefined" ? accumulatePlainly : nativeKernels.accumulateInto;

/**
 * Correlation of a probe with the signs of a mean, over the cells that both know.
 *
 * @param cells planes of `width` x `height`, padded by `padX` and `padY` cells on each side
 * @param mean as many planes, bare
 * @param shift added to the place of each cell
 * @returns 1/1024; -1 when they know none in common
 */
export function agreementPlainly(
	cells: Int8Array,
	mean: Int16Array,
	width: number,
	height: number,
	padX: number,
	padY: number,
	shift: number,
): number {
	const row = width + 2 * padX;
	let together = 0;
	let size = 0;
	for (let i = 0, p = padY * row + padX + shift; i < mean.length; p += 2 * padY * row) {
		for (let y = 0; y < height; y++, p += 2 * padX) {
			for (const end = p + width; p < end; p++, i++) {
				const value = cells[p];
				const enrolled = mean[i];
				if (enrolled === 0) continue;
				size += value < 0 ? -value : value;
				together += enrolled < 0 ? -value : value;
			}
		}
	}
	return size === 0 ? -1 : ((together * 1024) / size) | 0;
}

/** Adds a probe to a sum of probes, and the signs of its cells to `unanimity`; see `agreementPlainly`. */
export function accumulatePlainly(
	sum: Int16Array,
	unanimity: Int8Array,
	cells: Int8Array,
	width: number,
	height: number,
	padX: number,
	padY: number,
	shift: number,
): void {
	const row = width + 2 * padX;
	for (let i = 0, p = padY * row + padX + shift; i < sum.length; p += 2 * padY * row) {
		for (let y = 0; y < height; y++, p += 2 * padX) {
			for (const end = p + width; p < end; p++, i++) {
				const value = cells[p];
				sum[i] += value;
				unanimity[i] += value > 0 ? 1 : value < 0 ? -1 : 0;
			}
		}
	}
}
