/**
 * What the terminal's page shows, as one value on the channel `terminal`. Never a 照合ID: whoever is known is
 * named as the register of staff has it, whoever is not has no name here.
 */
import { isRecord, type Sentence } from "./contract.js";

export const TERMINAL_CHANNEL = "terminal";

/** What a demonstration tells whoever tries the terminal out: a Sentence; offices never use this channel. */
export const TIP_CHANNEL = "tip";

export interface TerminalState {
	/** Seconds since 1970, the terminal's clock: what every other time here is told by. */
	readonly now: number;
	readonly broker: "connected" | "lost";
	readonly unit: UnitState;
	/** Unknown until the unit has said something of it. */
	readonly day: "unknown" | "open" | "closed";
	/** The authority's key is at this terminal: enrolment, revocation and forgiving failures can be ordered. */
	readonly authority: "here" | "elsewhere";
	readonly counter: CounterState;
	readonly session: SessionState;
	readonly people: readonly BoardEntry[];
	readonly purposes: readonly Purpose[];
	/** Traits that can be enrolled, as `modality-value` of messages.cddl. */
	readonly modalities: readonly number[];
	/** Newest first. */
	readonly alerts: readonly Alert[];
}

export type UnitState =
	| { readonly kind: "unheard" }
	| { readonly kind: "online"; readonly softwareVersion: string; readonly bootCount: number }
	| { readonly kind: "offline" };

/** What somebody is to come forward for. */
const TASKS = [
	"log-in",
	"open-day",
	"close-day",
	"reauthenticate",
	"confirm",
	"confirm-register",
	"enrol",
] as const;
export type Task = (typeof TASKS)[number];

/** What goes on before the unit: one thing at a time. */
export type CounterState =
	| { readonly kind: "free" }
	| Placing
	| { readonly kind: "accepted"; readonly task: Task; readonly at: number; readonly person?: string }
	| RefusedState;

export interface Placing {
	readonly kind: "placing";
	readonly task: Task;
	/** Whose hand or eye is awaited: the person's own, or first that of the supervisor who witnesses. */
	readonly turn: "subject" | "witness";
	/** As `modality-value`; of both, the one asked for now. */
	readonly modality: number;
	/** As `hint-reason-value`; undefined until the unit has said something. */
	readonly hint?: number;
	/** How many hints have come: two alike are two. */
	readonly hints: number;
	/** What the hint says. */
	readonly says: Sentence;
	/** Samples taken, of those an enrolment takes. */
	readonly progress?: { readonly taken: number; readonly of: number };
	readonly since: number;
	readonly until: number;
	readonly person?: string;
}

export interface RefusedState {
	readonly kind: "refused";
	readonly task: Task;
	readonly at: number;
	/** For programs: the reason's name in messages.cddl, or "timed-out", "closed". */
	readonly code: string;
	readonly reason: Sentence;
	/** What to do now. */
	readonly next: Sentence;
	/** Before the person is locked. */
	readonly attemptsLeft?: number;
	/** When a locked person may try again. */
	readonly retryAt?: number;
}

export type SessionState =
	| { readonly kind: "none" }
	| RunningState
	/** It ended without the operator's wish, or the operator locked it: nothing of it is shown. */
	| { readonly kind: "locked"; readonly at: number; readonly why: Sentence; readonly code: string };

export interface RunningState {
	readonly kind: "running";
	readonly since: number;
	readonly purpose?: number;
	readonly person?: string;
	readonly role?: Role;
	/** The last sensitive act for which the operator authenticated again. */
	readonly reauthenticated?: { readonly at: number; readonly purpose: number };
	/** The last wrong query that a second person confirmed. */
	readonly confirmed?: { readonly at: number; readonly by?: string };
}

export type Role = "operator" | "supervisor";

/** One line of the start-of-day board. */
export interface BoardEntry {
	/** Names the person in acts; a pseudonym. */
	readonly key: string;
	readonly name: string;
	readonly role: Role;
	readonly attendance: "expected" | "present" | "absent";
	/** First and last authentication of this day. */
	readonly first?: number;
	readonly last?: number;
	readonly lockedUntil?: number;
	/** Only an authority helps. */
	readonly disabled?: true;
}

/** Why the terminal is used: the office's own list. */
export interface Purpose {
	/** 0..255 */
	readonly code: number;
	readonly name: Sentence;
}

export interface Alert {
	readonly id: number;
	readonly at: number;
	readonly level: "danger" | "warn";
	/** For programs. */
	readonly code: string;
	readonly what: Sentence;
	readonly next: Sentence;
}

/** Service and page are made of one source: that it is a state at all is what can go wrong. */
export function isTerminalState(value: unknown): value is TerminalState {
	return isRecord(value) && typeof value["now"] === "number" && isRecord(value["counter"]);
}
