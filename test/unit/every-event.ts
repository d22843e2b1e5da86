/** One of each kind of state and of event, in every variant that can make a difference. */
import { HintReason } from "../../modules/messages/messages.generated.js";
import type { HintName } from "../../modules/unit/effects.js";
import { type Comparison, type Event, IDLE, type State, UNPROVISIONED } from "../../modules/unit/states.js";

export const HINT_NAMES: readonly HintName[] = Object.keys(HintReason).filter(isHintName);

export const ENROLLING = {
	kind: "enrolling",
	hinted: "present",
	wanted: 3,
	taken: 1,
	disagreements: 0,
	notBeforeMs: 1000,
	witness: "gone",
} as const satisfies State;

/** The last sample is still to be taken. */
export const LAST_SAMPLE = { ...ENROLLING, taken: 2 } as const satisfies State;

/** One more sample that disagrees ends the enrolment. */
export const DOUBTFUL = { ...ENROLLING, disagreements: 5 } as const satisfies State;

/** The witness is still in front of the unit. */
export const WITNESS_LEAVING = { ...ENROLLING, taken: 0, witness: "leaving" } as const satisfies State;

const ONE_TRAIT = { kind: "subject", traits: 1, compared: 0, verdict: "match" } as const;
const FIRST_OF_TWO = { ...ONE_TRAIT, traits: 2 } as const;
const SECOND_OF_TWO = { ...FIRST_OF_TWO, compared: 1 } as const;
const SECOND_AFTER_FAILURE = { ...SECOND_OF_TWO, verdict: "non-match" } as const;
const WITNESS = { kind: "witness", samples: 3 } as const;

export const CAPTURING = {
	kind: "capturing",
	hinted: "present",
	comparison: ONE_TRAIT,
} as const satisfies State;
export const CAPTURING_SECOND = { ...CAPTURING, comparison: SECOND_OF_TWO } as const satisfies State;
export const CAPTURING_WITNESS = {
	kind: "capturing",
	hinted: "witness",
	comparison: WITNESS,
} as const satisfies State;
export const COMPARING = comparing(ONE_TRAIT);
export const COMPARING_FIRST = comparing(FIRST_OF_TWO);
export const COMPARING_WITNESS = comparing(WITNESS);
export const COMPARING_SECOND = comparing(SECOND_OF_TWO);

/** By outcome, each with its deadline ahead and passed. */
export const SETTLING = settling(ONE_TRAIT);
export const SETTLING_FIRST = settling(FIRST_OF_TWO);
export const SETTLING_SECOND = settling(SECOND_OF_TWO);
export const SETTLING_LOST = settling(SECOND_AFTER_FAILURE);
export const SETTLING_WITNESS = settling(WITNESS);
const FAULTED = { kind: "faulted", reason: "camera: first" } as const satisfies State;

export const STATES: readonly State[] = [
	UNPROVISIONED,
	IDLE,
	CAPTURING,
	CAPTURING_SECOND,
	CAPTURING_WITNESS,
	ENROLLING,
	LAST_SAMPLE,
	DOUBTFUL,
	WITNESS_LEAVING,
	COMPARING,
	COMPARING_FIRST,
	COMPARING_SECOND,
	COMPARING_WITNESS,
	...SETTLING,
	...SETTLING_FIRST,
	...SETTLING_SECOND,
	...SETTLING_LOST,
	...SETTLING_WITNESS,
	FAULTED,
];

export const EVENTS: readonly Event[] = [
	{ kind: "provisioned" },
	{ kind: "verify", refusal: undefined, lifetimeMs: 15_000, traits: 1 },
	{ kind: "verify", refusal: undefined, lifetimeMs: 15_000, traits: 2 },
	{ kind: "verify", refusal: "notEnrolled", lifetimeMs: 15_000, traits: 1 },
	{ kind: "enrol", refusal: undefined, lifetimeMs: 60_000, samples: 3, witness: "none" },
	{ kind: "enrol", refusal: undefined, lifetimeMs: 60_000, samples: 3, witness: "named" },
	{ kind: "enrol", refusal: "alreadyEnrolled", lifetimeMs: 60_000, samples: 3, witness: "none" },
	{ kind: "order", refusal: undefined },
	{ kind: "order", refusal: "expired" },
	{ kind: "capture", outcome: "usable" },
	...HINT_NAMES.map((outcome): Event => ({ kind: "capture", outcome })),
	{ kind: "compared", outcome: "match" },
	{ kind: "compared", outcome: "non-match" },
	{ kind: "compared", outcome: "unreadable" },
	{ kind: "settled" },
	{ kind: "sampled", agrees: true },
	{ kind: "sampled", agrees: false },
	{ kind: "committed", outcome: "made" },
	{ kind: "committed", outcome: "store-full" },
	{ kind: "timeout" },
	{ kind: "fault", reason: "link: dead" },
];

/** "capture tooDark", "verify 2": an event by its kind and what makes a difference in it. */
export function nameOf(event: Event): string {
	switch (event.kind) {
		case "verify":
			return `verify ${event.refusal ?? event.traits}`;
		case "enrol":
			return `enrol ${event.refusal ?? event.witness}`;
		case "order":
			return `order ${event.refusal ?? "sound"}`;
		case "capture":
		case "compared":
		case "committed":
			return `${event.kind} ${event.outcome}`;
		case "sampled":
			return `sampled ${event.agrees ? "agrees" : "disagrees"}`;
		default:
			return event.kind;
	}
}

function comparing<C extends Comparison>(comparison: C) {
	return { kind: "comparing", comparison, capturedAtMs: 4800 } as const satisfies State;
}

function settling<C extends Comparison>(comparison: C) {
	return (["match", "non-match", "unreadable"] as const).flatMap((outcome) =>
		(["ahead", "passed"] as const).map(
			(deadline) => ({ kind: "settling", comparison, outcome, deadline }) as const satisfies State,
		),
	);
}

function isHintName(name: string): name is HintName {
	return name in HintReason;
}
