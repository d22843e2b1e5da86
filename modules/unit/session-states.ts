import { unreachable } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import type { PolicyNumbers } from "../policy/default-policy.js";
import { type Presence, presenceAfter } from "../policy/presence.js";
import type { EndReasonName } from "./effects.js";

/**
 * The day and the session, beside the machine that captures (states.ts): `attend` is pure and total. At most
 * one session runs; whatever ends it has a name that is signed.
 *
 *  event \ state   | day closed | day open      | a session runs
 *  ----------------+------------+---------------+-----------------------------------------------
 *  day-opened      | open       | -             | -
 *  day-closed      | -          | closed        | closed, ends: day
 *  logged-in       | session(*) | session       | another session, ends: handOver
 *  request         | -          | -             | (not idle)
 *  close-requested | -          | -             | ends: as asked, if it is this session
 *  revoked         | -          | -             | ends: revoked, if it is this operator
 *  link-lost       | (lost)     | (lost)        | (lost)
 *  link-restored   | (restored) | (restored)    | (restored)
 *  sampled         | -          | -             | ends: absent, link or idle, if that has lasted too long
 *
 *  (*) only where the policy requires no day.       "-": nothing changes. (...): only what is remembered.
 *
 * test/unit/session-states.test.ts enumerates every cell.
 */
export interface DutyState {
	readonly day: "closed" | "open";
	readonly session: RunningSession | undefined;
	/** Uptime; undefined while the terminal can be reached. */
	readonly linkLostAtMs: number | undefined;
}

export interface RunningSession {
	/** Of the challenge that began it. */
	readonly nonce: Uint8Array;
	/** Record id of whoever logged in. */
	readonly operator: Uint8Array;
	/** Uptime of the last request of the terminal. */
	readonly activeAtMs: number;
	readonly presence: Presence;
	/** Uptime at which the operator was last seen. */
	readonly seenAtMs: number;
}

export type DutyEvent =
	| { readonly kind: "day-opened" }
	| { readonly kind: "day-closed" }
	| { readonly kind: "logged-in"; readonly nonce: Uint8Array; readonly operator: Uint8Array }
	/** A fresh request that the terminal has signed. */
	| { readonly kind: "request" }
	| { readonly kind: "close-requested"; readonly nonce: Uint8Array; readonly reason: EndReasonName }
	| { readonly kind: "revoked"; readonly operator: Uint8Array }
	| { readonly kind: "link-lost" }
	| { readonly kind: "link-restored" }
	/** The presence sensor, about once a second while a session runs. */
	| { readonly kind: "sampled"; readonly distanceMm: number | undefined };

export interface DutyTransition {
	readonly state: DutyState;
	readonly ended: EndedSession | undefined;
}

export interface EndedSession {
	readonly nonce: Uint8Array;
	readonly reason: EndReasonName;
}

export type DutyNumbers = Pick<PolicyNumbers, "idleSeconds" | "absenceSeconds" | "linkLossSeconds">;

export const DAY_CLOSED: DutyState = { day: "closed", session: undefined, linkLostAtMs: undefined };

/** @param nowMs uptime */
export function attend(
	state: DutyState,
	event: DutyEvent,
	nowMs: number,
	numbers: DutyNumbers,
): DutyTransition {
	const { session } = state;
	switch (event.kind) {
		case "day-opened":
			return stay({ ...state, day: "open" });
		case "day-closed":
			return { state: { ...state, day: "closed", session: undefined }, ended: ended(session, "day") };
		case "logged-in": {
			const { nonce, operator } = event;
			const begun = { nonce, operator, activeAtMs: nowMs, presence: "present", seenAtMs: nowMs } as const;
			return { state: { ...state, session: begun }, ended: ended(session, "handOver") };
		}
		case "request":
			return stay(session === undefined ? state : { ...state, session: { ...session, activeAtMs: nowMs } });
		case "close-requested":
			return isNamed(session?.nonce, event.nonce) ? end(state, event.reason) : stay(state);
		case "revoked":
			return isNamed(session?.operator, event.operator) ? end(state, "revoked") : stay(state);
		case "link-lost":
			return stay({ ...state, linkLostAtMs: state.linkLostAtMs ?? nowMs });
		case "link-restored":
			return stay({ ...state, linkLostAtMs: undefined });
		case "sampled":
			return session === undefined ? stay(state) : watch(state, session, event.distanceMm, nowMs, numbers);
		default:
			return unreachable(event);
	}
}

function watch(
	state: DutyState,
	before: RunningSession,
	distanceMm: number | undefined,
	nowMs: number,
	numbers: DutyNumbers,
): DutyTransition {
	const presence = presenceAfter(before.presence, distanceMm);
	const seenAtMs = presence === "present" ? nowMs : before.seenAtMs;
	const watched = { ...state, session: { ...before, presence, seenAtMs } };
	const hasLasted = (sinceMs: number, seconds: number) => nowMs - sinceMs >= seconds * 1000;
	if (hasLasted(seenAtMs, numbers.absenceSeconds)) return end(watched, "absent");
	if (state.linkLostAtMs !== undefined && hasLasted(state.linkLostAtMs, numbers.linkLossSeconds))
		return end(watched, "link");
	return hasLasted(before.activeAtMs, numbers.idleSeconds) ? end(watched, "idle") : stay(watched);
}

function end(state: DutyState, reason: EndReasonName): DutyTransition {
	return { state: { ...state, session: undefined }, ended: ended(state.session, reason) };
}

function ended(session: RunningSession | undefined, reason: EndReasonName): EndedSession | undefined {
	return session === undefined ? undefined : { nonce: session.nonce, reason };
}

function isNamed(known: Uint8Array | undefined, given: Uint8Array): boolean {
	return known !== undefined && equalConstantTime(known, given);
}

function stay(state: DutyState): DutyTransition {
	return { state, ended: undefined };
}
