import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Limit } from "../../modules/policy/limits.js";
import type { Effect } from "../../modules/unit/effects.js";
import { IDLE, type State, type Transition, transition, UNPROVISIONED } from "../../modules/unit/states.js";
import {
	CAPTURING,
	COMPARING,
	DOUBTFUL,
	ENROLLING,
	EVENTS,
	HINT_NAMES,
	LAST_SAMPLE,
	nameOf,
	STATES,
} from "./every-event.js";

const NOW_MS = 5000;

/** [state, event, next state, effects]: all that happens; whatever is not listed changes nothing. */
type Row = readonly [State, string, State, readonly Effect[]];

const BUSY: Effect = { kind: "refuse-new", reason: "busy" };
const END: Effect = { kind: "end-capture" };

function hint(reason: (typeof HINT_NAMES)[number], progress?: number): Effect {
	return { kind: "hint", reason, progress };
}

function report(refusal: Extract<Effect, { kind: "report" }>["refusal"]): readonly Effect[] {
	return [END, { kind: "report", refusal }];
}

const NEXT_SAMPLE_MS = NOW_MS + Limit.sampleSpacingMs;
const LINK_DEAD = { kind: "faulted", reason: "link: dead" } as const;
const GUIDED = HINT_NAMES.filter((name) => name !== "present");

const EXPECTED: readonly Row[] = [
	[UNPROVISIONED, "provisioned", IDLE, []],
	[
		IDLE,
		"verify enrolled",
		CAPTURING,
		[{ kind: "begin-capture", lifetimeMs: 15_000 }, hint("present", undefined)],
	],
	[IDLE, "verify not-enrolled", IDLE, [{ kind: "refuse-new", reason: "notEnrolled" }]],
	[IDLE, "enrol enrolled", IDLE, [{ kind: "refuse-new", reason: "alreadyEnrolled" }]],
	[
		IDLE,
		"enrol not-enrolled",
		{ kind: "enrolling", hinted: "present", wanted: 3, taken: 0, disagreements: 0, notBeforeMs: NOW_MS },
		[{ kind: "begin-capture", lifetimeMs: 60_000 }, hint("present", 0)],
	],
	[CAPTURING, "capture usable", COMPARING, [{ kind: "compare" }]],
	...GUIDED.map(
		(name): Row => [CAPTURING, `capture ${name}`, { kind: "capturing", hinted: name }, [hint(name)]],
	),
	[CAPTURING, "timeout", IDLE, report("noCapture")],
	[COMPARING, "compared match", IDLE, report(undefined)],
	[COMPARING, "compared non-match", IDLE, report("mismatch")],
	[COMPARING, "compared unreadable", IDLE, report("unreadable")],
	...[ENROLLING, LAST_SAMPLE, DOUBTFUL].flatMap((state): Row[] => [
		[state, "capture usable", state, [{ kind: "add-sample" }]],
		...GUIDED.map(
			(name): Row => [state, `capture ${name}`, { ...state, hinted: name }, [hint(name, state.taken)]],
		),
		[state, "committed stored", IDLE, report(undefined)],
		[state, "committed store-full", IDLE, report("storeFull")],
		[state, "timeout", IDLE, report("noCapture")],
	]),
	...[ENROLLING, DOUBTFUL].map(
		(state): Row => [
			state,
			"sampled agrees",
			{ ...state, hinted: "accepted", taken: 2, notBeforeMs: NEXT_SAMPLE_MS },
			[hint("accepted", 2)],
		],
	),
	[
		LAST_SAMPLE,
		"sampled agrees",
		{ ...LAST_SAMPLE, hinted: "accepted", taken: 3, notBeforeMs: NEXT_SAMPLE_MS },
		[hint("accepted", 3), { kind: "commit" }],
	],
	...[ENROLLING, LAST_SAMPLE].map(
		(state): Row => [
			state,
			"sampled disagrees",
			{ ...state, hinted: "again", disagreements: 1 },
			[hint("again", state.taken)],
		],
	),
	[DOUBTFUL, "sampled disagrees", IDLE, report("inconsistentSamples")],
	...[CAPTURING, COMPARING, ENROLLING, LAST_SAMPLE, DOUBTFUL].flatMap((state) =>
		["verify enrolled", "verify not-enrolled", "enrol enrolled", "enrol not-enrolled"].map(
			(event): Row => [state, event, state, [BUSY]],
		),
	),
	...STATES.filter((state) => state.kind !== "faulted").map(
		(state): Row => [state, "fault", LINK_DEAD, [{ kind: "halt", reason: "link: dead" }]],
	),
];

test("every state answers every event as expected, and whatever is not listed changes nothing", () => {
	let listed = 0;
	for (const state of STATES) {
		for (const event of EVENTS) {
			const cell = `${JSON.stringify(state)} on ${nameOf(event)}`;
			const rows = EXPECTED.filter(([from, name]) => from === state && name === nameOf(event));
			assert.ok(rows.length <= 1, `${cell} is listed ${rows.length} times`);
			const [, , next, effects] = rows[0] ?? [state, "", state, []];
			assert.equal(transition(state, event, NOW_MS), { state: next, effects }, cell);
			listed += rows.length;
		}
	}
	assert.is(listed, EXPECTED.length, "a row names a state or an event that does not exist");
});

test("the limit on disagreeing samples is what the variants assume", () => {
	assert.is(DOUBTFUL.disagreements, Limit.disagreementsMax);
});

test("no sample is taken, and no hint given, before the pause after the last one is over", () => {
	for (const event of EVENTS.filter(({ kind }) => kind === "capture")) {
		const early = transition(ENROLLING, event, ENROLLING.notBeforeMs - 1);
		assert.equal(early, { state: ENROLLING, effects: [] }, nameOf(event));
	}
	const due = transition(ENROLLING, { kind: "capture", outcome: "usable" }, ENROLLING.notBeforeMs);
	assert.equal(due.effects, [{ kind: "add-sample" }]);
});

test("the same hint is not given twice in a row", () => {
	for (const name of HINT_NAMES) {
		const seen = transition(CAPTURING, { kind: "capture", outcome: name }, NOW_MS);
		const again = transition(seen.state, { kind: "capture", outcome: name }, NOW_MS);
		assert.equal(again, { state: seen.state, effects: [] }, name);
	}
});

/** The drawing's cells by "event state". */
function drawnCells(): Map<string, string> {
	const source = readFileSync(new URL("../../modules/unit/states.ts", import.meta.url), "utf8");
	const rows = source
		.split("\n")
		.filter((line) => /^ \* .*\|.*\|/.test(line))
		.map((line) =>
			line
				.slice(2)
				.split("|")
				.map((cell) => cell.trim()),
		);
	const [head, ...body] = rows;
	const cells = new Map<string, string>();
	for (const [event, ...row] of body) {
		for (const [i, cell] of row.entries()) cells.set(`${event} ${head[i + 1]}`, cell);
	}
	return cells;
}

/** What a transition adds to its cell of the drawing. */
function wordsFor(from: State, { state, effects }: Transition): string[] {
	const words: string[] = state.kind === from.kind ? [] : [state.kind];
	const begins = effects.some(({ kind }) => kind === "begin-capture");
	for (const effect of effects) {
		if (effect.kind === "hint" && !begins) words.push("hint");
		if (effect.kind === "add-sample") words.push("sample");
		if (effect.kind === "commit") words.push("commit");
		if (effect.kind === "refuse-new") words.push(effect.reason === "busy" ? "busy" : "(*)");
	}
	return words;
}

test("the drawing in states.ts shows what each cell does", () => {
	const drawn = drawnCells();
	const kinds = new Set(EVENTS.map(({ kind }) => kind));
	const stateKinds = new Set(STATES.map(({ kind }) => kind));
	assert.is(drawn.size, kinds.size * stateKinds.size);
	for (const stateKind of stateKinds) {
		for (const kind of kinds) {
			const states = STATES.filter((state) => state.kind === stateKind);
			const events = EVENTS.filter((event) => event.kind === kind);
			const words = new Set(
				states.flatMap((state) => events.flatMap((e) => wordsFor(state, transition(state, e, NOW_MS)))),
			);
			const cell = drawn.get(`${kind} ${stateKind}`) ?? "missing";
			const shown = cell === "-" ? [] : cell.split(/,? (?!\*)/);
			assert.equal([...words].sort(), shown.sort(), `${kind} x ${stateKind}: "${cell}"`);
		}
	}
});

test.run();
