import type { Replacement } from "./mutated-bundle.js";

/** What may catch a mutant: the store's model check, worlds by the seed, or a test file. */
export type CheckName = "powercut" | "sim" | `test/${string}.test.ts`;

/** A mistake that somebody could make, in one place of the sources. */
export interface Mutant extends Replacement {
	readonly name: string;
	/** In the order in which they are tried. */
	readonly checks: readonly CheckName[];
}
