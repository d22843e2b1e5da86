/** What the terminal's service and its page say to each other, whoever shows or does what. */

/** Japanese first; the page shows one of the two. */
export interface Sentence {
	readonly ja: string;
	readonly en: string;
}

/** What came of an act that the page asked for. */
export type ActionResult =
	| { readonly kind: "done"; readonly value?: unknown }
	| { readonly kind: "refused"; readonly reason: Sentence };

/** `input` came from a browser and is not yet judged. */
export type PageAction = (input: unknown) => Promise<ActionResult>;

export type PageActions = Readonly<Record<string, PageAction>>;

export function refusedBecause(reason: Sentence): ActionResult {
	return { kind: "refused", reason };
}

export function isSentence(value: unknown): value is Sentence {
	return isRecord(value) && typeof value["ja"] === "string" && typeof value["en"] === "string";
}

/** @returns whether JSON gave an object, whose fields are still to be judged. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
