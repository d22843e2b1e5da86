/**
 * The name of `value` in an enumeration of the messages, as messages.cddl spells it: notEnrolled ->
 * not-enrolled.
 */
export function nameOf(enumeration: Readonly<Record<string, number>>, value: number): string {
	const entry = Object.entries(enumeration).find(([, candidate]) => candidate === value);
	return entry === undefined
		? String(value)
		: entry[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
