import { equalConstantTime } from "../bytes/bytes.js";
import { Action, Demand, type Policy, Role } from "../messages/messages.generated.js";
import type { Lockout } from "../policy/lockout.js";
import type { ReferenceContext } from "../protection/protected-reference.js";
import { type ChallengeFacts, type EnrolFacts, refuseChallenge, refuseEnrolment } from "./admission.js";
import { type AttemptTime, lockoutOf } from "./attempts.js";
import type { Duty } from "./duty.js";
import type { ActionName, RefusalName } from "./effects.js";
import type { Request } from "./requests.js";
import type { Means } from "./service.js";
import type { Subject } from "./subjects.js";

/** What is known when a request arrives. */
export interface Situation {
	readonly means: Means;
	readonly duty: Duty;
	readonly policy: Policy;
	readonly now: AttemptTime;
}

export interface UntoldLockout {
	readonly recordId: Uint8Array;
	readonly subject: Subject;
}

export interface Judgement {
	readonly refusal: RefusalName | undefined;
	/** Whether whoever would be compared first may be. */
	readonly lockout: Lockout;
	/** Whoever that is, if a lockout of theirs has not been told in an incident. */
	readonly untold: UntoldLockout | undefined;
}

/** Holds a challenge against what the unit knows; `turns` as `turnsOf` gives them. */
export function judgeChallenge(
	{ means, duty, policy, now }: Situation,
	{ body }: Request<"challenge">,
	turns: readonly ReferenceContext[],
): Judgement {
	const [{ recordId }] = turns;
	const subject = means.subjects.find(recordId);
	const lockout = lockoutOf(subject, policy, now);
	const facts: ChallengeFacts = {
		action: ACTION_NAMES[body.action],
		readsTraits: turns.every((turn) => reads(means, turn)),
		meetsPolicy: body.modality === Demand.both || body.modality === policy.requiredModality,
		dayServes: policy.dayRequired === 0 || duty.isDayOpen,
		isEnrolled: turns.every((turn) => means.enrolments.find(turn) !== "absent"),
		isSupervisor: roleOf(subject) === Role.supervisor,
		session: duty.sessionOf(recordId),
		lockout: lockout.kind,
	};
	return judgement(refuseChallenge(facts), lockout, recordId, subject);
}

/** Holds an enrolment against what the unit knows; `turns` as `turnsOf` gives them. */
export function judgeEnrolment(
	{ means, policy, now }: Situation,
	{ body }: Request<"enrol-begin">,
	turns: readonly ReferenceContext[],
): Judgement {
	const subject = turns[turns.length - 1];
	const witness = turns.length > 1 ? turns[0] : undefined;
	const witnessing = witness === undefined ? undefined : means.subjects.find(witness.recordId);
	const lockout = lockoutOf(witnessing, policy, now);
	const facts: EnrolFacts = {
		readsTrait: turns.every((turn) => reads(means, turn)),
		isEnrolled: means.enrolments.find(subject) !== "absent",
		makesSupervisor: body.role === Role.supervisor,
		hasAnotherSupervisor: means.subjects.hasAnotherSupervisor(subject.recordId),
		witness: witness === undefined ? "none" : whoIs(means, witness, witnessing, subject),
		witnessLockout: lockout.kind,
	};
	return judgement(refuseEnrolment(facts), lockout, turns[0].recordId, witnessing);
}

function whoIs(
	means: Means,
	witness: ReferenceContext,
	known: Subject | undefined | "damaged",
	subject: ReferenceContext,
): EnrolFacts["witness"] {
	if (equalConstantTime(witness.recordId, subject.recordId)) return "subject";
	if (means.enrolments.find(witness) === "absent") return "unknown";
	// A rotten record says nothing of the role; it counts as disabled, which is refused as well.
	return known === "damaged" || roleOf(known) === Role.supervisor ? "supervisor" : "operator";
}

/** A power cut came between the attempt that brought about a wait, or worse, and its incident. */
function judgement(
	refusal: RefusalName | undefined,
	lockout: Lockout,
	recordId: Uint8Array,
	subject: Subject | undefined | "damaged",
): Judgement {
	const isLockout = refusal === "locked" || refusal === "disabled";
	const isUntold = isLockout && typeof subject === "object" && subject.failuresTold < subject.failures;
	return { refusal, lockout, untold: isUntold ? { recordId, subject } : undefined };
}

/** Nobody with a rotten record is a supervisor; it counts as disabled anyway. */
function roleOf(subject: Subject | undefined | "damaged"): Role | undefined {
	return typeof subject === "object" ? subject.role : undefined;
}

function reads({ pipelines }: Means, { modality }: ReferenceContext): boolean {
	return pipelines.some((pipeline) => pipeline.modality.id === modality);
}

const ACTION_NAMES: Readonly<Record<Action, ActionName>> = {
	[Action.logIn]: "logIn",
	[Action.openDay]: "openDay",
	[Action.closeDay]: "closeDay",
	[Action.reauthenticate]: "reauthenticate",
	[Action.confirm]: "confirm",
};
