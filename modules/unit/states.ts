import { unreachable } from "../bytes/assert.js";
import { Limit } from "../policy/limits.js";
import type { Effect, HintName, RefusalName } from "./effects.js";

/**
 * THE state machine of captures. `transition` is pure and total; what happens to the world stands in the
 * effects it returns. Day and session live beside it (session-states.ts).
 *
 *  event \ state | unprovisioned | idle          | capturing | enrolling | comparing | settling   | faulted
 *  --------------+---------------+---------------+-----------+-----------+-----------+------------+--------
 *  provisioned   | idle          | -             | -         | -         | -         | -          | -
 *  verify        | -             | capturing (*) | busy      | busy      | busy      | busy       | -
 *  enrol         | -             | capturing,    | busy      | busy      | busy      | busy       | -
 *                |               | enrolling (*) |           |           |           |            |
 *  order         | -             | obey (*)      | busy      | busy      | busy      | busy       | -
 *  capture       | -             | -             | comparing,| sample,   | -         | -          | -
 *                |               |               | hint      | hint      |           |            |
 *  compared      | -             | -             | -         | -         | settling  | -          | -
 *  settled       | -             | -             | -         | -         | -         | capturing, | -
 *                |               |               |           |           |           | hint,      |
 *                |               |               |           |           |           | enrolling, |
 *                |               |               |           |           |           | idle       |
 *  sampled       | -             | -             | -         | hint,     | -         | -          | -
 *                |               |               |           | commit,   |           |            |
 *                |               |               |           | idle      |           |            |
 *  committed     | -             | -             | -         | idle      | -         | -          | -
 *  timeout       | -             | -             | idle      | idle      | -         | (late)     | -
 *  fault         | faulted       | faulted       | faulted   | faulted   | faulted   | faulted    | -
 *
 *  (*) or idle with a refusal (admission.ts). With a witness: capturing, comparing, settling, enrolling.
 *  "-": nothing changes, nothing happens. (late): whatever the verdict, nobody is captured after it.
 *
 * An attempt is counted, durably, before the first comparison of its request; the traits of one request are
 * one attempt, all of them are captured whatever the first says, and all must match. A verdict waits for its
 * slot, a multiple of `Limit.answerSlotMs` after the capture: how long the search took tells how alike two
 * palms are, and nobody is told.
 *
 * test/unit/states.test.ts enumerates every cell.
 */
export type State =
	| { readonly kind: "unprovisioned" }
	| { readonly kind: "idle" }
	| { readonly kind: "capturing"; readonly hinted: HintName; readonly comparison: Comparison }
	| { readonly kind: "comparing"; readonly comparison: Comparison; readonly capturedAtMs: number }
	| {
			readonly kind: "settling";
			readonly comparison: Comparison;
			readonly outcome: Verdict;
			/** That of the request. */
			readonly deadline: "ahead" | "passed";
	  }
	| {
			readonly kind: "enrolling";
			readonly hinted: HintName;
			readonly wanted: number;
			readonly taken: number;
			readonly disagreements: number;
			/** Uptime before which no further sample is taken, so that samples differ. */
			readonly notBeforeMs: number;
			/** The witness must have left before anything is taken for a sample of the subject. */
			readonly witness: "gone" | "leaving";
	  }
	| { readonly kind: "faulted"; readonly reason: string };

/** What the probe is compared for. */
export type Comparison =
	/** `verdict`: of the `compared` traits so far, all in one. */
	| {
			readonly kind: "subject";
			readonly traits: number;
			readonly compared: number;
			readonly verdict: Verdict;
	  }
	/** The supervisor of an enrolment that then takes `samples`. */
	| { readonly kind: "witness"; readonly samples: number };

export type Verdict = "match" | "non-match" | "unreadable";

export type Event =
	| { readonly kind: "provisioned" }
	/** A fresh, authentic challenge, admitted or with the reason why not. */
	| {
			readonly kind: "verify";
			readonly refusal: RefusalName | undefined;
			readonly lifetimeMs: number;
			/** How many are to be presented, 1 or 2. */
			readonly traits: number;
	  }
	| {
			readonly kind: "enrol";
			readonly refusal: RefusalName | undefined;
			readonly lifetimeMs: number;
			readonly samples: number;
			readonly witness: "none" | "named";
	  }
	/** A fresh, authentic order that needs nobody in front of the unit. */
	| { readonly kind: "order"; readonly refusal: RefusalName | undefined }
	/** The camera's frame has been looked at: usable, or what the person can do better. */
	| { readonly kind: "capture"; readonly outcome: "usable" | HintName }
	| { readonly kind: "compared"; readonly outcome: Verdict }
	/** The slot of the verdict has come. */
	| { readonly kind: "settled" }
	| { readonly kind: "sampled"; readonly agrees: boolean }
	| { readonly kind: "committed"; readonly outcome: "made" | "store-full" }
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
			return isRequest(event) ? busy(state) : whenCapturing(state, event, nowMs);
		case "enrolling":
			return isRequest(event) ? busy(state) : whenEnrolling(state, event, nowMs);
		case "comparing":
			if (isRequest(event)) return busy(state);
			return event.kind === "compared" ? settle(state, event.outcome, nowMs) : stay(state);
		case "settling":
			return isRequest(event) ? busy(state) : whenSettling(state, event, nowMs);
		case "faulted":
			return stay(state);
		default:
			return unreachable(state);
	}
}

export const UNPROVISIONED: State = { kind: "unprovisioned" };
export const IDLE: State = { kind: "idle" };

function whenIdle(state: State, event: Event, nowMs: number): Transition {
	if (!isRequest(event)) return stay(state);
	if (event.refusal !== undefined) return to(IDLE, { kind: "refuse-new", reason: event.refusal });
	switch (event.kind) {
		case "verify": {
			const comparison = { kind: "subject", traits: event.traits, compared: 0, verdict: "match" } as const;
			return to({ kind: "capturing", hinted: "present", comparison }, begin(event), hint("present"));
		}
		case "enrol": {
			if (event.witness === "none")
				return to(enrolling(event.samples, "gone", nowMs), begin(event), hint("present", 0));
			const comparison = { kind: "witness", samples: event.samples } as const;
			return to({ kind: "capturing", hinted: "witness", comparison }, begin(event), hint("witness"));
		}
		case "order":
			return to(IDLE, { kind: "obey" });
		default:
			return unreachable(event);
	}
}

function whenCapturing(state: State & { kind: "capturing" }, event: Event, nowMs: number): Transition {
	const { comparison } = state;
	switch (event.kind) {
		case "capture": {
			if (event.outcome === state.hinted) return stay(state);
			if (event.outcome !== "usable") {
				// Whose turn it is was said first; that nobody is there yet is no news.
				if (event.outcome === "present" && state.hinted === "witness") return stay(state);
				return to({ ...state, hinted: event.outcome }, hint(event.outcome));
			}
			const comparing: State = { kind: "comparing", comparison, capturedAtMs: nowMs };
			if (comparison.kind === "subject" && comparison.compared > 0) return to(comparing, COMPARE);
			return to(comparing, { kind: "count-attempt" }, COMPARE);
		}
		case "timeout":
			return finish("noCapture");
		default:
			return stay(state);
	}
}

function settle(
	{ comparison, capturedAtMs }: State & { kind: "comparing" },
	outcome: Verdict,
	nowMs: number,
): Transition {
	const slotMs = Limit.answerSlotMs;
	// Relative, so that a clock that jumps costs a slot or two at most.
	const delayMs = slotMs - ((nowMs - capturedAtMs) % slotMs);
	return to({ kind: "settling", comparison, outcome, deadline: "ahead" }, { kind: "settle", delayMs });
}

function whenSettling(state: State & { kind: "settling" }, event: Event, nowMs: number): Transition {
	switch (event.kind) {
		case "settled":
			return afterSettling(state, nowMs);
		case "timeout":
			return to({ ...state, deadline: "passed" });
		default:
			return stay(state);
	}
}

function afterSettling(
	{ comparison, outcome, deadline }: State & { kind: "settling" },
	nowMs: number,
): Transition {
	const isLate = deadline === "passed";
	if (comparison.kind === "witness") {
		if (outcome !== "match") return finish("noWitness");
		if (isLate) return to(IDLE, FORGIVE, ...finish("noCapture").effects);
		const next = { ...enrolling(comparison.samples, "leaving", nowMs), hinted: "accepted" as const };
		return to(next, FORGIVE, CAPTURE_NEXT, hint("accepted", 0));
	}
	const compared = comparison.compared + 1;
	const verdict = comparison.verdict === "match" ? outcome : comparison.verdict;
	if (compared === comparison.traits) return finish(REFUSAL_OF[verdict]);
	if (isLate) return finish("noCapture");
	const next: State = {
		kind: "capturing",
		hinted: "present",
		comparison: { ...comparison, compared, verdict },
	};
	return to(next, CAPTURE_NEXT, hint("present"));
}

const REFUSAL_OF = { match: undefined, "non-match": "mismatch", unreadable: "unreadable" } as const;

function whenEnrolling(state: State & { kind: "enrolling" }, event: Event, nowMs: number): Transition {
	switch (event.kind) {
		case "capture":
			if (state.witness === "leaving") return whenWitnessLeaves(state, event.outcome);
			if (nowMs < state.notBeforeMs) return stay(state);
			if (event.outcome === "usable") return to(state, { kind: "add-sample" });
			if (event.outcome === state.hinted) return stay(state);
			return to({ ...state, hinted: event.outcome }, hint(event.outcome, state.taken));
		case "sampled":
			return event.agrees ? tookSample(state, nowMs) : doubtSample(state);
		case "committed":
			return event.outcome === "made" ? finish() : finish("storeFull");
		case "timeout":
			return finish("noCapture");
		default:
			return stay(state);
	}
}

function whenWitnessLeaves(state: State & { kind: "enrolling" }, outcome: "usable" | HintName): Transition {
	if (outcome !== "present") return stay(state);
	return to({ ...state, hinted: "present", witness: "gone" }, hint("present", 0));
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

type RequestEvent = Event & { kind: "verify" | "enrol" | "order" };

function isRequest(event: Event): event is RequestEvent {
	return event.kind === "verify" || event.kind === "enrol" || event.kind === "order";
}

/** Whatever else is wrong with a request, it cannot be served now; the one in hand goes on. */
function busy(state: State): Transition {
	return to(state, { kind: "refuse-new", reason: "busy" });
}

function enrolling(
	wanted: number,
	witness: "gone" | "leaving",
	nowMs: number,
): State & { kind: "enrolling" } {
	const empty = { wanted, taken: 0, disagreements: 0, notBeforeMs: nowMs };
	return { kind: "enrolling", hinted: "present", ...empty, witness };
}

const COMPARE: Effect = { kind: "compare" };
const FORGIVE: Effect = { kind: "forgive" };
const CAPTURE_NEXT: Effect = { kind: "capture-next" };

function begin({ lifetimeMs }: { readonly lifetimeMs: number }): Effect {
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
