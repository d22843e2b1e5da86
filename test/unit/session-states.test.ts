/** Every event in every state of day and session. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { attend, DAY_CLOSED, type DutyEvent, type DutyState } from "../../modules/unit/session-states.js";

const NOW_MS = 1_000_000;
const [NONCE, OTHER_NONCE] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
const [OPERATOR, OTHER] = [new Uint8Array(16).fill(3), new Uint8Array(16).fill(4)];

const SESSION = {
	nonce: NONCE,
	operator: OPERATOR,
	activeAtMs: NOW_MS - 1000,
	presence: "present",
	seenAtMs: NOW_MS - 1000,
} as const;
const OPEN: DutyState = { day: "open", session: undefined, linkLostAtMs: undefined };
const RUNNING: DutyState = { ...OPEN, session: SESSION };
const OFFLINE: DutyState = { ...RUNNING, linkLostAtMs: NOW_MS - 2000 };
const STATES = { closed: DAY_CLOSED, open: OPEN, running: RUNNING, offline: OFFLINE };

const EVENTS: Readonly<Record<string, DutyEvent>> = {
	"day-opened": { kind: "day-opened" },
	"day-closed": { kind: "day-closed" },
	"logged-in": { kind: "logged-in", nonce: OTHER_NONCE, operator: OTHER },
	request: { kind: "request" },
	"close-requested theirs": { kind: "close-requested", nonce: NONCE, reason: "logoff" },
	"close-requested another": { kind: "close-requested", nonce: OTHER_NONCE, reason: "lock" },
	"revoked them": { kind: "revoked", operator: OPERATOR },
	"revoked another": { kind: "revoked", operator: OTHER },
	"link-lost": { kind: "link-lost" },
	"link-restored": { kind: "link-restored" },
	"sampled near": { kind: "sampled", distanceMm: 500 },
	"sampled nobody": { kind: "sampled", distanceMm: undefined },
};

const BEGUN = {
	nonce: OTHER_NONCE,
	operator: OTHER,
	activeAtMs: NOW_MS,
	presence: "present",
	seenAtMs: NOW_MS,
} as const;
const ACTIVE = { ...SESSION, activeAtMs: NOW_MS };
const SEEN = { ...SESSION, seenAtMs: NOW_MS };
const AWAY = { ...SESSION, presence: "absent" } as const;

type Row = readonly [string, string, DutyState, string | undefined];

/** State, event, next state, why a session ended; whatever is not listed changes nothing. */
const ROWS: readonly Row[] = [
	["closed", "day-opened", OPEN, undefined],
	["closed", "logged-in", { ...DAY_CLOSED, session: BEGUN }, undefined],
	["closed", "link-lost", { ...DAY_CLOSED, linkLostAtMs: NOW_MS }, undefined],
	["open", "day-closed", DAY_CLOSED, undefined],
	["open", "logged-in", { ...OPEN, session: BEGUN }, undefined],
	["open", "link-lost", { ...OPEN, linkLostAtMs: NOW_MS }, undefined],
	["running", "day-closed", DAY_CLOSED, "day"],
	["running", "logged-in", { ...OPEN, session: BEGUN }, "handOver"],
	["running", "request", { ...OPEN, session: ACTIVE }, undefined],
	["running", "close-requested theirs", OPEN, "logoff"],
	["running", "revoked them", OPEN, "revoked"],
	["running", "link-lost", { ...RUNNING, linkLostAtMs: NOW_MS }, undefined],
	["running", "sampled near", { ...OPEN, session: SEEN }, undefined],
	["running", "sampled nobody", { ...OPEN, session: AWAY }, undefined],
	["offline", "day-closed", { ...OFFLINE, day: "closed", session: undefined }, "day"],
	["offline", "logged-in", { ...OFFLINE, session: BEGUN }, "handOver"],
	["offline", "request", { ...OFFLINE, session: ACTIVE }, undefined],
	["offline", "close-requested theirs", { ...OFFLINE, session: undefined }, "logoff"],
	["offline", "revoked them", { ...OFFLINE, session: undefined }, "revoked"],
	["offline", "link-restored", RUNNING, undefined],
	["offline", "sampled near", { ...OFFLINE, session: SEEN }, undefined],
	["offline", "sampled nobody", { ...OFFLINE, session: AWAY }, undefined],
];

test("every state answers every event as the table says, and whatever is not listed changes nothing", () => {
	let listed = 0;
	for (const [stateName, state] of Object.entries(STATES)) {
		for (const [eventName, event] of Object.entries(EVENTS)) {
			const rows = ROWS.filter(([from, name]) => from === stateName && name === eventName);
			const [, , next, reason] = rows[0] ?? ["", "", state, undefined];
			const ended = reason === undefined ? undefined : { nonce: NONCE, reason };
			const cell = `${stateName} on ${eventName}`;
			assert.equal(attend(state, event, NOW_MS, DEFAULT_POLICY), { state: next, ended }, cell);
			listed += rows.length;
		}
	}
	assert.is(listed, ROWS.length, "a row names a state or an event that does not exist");
});

/**
 * Samples every second, from `NOW_MS` on, until the session ends. @returns after how many seconds, and why
 */
function lasts(state: DutyState, distanceAt: (second: number) => number | undefined) {
	let current = state;
	for (let second = 1; second < 10_000; second++) {
		const event = { kind: "sampled", distanceMm: distanceAt(second) } as const;
		const next = attend(current, event, NOW_MS - 1000 + second * 1000, DEFAULT_POLICY);
		current = next.state;
		if (next.ended !== undefined) return [second, next.ended.reason];
	}
	return undefined;
}

test("a session outlasts an operator who leans back, and not one who leaves", () => {
	const { absenceSeconds, idleSeconds } = DEFAULT_POLICY;
	assert.equal(
		lasts(RUNNING, () => undefined),
		[absenceSeconds, "absent"],
	);
	assert.equal(
		lasts(RUNNING, () => 5000),
		[absenceSeconds, "absent"],
	);
	assert.equal(
		lasts(RUNNING, () => 1200),
		[idleSeconds, "idle"],
		"between near and far nothing changes",
	);
	const restless = (second: number) => (second % (absenceSeconds + 1) === 0 ? 600 : undefined);
	assert.is(lasts(RUNNING, restless)?.[1], "absent", "ten seconds away are ten seconds away");
	const brief = (second: number) => (second % absenceSeconds === 0 ? 600 : undefined);
	assert.equal(lasts(RUNNING, brief), [idleSeconds, "idle"]);
});

test("a session ends when the terminal stays out of reach, and not when it comes back in time", () => {
	const lost = attend(RUNNING, { kind: "link-lost" }, NOW_MS - 1000, DEFAULT_POLICY).state;
	assert.equal(
		lasts(lost, () => 500),
		[DEFAULT_POLICY.linkLossSeconds, "link"],
	);
	const again = attend(lost, { kind: "link-lost" }, NOW_MS + 5000, DEFAULT_POLICY).state;
	assert.equal(again, lost, "lost is lost from the first moment on");
});

test.run();
