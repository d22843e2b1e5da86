/** What a board brings of rings.c; it need not. */
declare const nativeKernels: { readonly layRingsInto: typeof layRingsPlainly } | undefined;

/** As `layRingsPlainly`, in machine code where the board has it. */
export const layRingsInto: typeof layRingsPlainly =
	typeof nativeKernels === "undefined" ? layRingsPlainly : nativeKernels.layRingsInto;

/**
 * Lays out rings of cells as rows that go on at both ends by `shift` cells of the other end.
 * @param cells `rows` x (`width` + 2 `shift`)
 * @param code `rows` x `width`; `width` a power of two
 */
export function layRingsPlainly(
	cells: Int8Array,
	code: Int8Array,
	rows: number,
	width: number,
	shift: number,
): void {
	let o = 0;
	for (let row = 0; row < rows * width; row += width) {
		for (let x = -shift; x < width + shift; x++) cells[o++] = code[row + (x & (width - 1))];
	}
}
