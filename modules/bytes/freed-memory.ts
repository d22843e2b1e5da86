/** What a board brings of freed-memory.c; it need not. */
declare const nativeKernels: { readonly wipeFreed: typeof leaveFreed } | undefined;

/**
 * Collects garbage, then overwrites all memory for buffers, text and big integers that the engine holds free.
 * For after the use of a secret: the collector moves what is in use and leaves the old bytes where they were,
 * and of a buffer wiped later nobody finds them again; nor can a number of many digits be wiped by its owner.
 * Costs a collection. Does nothing in an engine without it: see `leaveFreed`.
 */
export const wipeFreed: typeof leaveFreed =
	typeof nativeKernels === "undefined" ? leaveFreed : nativeKernels.wipeFreed;

/** Node, and a board without machine code: out of reach from here, what is free stays as it is. */
export function leaveFreed(): void {}
