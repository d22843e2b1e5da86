import { toHex } from "../bytes/bytes.js";

/** Bytes of a mismatch that are shown. */
const SHOWN = 16;

/** @throws Error with `what`, the sentence that does not hold. */
export function expectThat(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(what);
}

/** For numbers, booleans, text and undefined. @throws Error that shows both. */
export function expectSame(
	actual: number | boolean | string | undefined,
	expected: number | boolean | string | undefined,
	what: string,
): void {
	expectThat(actual === expected, `${what}: ${String(actual)}, not ${String(expected)}`);
}

/** @throws Error that shows where they begin to differ. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
	expectSame(actual.length, expected.length, `${what}, bytes`);
	for (let i = 0; i < actual.length; i++) {
		if (actual[i] === expected[i]) continue;
		const [is, should] = [actual, expected].map((bytes) => toHex(bytes.subarray(i, i + SHOWN)));
		throw new Error(`${what}: ${is} at ${i}, not ${should}`);
	}
}

/** @throws Error that shows both lists. */
export function expectLines(actual: readonly string[], expected: readonly string[], what: string): void {
	expectSame(actual.join(" | "), expected.join(" | "), what);
}

/** @param refusal stands in the name and message of what `action` has to throw, as "used while closed" */
export function expectRefusal(action: () => unknown, refusal: string): void {
	const said = refusalOf(action);
	expectThat(said !== undefined, `nothing was refused where "${refusal}" was expected`);
	expectThat(said?.includes(refusal) === true, `refused by "${said}", not by "${refusal}"`);
}

function refusalOf(action: () => unknown): string | undefined {
	try {
		action();
		return undefined;
	} catch (error) {
		return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	}
}
