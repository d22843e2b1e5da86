import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Limit } from "../../modules/policy/limits.js";
import type { Effect } from "../../modules/unit/effects.js";
import { IDLE, type State, type Transition, transition, UNPROVISIONED } from "../../modules/unit/states.js";
import {
	CAPTURING,
	CAPTURING_SECOND,
	CAPTURING_WITNESS,
	COMPARING,
	COMPARING_FIRST,
	COMPARING_SECOND,
	COMPARING_WITNESS,
	DOUBTFUL,
	ENROLLING,
	EVENTS,
	HINT_NAMES,
	LAST_SAMPLE,
	nameOf,
	SETTLING,
	SETTLING_FIRST,
	SETTLING_LOST,
	SETTLING_SECOND,
	SETTLING_WITNESS,
	STATES,
	WITNESS_LEAVING,
} from "./every-event.js";

const NOW_MS = 5000;

/** [state, event, next state, effects]: all that happens; whatever is not listed changes nothing. */
type Row = readonly [State, string, State, readonly Effect[]];

const END: Effect = { kind: "end-capture" };
const COUNT: Effect = { kind: "count-attempt" };
const COMPARE: Effect = { kind: "compare" };
const NEXT: Effect = { kind: "capture-next" };
const FORGIVE: Effect = { kind: "forgive" };
const SERVING = ["capturing", "comparing", "settling", "enrolling"];
const SAMPLING = [ENROLLING, LAST_SAMPLE, DOUBTFUL, WITNESS_LEAVING];
const REQUESTS = EVENTS.filter(({ kind }) => ["verify", "enrol", "order"].includes(kind));

function begin(lifetimeMs: number): Effect {
	return { kind: "begin-capture", lifetimeMs };
}

function refuse(reason: (Effect & { kind: "refuse-new" })["reason"]): Effect {
	return { kind: "refuse-new", reason };
}

function hint(reason: (typeof HINT_NAMES)[number], progress?: number): Effect {
	return { kind: "hint", reason, progress };
}

function report(refusal: Extract<Effect, { kind: "report" }>["refusal"]): readonly Effect[] {
	return [END, { kind: "report", refusal }];
}

const NEXT_SAMPLE_MS = NOW_MS + Limit.sampleSpacingMs;
const LINK_DEAD = { kind: "faulted", reason: "link: dead" } as const;
/** Of the event, that is of the capture: its verdict comes in slots from there. */
const CAPTURED_AT = { capturedAtMs: NOW_MS };
const VERDICTS = ["match", "non-match", "unreadable"] as const;
const REFUSAL_OF = { match: undefined, "non-match": "mismatch", unreadable: "unreadable" } as const;
const GUIDED = HINT_NAMES.filter((name) => name !== "present");

const EXPECTED: readonly Row[] = [
	[UNPROVISIONED, "provisioned", IDLE, []],
	[IDLE, "verify 1", CAPTURING, [begin(15_000), hint("present")]],
	[
		IDLE,
		"verify 2",
		{ ...CAPTURING, comparison: COMPARING_FIRST.comparison },
		[begin(15_000), hint("present")],
	],
	[IDLE, "verify notEnrolled", IDLE, [refuse("notEnrolled")]],
	[IDLE, "enrol alreadyEnrolled", IDLE, [refuse("alreadyEnrolled")]],
	[IDLE, "enrol none", { ...ENROLLING, taken: 0, notBeforeMs: NOW_MS }, [begin(60_000), hint("present", 0)]],
	[IDLE, "enrol named", CAPTURING_WITNESS, [begin(60_000), hint("witness")]],
	[IDLE, "order sound", IDLE, [{ kind: "obey" }]],
	[IDLE, "order expired", IDLE, [refuse("expired")]],
	[CAPTURING, "capture usable", { ...COMPARING, ...CAPTURED_AT }, [COUNT, COMPARE]],
	[CAPTURING_SECOND, "capture usable", { ...COMPARING_SECOND, ...CAPTURED_AT }, [COMPARE]],
	[CAPTURING_WITNESS, "capture usable", { ...COMPARING_WITNESS, ...CAPTURED_AT }, [COUNT, COMPARE]],
	...[CAPTURING, CAPTURING_SECOND].flatMap((state) =>
		GUIDED.map((name): Row => [state, `capture ${name}`, { ...state, hinted: name }, [hint(name)]]),
	),
	...GUIDED.filter((name) => name !== "witness").map(
		(name): Row => [
			CAPTURING_WITNESS,
			`capture ${name}`,
			{ ...CAPTURING_WITNESS, hinted: name },
			[hint(name)],
		],
	),
	...[CAPTURING, CAPTURING_SECOND, CAPTURING_WITNESS].map(
		(state): Row => [state, "timeout", IDLE, report("noCapture")],
	),
	...[COMPARING, COMPARING_FIRST, COMPARING_SECOND, COMPARING_WITNESS].flatMap((state) =>
		VERDICTS.map((outcome): Row => {
			const settling = {
				kind: "settling",
				comparison: state.comparison,
				outcome,
				deadline: "ahead",
			} as const;
			// 200 ms of the slot are over.
			return [state, `compared ${outcome}`, settling, [{ kind: "settle", delayMs: 300 }]];
		}),
	),
	...[...SETTLING, ...SETTLING_SECOND].map(
		(state): Row => [state, "settled", IDLE, report(REFUSAL_OF[state.outcome])],
	),
	...SETTLING_LOST.map((state): Row => [state, "settled", IDLE, report("mismatch")]),
	...SETTLING_FIRST.map((state): Row => {
		if (state.deadline === "passed") return [state, "settled", IDLE, report("noCapture")];
		const comparison = { ...COMPARING_SECOND.comparison, verdict: state.outcome };
		return [state, "settled", { ...CAPTURING, comparison }, [NEXT, hint("present")]];
	}),
	...SETTLING_WITNESS.map((state): Row => {
		if (state.outcome !== "match") return [state, "settled", IDLE, report("noWitness")];
		if (state.deadline === "passed") return [state, "settled", IDLE, [FORGIVE, ...report("noCapture")]];
		const next = { ...WITNESS_LEAVING, hinted: "accepted", notBeforeMs: NOW_MS } as const;
		return [state, "settled", next, [FORGIVE, NEXT, hint("accepted", 0)]];
	}),
	...[SETTLING, SETTLING_FIRST, SETTLING_SECOND, SETTLING_LOST, SETTLING_WITNESS]
		.flat()
		.filter(({ deadline }) => deadline === "ahead")
		.map((state): Row => [state, "timeout", { ...state, deadline: "passed" }, []]),
	[WITNESS_LEAVING, "capture present", { ...WITNESS_LEAVING, witness: "gone" }, [hint("present", 0)]],
	...SAMPLING.flatMap((state): Row[] => [
		[state, "committed made", IDLE, report(undefined)],
		[state, "committed store-full", IDLE, report("storeFull")],
		[state, "timeout", IDLE, report("noCapture")],
	]),
	...[ENROLLING, LAST_SAMPLE, DOUBTFUL].flatMap((state): Row[] => [
		[state, "capture usable", state, [{ kind: "add-sample" }]],
		...GUIDED.map(
			(name): Row => [state, `capture ${name}`, { ...state, hinted: name }, [hint(name, state.taken)]],
		),
	]),
	...[ENROLLING, DOUBTFUL, WITNESS_LEAVING].map(
		(state): Row => [
			state,
			"sampled agrees",
			{ ...state, hinted: "accepted", taken: state.taken + 1, notBeforeMs: NEXT_SAMPLE_MS },
			[hint("accepted", state.taken + 1)],
		],
	),
	[
		LAST_SAMPLE,
		"sampled agrees",
		{ ...LAST_SAMPLE, hinted: "accepted", taken: 3, notBeforeMs: NEXT_SAMPLE_MS },
		[hint("accepted", 3), { kind: "commit" }],
	],
	...[ENROLLING, LAST_SAMPLE, WITNESS_LEAVING].map(
		(state): Row => [
			state,
			"sampled disagrees",
			{ ...state, hinted: "again", disagreements: 1 },
			[hint("again", state.taken)],
		],
	),
	[DOUBTFUL, "sampled disagrees", IDLE, report("inconsistentSamples")],
	...STATES.filter(({ kind }) => SERVING.includes(kind)).flatMap((state) =>
		REQUESTS.map((event): Row => [state, nameOf(event), state, [refuse("busy")]]),
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

test("nothing is taken for a sample, whatever it shows, before the witness has left", () => {
	for (const event of EVENTS.filter(({ kind }) => kind === "capture")) {
		const { state, effects } = transition(WITNESS_LEAVING, event, NOW_MS);
		assert.not(
			effects.some(({ kind }) => kind === "add-sample"),
			nameOf(event),
		);
		const hasLeft = state.kind === "enrolling" && state.witness === "gone";
		assert.is(hasLeft, nameOf(event) === "capture present");
	}
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
	let event = "";
	for (const [name, ...row] of body) {
		// A row without a name goes on with the cells of the one above.
		for (const [i, cell] of row.entries()) {
			const key = `${name || event} ${head[i + 1]}`;
			cells.set(key, name === "" ? `${cells.get(key)} ${cell}`.trim() : cell);
		}
		event = name || event;
	}
	return cells;
}

/** What a transition adds to its cell of the drawing. */
function wordsFor(from: State, { state, effects }: Transition): string[] {
	const words: string[] = state.kind === from.kind ? [] : [state.kind];
	if (state.kind === "settling" && from.kind === "settling" && state.deadline !== from.deadline)
		words.push("(late)");
	const begins = effects.some(({ kind }) => kind === "begin-capture");
	for (const effect of effects) {
		if (effect.kind === "hint" && !begins) words.push("hint");
		if (effect.kind === "add-sample") words.push("sample");
		if (effect.kind === "commit") words.push("commit");
		if (effect.kind === "obey") words.push("obey");
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
