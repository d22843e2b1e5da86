/** What is cleared: elements of up to eight bytes. */
type Elements = Uint8Array | Int8Array | Int16Array | Int32Array | Float64Array;

/** Overwrites all of it with zeros: what is wiped leaves nothing behind, and costs little. */
export function clear(elements: Elements): void {
	clearBytes(elements, 0, elements.byteLength);
}

/** What a board brings of clear.c; it need not. */
declare const nativeKernels: { readonly clearBytes: typeof clearPlainly } | undefined;

/** As `clearPlainly`, in machine code where the board has it. */
export const clearBytes: typeof clearPlainly =
	typeof nativeKernels === "undefined" ? clearPlainly : nativeKernels.clearBytes;

/** Overwrites bytes `from` to `to` - 1 with zeros; both at the beginning of an element. */
export function clearPlainly(elements: Elements, from: number, to: number): void {
	const size = elements.BYTES_PER_ELEMENT;
	elements.fill(0, from / size, to / size);
}
