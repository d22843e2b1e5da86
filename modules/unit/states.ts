import { unreachable } from "../bytes/assert.js";
import { Limit } from "../policy/limits.js";
import type { Effect, HintName, RefusalName } from "./effects.js";

/**
 * THE state machine. `transition` is pure and total; what happens to the world stands in the effects it
 * returns.
 *
 *  event \ state | unprovisioned | idle          | capturing       | enrolling          | comparing | faulted
 *  --------------+---------------+---------------+-----------------+--------------------+-----------+--------
 *  provisioned   | idle          | -             | -               | -                  | -         | -
 *  verify        | -             | capturing (*) | busy            | busy               | busy      | -
 *  enrol         | -             | enrolling (*) | busy            | busy               | busy      | -
 *  capture       | -             | -             | comparing, hint | sample, hint       | -         | -
 *  compared      | -             | -             | -               | -                  | idle      | -
 *  sampled       | -             | -             | -               | hint, commit, idle | -         | -
 *  committed     | -             | -             | -               | idle               | -         | -
 *  timeout       | -             | -             | idle            | idle               | -         | -
 *  fault         | faulted       | faulted       | faulted         | faulted            | faulted   | -
 *
 *  (*) or idle with a refusal: not enrolled, already enrolled.       "-": nothing changes, nothing happens.
 *
 * test/unit/states.test.ts enumerates every cell.
 */
export type State =
	| { readonly kind: "unprovisioned" }
	| { readonly kind: "idle" }
	| { readonly kind: "capturing"; readonly hinted: HintName }
	| {
			readonly kind: "enrolling";
			readonly hinted: HintName;
			readonly wanted: number;
			readonly taken: number;
			readonly disagreements: number;
			/** Uptime before which no further sample is taken, so that samples differ. */
			readonly notBeforeMs: number;
	  }
	| { readonly kind: "comparing" }
	| { readonly kind: "faulted"; readonly reason: string };

export type Event =
	| { readonly kind: "provisioned" }
	/** A fresh, authentic challenge; `enrolled`: a live reference exists for its subject. */
	| { readonly kind: "verify"; readonly enrolled: boolean; readonly lifetimeMs: number }
	| {
			readonly kind: "enrol";
			readonly enrolled: boolean;
			readonly lifetimeMs: number;
			readonly samples: number;
	  }
	/** The camera's frame has been looked at: usable, or what the person can do better. */
	| { readonly kind: "capture"; readonly outcome: "usable" | HintName }
	| { readonly kind: "compared"; readonly outcome: "match" | "non-match" | "unreadable" }
	| { readonly kind: "sampled"; readonly agrees: boolean }
	| { readonly kind: "committed"; readonly outcome: "stored" | "store-full" }
	| { readonly kind: "timeout" }
	| { readonly kind: "fault"; readonly reason: string };

export interface Transition {
	readonly state: State;
	readonly effects: readonly Effect[];
}

/**
 * What happens next, and what the world has to do for it, in that order.
 * @param nowMs uptime
 */
export function transition(state: State, event: Event, nowMs: number): Transition {
	if (event.kind === "fault") return fault(state, event.reason);
	switch (state.kind) {
		case "unprovisioned":
			return event.kind === "provisioned" ? to(IDLE) : stay(state);
		case "idle":
			return whenIdle(state, event, nowMs);
		case "capturing":
			return whenCapturing(state, event);
		case "enrolling":
			return whenEnrolling(state, event, nowMs);
		case "comparing":
			return whenComparing(state, event);
		case "faulted":
			return stay(state);
		default:
			return unreachable(state);
	}
}

export const UNPROVISIONED: State = { kind: "unprovisioned" };
export const IDLE: State = { kind: "idle" };

function whenIdle(state: State, event: Event, nowMs: number): Transition {
	switch (event.kind) {
		case "verify":
			if (!event.enrolled) return to(IDLE, { kind: "refuse-new", reason: "notEnrolled" });
			return to({ kind: "capturing", hinted: "present" }, begin(event.lifetimeMs), hint("present"));
		case "enrol": {
			if (event.enrolled) return to(IDLE, { kind: "refuse-new", reason: "alreadyEnrolled" });
			const empty = { wanted: event.samples, taken: 0, disagreements: 0, notBeforeMs: nowMs };
			const enrolling: State = { kind: "enrolling", hinted: "present", ...empty };
			return to(enrolling, begin(event.lifetimeMs), hint("present", 0));
		}
		default:
			return stay(state);
	}
}

function whenCapturing(state: State & { kind: "capturing" }, event: Event): Transition {
	switch (event.kind) {
		case "verify":
		case "enrol":
			return to(state, { kind: "refuse-new", reason: "busy" });
		case "capture":
			if (event.outcome === "usable") return to({ kind: "comparing" }, { kind: "compare" });
			if (event.outcome === state.hinted) return stay(state);
			return to({ kind: "capturing", hinted: event.outcome }, hint(event.outcome));
		case "timeout":
			return finish("noCapture");
		default:
			return stay(state);
	}
}

function whenComparing(state: State, event: Event): Transition {
	switch (event.kind) {
		case "verify":
		case "enrol":
			return to(state, { kind: "refuse-new", reason: "busy" });
		case "compared":
			return finish(REFUSAL_OF[event.outcome]);
		default:
			return stay(state);
	}
}

const REFUSAL_OF = { match: undefined, "non-match": "mismatch", unreadable: "unreadable" } as const;

function whenEnrolling(state: State & { kind: "enrolling" }, event: Event, nowMs: number): Transition {
	switch (event.kind) {
		case "verify":
		case "enrol":
			return to(state, { kind: "refuse-new", reason: "busy" });
		case "capture":
			if (nowMs < state.notBeforeMs) return stay(state);
			if (event.outcome === "usable") return to(state, { kind: "add-sample" });
			if (event.outcome === state.hinted) return stay(state);
			return to({ ...state, hinted: event.outcome }, hint(event.outcome, state.taken));
		case "sampled":
			return event.agrees ? tookSample(state, nowMs) : doubtSample(state);
		case "committed":
			return event.outcome === "stored" ? finish() : finish("storeFull");
		case "timeout":
			return finish("noCapture");
		default:
			return stay(state);
	}
}

function tookSample(state: State & { kind: "enrolling" }, nowMs: number): Transition {
	const taken = state.taken + 1;
	const next: State = { ...state, hinted: "accepted", taken, notBeforeMs: nowMs + Limit.sampleSpacingMs };
	if (taken < state.wanted) return to(next, hint("accepted", taken));
	return to(next, hint("accepted", taken), { kind: "commit" });
}

function doubtSample(state: State & { kind: "enrolling" }): Transition {
	const disagreements = state.disagreements + 1;
	if (disagreements > Limit.disagreementsMax) return finish("inconsistentSamples");
	return to({ ...state, hinted: "again", disagreements }, hint("again", state.taken));
}

/** Ends the request in hand: everything released and wiped before the report leaves. */
function finish(refusal?: RefusalName): Transition {
	return to(IDLE, { kind: "end-capture" }, { kind: "report", refusal });
}

function fault(state: State, reason: string): Transition {
	if (state.kind === "faulted") return stay(state);
	return to({ kind: "faulted", reason }, { kind: "halt", reason });
}

function begin(lifetimeMs: number): Effect {
	return { kind: "begin-capture", lifetimeMs };
}

function hint(reason: HintName, progress?: number): Effect {
	return { kind: "hint", reason, progress };
}

function to(state: State, ...effects: Effect[]): Transition {
	return { state, effects };
}

function stay(state: State): Transition {
	return { state, effects: [] };
}
