import { DECISION, hexIn, LABEL, numberIn } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/** The terminal believes what the unit has signed, that alone, and each answer once. */
export function beliefChecker({ voice }: Surroundings): Checker {
	/** Decisions published for each nonce. */
	const published = new Map<string, Set<string>>();
	const believed = new Set<string>();
	return {
		name: "the terminal's state is what the unit's reports say",
		see(event) {
			const said = voice.read(event);
			const nonce = said === undefined ? undefined : hexIn(said.body, LABEL.nonce);
			if (said !== undefined && nonce !== undefined) {
				const decision = numberIn(said.body, LABEL.decision) === DECISION.accepted ? "accepted" : "refused";
				published.set(nonce, (published.get(nonce) ?? new Set()).add(decision));
			}
			if (event.kind !== "believed") return undefined;
			const outcome = event.outcome.split(":")[0];
			if (believed.has(event.nonce)) return `the answer to ${event.nonce} was believed twice`;
			believed.add(event.nonce);
			if (published.get(event.nonce)?.has(outcome)) return undefined;
			return `the terminal believes "${event.outcome}", which the unit has not said`;
		},
	};
}
