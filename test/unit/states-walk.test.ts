/** The state machine under random sequences of events, the impossible ones included. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPrng, type Prng } from "../../host-sim/world/prng.js";
import { Limit } from "../../modules/policy/limits.js";
import type { Effect } from "../../modules/unit/effects.js";
import { type Event, type State, transition, UNPROVISIONED } from "../../modules/unit/states.js";
import { EVENTS, nameOf } from "./every-event.js";

const WALKS = 400;
const STEPS = 200;

/** What the world would see. */
class Ledger {
	/** Camera and light on. */
	capturing = false;
	/** An attempt is counted for the comparison to come. */
	counted = false;
	/** Requests taken in hand and not yet reported. */
	open = 0;
	answers = 0;
	halts = 0;

	perform(effect: Effect, state: State): void {
		assert.is(this.halts, 0, "an effect after the halt");
		switch (effect.kind) {
			case "begin-capture":
				assert.not(this.capturing, "a second begin-capture");
				this.capturing = true;
				this.counted = false;
				this.open++;
				return;
			case "settle":
				assert.ok(this.capturing, "a verdict without a capture");
				assert.ok(effect.delayMs > 0 && effect.delayMs <= Limit.answerSlotMs, `${effect.delayMs} ms`);
				this.capturing = false;
				return;
			case "capture-next":
				assert.not(this.capturing, "captured again before the verdict");
				this.capturing = true;
				return;
			case "forgive":
				assert.not(this.capturing, "forgiven before the verdict's slot");
				return;
			case "end-capture":
				assert.is(this.open, 1, "an end-capture without a beginning");
				this.capturing = false;
				return;
			case "report":
				assert.not(this.capturing, "a report before the capture was ended and wiped");
				this.open--;
				this.answers++;
				return;
			case "refuse-new":
			case "obey":
				this.answers++;
				return;
			case "count-attempt":
				assert.not(this.counted, "an attempt counted twice");
				this.counted = true;
				return;
			case "compare":
				assert.ok(this.counted, "a comparison that was not counted");
				return;
			case "commit":
				assert.ok(state.kind === "enrolling" && state.taken >= state.wanted, "a commit too early");
				return;
			case "halt":
				this.halts++;
				this.capturing = false;
				this.open = 0;
				return;
			default:
				assert.ok(this.capturing, `${effect.kind} without a capture`);
		}
	}
}

const ENDINGS = EVENTS.filter(({ kind }) => kind === "fault" || kind === "timeout");
const USUAL = EVENTS.filter((event) => !ENDINGS.includes(event));

/** Rarely an end, so that walks get far. */
function drawEvent(prng: Prng): Event {
	const events = prng.nextBelow(60) === 0 ? ENDINGS : USUAL;
	return events[prng.nextBelow(events.length)];
}

function walk(seed: number, visited: Set<string>): void {
	const prng = createPrng(seed, "states-walk");
	const ledger = new Ledger();
	const taken: string[] = [];
	let state: State = UNPROVISIONED;
	let nowMs = 0;
	let requests = 0;
	for (let step = 0; step < STEPS; step++) {
		nowMs += prng.nextBelow(500);
		const event = drawEvent(prng);
		taken.push(nameOf(event));
		const isHeard = state.kind !== "unprovisioned" && state.kind !== "faulted";
		if (isHeard && ["verify", "enrol", "order"].includes(event.kind)) requests++;
		const next = transition(state, event, nowMs);
		for (const effect of next.effects) ledger.perform(effect, next.state);
		state = next.state;
		visited.add(state.kind);
		const isCapturing = ["capturing", "enrolling", "comparing"].includes(state.kind);
		const isServing = isCapturing || state.kind === "settling";
		const story = `seed ${seed}: ${taken.join(", ")}`;
		assert.is(ledger.capturing, isCapturing, `camera and light in state ${state.kind}; ${story}`);
		assert.is(ledger.open, isServing ? 1 : 0, `requests in hand in state ${state.kind}; ${story}`);
		if (ledger.halts === 0) assert.is(ledger.answers + ledger.open, requests, `answers; ${story}`);
	}
}

test("no sequence of events throws, leaves the camera on, or answers a request twice or never", () => {
	const visited = new Set<string>();
	for (let seed = 0; seed < WALKS; seed++) walk(seed, visited);
	assert.equal([...visited].sort(), [
		"capturing",
		"comparing",
		"enrolling",
		"faulted",
		"idle",
		"settling",
		"unprovisioned",
	]);
});

test.run();
