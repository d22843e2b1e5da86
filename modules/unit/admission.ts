import type { Lockout } from "../policy/lockout.js";
import type { ActionName, RefusalName } from "./effects.js";

/**
 * Who may ask for what: pure, in this order, the first that applies. What it costs to know (whether a person
 * is enrolled, or locked) is only told to whoever holds the terminal's or the authority's key.
 *
 *   challenge      log-in  open-day  close-day  reauthenticate  confirm
 *   unsupported    x       x         x          x               x          a trait this unit does not read
 *   belowPolicy    x       x         x          x               x
 *   dayClosed      x                 x          x               x          unless the policy requires no day
 *   notEnrolled    x       x         x          x               x
 *   wrongRole              x         x                          x          only a supervisor may
 *   noSession                                   x               x          none, or not this person's
 *   samePerson                                                  x          one's own query
 *   disabled       x       x         x          x               x
 *   locked         x       x         x          x               x
 */
export interface ChallengeFacts {
	readonly action: ActionName;
	/** The unit has every trait that is asked for. */
	readonly readsTraits: boolean;
	/** What is asked for is what the policy demands, or more. */
	readonly meetsPolicy: boolean;
	/** A supervisor has opened the day, or need not. */
	readonly dayServes: boolean;
	/** A live reference for every trait that is asked for. */
	readonly isEnrolled: boolean;
	readonly isSupervisor: boolean;
	readonly session: "none" | "own" | "of-another";
	readonly lockout: Lockout["kind"];
}

/** @returns why the challenge is not served; undefined to serve it */
export function refuseChallenge(facts: ChallengeFacts): RefusalName | undefined {
	const { action, session } = facts;
	const needsDay = action !== "openDay";
	const needsSupervisor = action === "openDay" || action === "closeDay" || action === "confirm";
	if (!facts.readsTraits) return "unsupported";
	if (!facts.meetsPolicy) return "belowPolicy";
	if (needsDay && !facts.dayServes) return "dayClosed";
	if (!facts.isEnrolled) return "notEnrolled";
	if (needsSupervisor && !facts.isSupervisor) return "wrongRole";
	if (action === "reauthenticate" && session !== "own") return "noSession";
	if (action === "confirm" && session === "none") return "noSession";
	if (action === "confirm" && session === "own") return "samePerson";
	return refuseLocked(facts.lockout);
}

/**
 * Enrolment: a supervisor witnesses. Where nobody else is a supervisor, the authority alone makes the first.
 *
 *   unsupported | alreadyEnrolled | samePerson: the witness is the subject | noWitness: none, or unknown |
 *   wrongRole: the witness is an operator | disabled, locked: the witness
 */
export interface EnrolFacts {
	readonly readsTrait: boolean;
	readonly isEnrolled: boolean;
	readonly makesSupervisor: boolean;
	readonly hasAnotherSupervisor: boolean;
	readonly witness: "none" | "subject" | "unknown" | "operator" | "supervisor";
	readonly witnessLockout: Lockout["kind"];
}

/** @returns why the enrolment is not served; undefined to serve it */
export function refuseEnrolment(facts: EnrolFacts): RefusalName | undefined {
	if (!facts.readsTrait) return "unsupported";
	if (facts.isEnrolled) return "alreadyEnrolled";
	switch (facts.witness) {
		case "none":
			return facts.makesSupervisor && !facts.hasAnotherSupervisor ? undefined : "noWitness";
		case "subject":
			return "samePerson";
		case "unknown":
			return "noWitness";
		case "operator":
			return "wrongRole";
		case "supervisor":
			return refuseLocked(facts.witnessLockout);
	}
}

function refuseLocked(lockout: Lockout["kind"]): RefusalName | undefined {
	return lockout === "open" ? undefined : lockout;
}
