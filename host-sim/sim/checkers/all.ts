import { acceptanceChecker } from "./acceptance.js";
import { beliefChecker } from "./belief.js";
import { canaryChecker } from "./canaries.js";
import { chainChecker } from "./chain.js";
import type { Checker, Surroundings } from "./checker.js";
import { effectsChecker } from "./effects.js";
import { enrolmentChecker } from "./enrolment.js";
import { lockoutChecker } from "./lockout.js";
import { sequenceChecker } from "./sequence.js";
import { survivalChecker } from "./survival.js";

/** Everything that watches a world. */
export function allCheckers(surroundings: Surroundings): readonly Checker[] {
	return [
		survivalChecker(surroundings),
		acceptanceChecker(surroundings),
		sequenceChecker(surroundings),
		enrolmentChecker(surroundings),
		lockoutChecker(surroundings),
		effectsChecker(surroundings),
		chainChecker(surroundings),
		beliefChecker(surroundings),
		canaryChecker(surroundings),
	];
}
