import { type Event, type State, transition, UNPROVISIONED } from "../../modules/unit/states.js";
import type { MachineTable } from "../shared/world-state.js";

/** Walks `transition` itself from the beginning, so that the picture cannot say anything else. */
export function machineTable(): MachineTable {
	const seen = new Map<string, State>([[JSON.stringify(UNPROVISIONED), UNPROVISIONED]]);
	const edges = new Map<string, { from: State["kind"]; to: State["kind"]; events: Set<Event["kind"]> }>();
	for (const from of seen.values()) {
		for (const event of EVENTS) {
			const { state } = transition(from, event, LATE_ENOUGH);
			// Once all samples are taken the unit commits; none comes after that.
			if (state.kind === "enrolling" && state.taken > state.wanted) continue;
			seen.set(JSON.stringify(state), state);
			if (state.kind === from.kind) continue;
			const name = `${from.kind} ${state.kind}`;
			const edge = edges.get(name) ?? { from: from.kind, to: state.kind, events: new Set() };
			edges.set(name, edge);
			edge.events.add(event.kind);
		}
	}
	const states = [...new Set([...seen.values()].map(({ kind }) => kind))];
	return { states, edges: [...edges.values()].map((edge) => ({ ...edge, events: [...edge.events] })) };
}

/** Uptime at which a next sample may always be taken. */
const LATE_ENOUGH = Number.POSITIVE_INFINITY;

const EVENTS: readonly Event[] = [
	{ kind: "provisioned" },
	{ kind: "verify", refusal: undefined, lifetimeMs: 1, traits: 1 },
	{ kind: "verify", refusal: undefined, lifetimeMs: 1, traits: 2 },
	{ kind: "enrol", refusal: undefined, lifetimeMs: 1, samples: 3, witness: "none" },
	{ kind: "enrol", refusal: undefined, lifetimeMs: 1, samples: 3, witness: "named" },
	{ kind: "order", refusal: undefined },
	{ kind: "capture", outcome: "usable" },
	{ kind: "capture", outcome: "present" },
	{ kind: "compared", outcome: "match" },
	{ kind: "compared", outcome: "non-match" },
	{ kind: "settled" },
	{ kind: "sampled", agrees: true },
	{ kind: "sampled", agrees: false },
	{ kind: "committed", outcome: "made" },
	{ kind: "timeout" },
	{ kind: "fault", reason: "any" },
];
