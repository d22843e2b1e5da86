/**
 * Programmer errors: states that no input can cause. They throw, in release too, so that a defect stops the
 * unit instead of letting it answer. Expected refusals are values, never exceptions.
 */
export function assert(condition: boolean, message: string): asserts condition {
	if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Closes an exhaustive switch: the compiler refuses the call when a case is missing. */
export function unreachable(value: never): never {
	throw new Error(`unreachable: ${String(value)}`);
}
