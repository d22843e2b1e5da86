import type { Mutant } from "./mutant.js";
import { STORE_MUTANTS } from "./store-mutants.js";
import { UNIT_MUTANTS } from "./unit-mutants.js";

/** Every mistake that the checks must catch. */
export const MUTANTS: readonly Mutant[] = [...STORE_MUTANTS, ...UNIT_MUTANTS];
