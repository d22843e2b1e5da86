import type { Checker, Surroundings } from "./checker.js";

/** Nothing that reaches the unit from outside ends its firmware; a flash that rots may, and says so. */
export function survivalChecker({ rot }: Surroundings): Checker {
	return {
		name: "the firmware never stops by itself",
		see(event) {
			if (rot || event.kind !== "stopped") return undefined;
			return `the firmware stopped: ${event.reason}`;
		},
	};
}
