/** One of each kind of state and of event, in every variant that can make a difference. */
import { HintReason } from "../../modules/messages/messages.generated.js";
import type { HintName } from "../../modules/unit/effects.js";
import { type Event, IDLE, type State, UNPROVISIONED } from "../../modules/unit/states.js";

export const HINT_NAMES: readonly HintName[] = Object.keys(HintReason).filter(isHintName);

export const ENROLLING = {
	kind: "enrolling",
	hinted: "present",
	wanted: 3,
	taken: 1,
	disagreements: 0,
	notBeforeMs: 1000,
} as const satisfies State;

/** The last sample is still to be taken. */
export const LAST_SAMPLE = { ...ENROLLING, taken: 2 } as const satisfies State;

/** One more sample that disagrees ends the enrolment. */
export const DOUBTFUL = { ...ENROLLING, disagreements: 5 } as const satisfies State;

export const CAPTURING = { kind: "capturing", hinted: "present" } as const satisfies State;
export const COMPARING = { kind: "comparing" } as const satisfies State;
export const FAULTED = { kind: "faulted", reason: "camera: first" } as const satisfies State;

export const STATES: readonly State[] = [
	UNPROVISIONED,
	IDLE,
	CAPTURING,
	ENROLLING,
	LAST_SAMPLE,
	DOUBTFUL,
	COMPARING,
	FAULTED,
];

export const EVENTS: readonly Event[] = [
	{ kind: "provisioned" },
	{ kind: "verify", enrolled: true, lifetimeMs: 15_000 },
	{ kind: "verify", enrolled: false, lifetimeMs: 15_000 },
	{ kind: "enrol", enrolled: true, lifetimeMs: 60_000, samples: 3 },
	{ kind: "enrol", enrolled: false, lifetimeMs: 60_000, samples: 3 },
	{ kind: "capture", outcome: "usable" },
	...HINT_NAMES.map((outcome): Event => ({ kind: "capture", outcome })),
	{ kind: "compared", outcome: "match" },
	{ kind: "compared", outcome: "non-match" },
	{ kind: "compared", outcome: "unreadable" },
	{ kind: "sampled", agrees: true },
	{ kind: "sampled", agrees: false },
	{ kind: "committed", outcome: "stored" },
	{ kind: "committed", outcome: "store-full" },
	{ kind: "timeout" },
	{ kind: "fault", reason: "link: dead" },
];

/** "capture tooDark", "verify enrolled": an event by its kind and what makes a difference in it. */
export function nameOf(event: Event): string {
	switch (event.kind) {
		case "verify":
		case "enrol":
			return `${event.kind} ${event.enrolled ? "enrolled" : "not-enrolled"}`;
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

function isHintName(name: string): name is HintName {
	return name in HintReason;
}
