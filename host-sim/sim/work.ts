import {
	Action,
	Demand,
	EndReason,
	type Policy,
	RevocationReason,
} from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { Prng } from "../world/prng.js";
import { BAD_CONDITIONS, CAST, type Name, OPERATORS, STRANGER, SUPERVISOR } from "./cast.js";
import type { Office } from "./office.js";

/** Visits to the office at random, until one ends after `untilMs`. */
export async function work(office: Office, scheduler: Scheduler, untilMs: number): Promise<void> {
	const { prng } = office;
	await demandTraits(office);
	await office.enrol(SUPERVISOR);
	while (scheduler.nowMs() < untilMs) {
		const outcome = await drawTask(prng).run(office, prng);
		// What any clerk would do next.
		if (outcome === "refused:day-closed")
			await office.verify(SUPERVISOR, SUPERVISOR, { action: Action.openDay });
		if (outcome === "refused:below-policy") await demandTraits(office);
		const isMissing = outcome === "refused:no-witness" || outcome === "refused:not-enrolled";
		if (isMissing && !office.enrolled.has(SUPERVISOR)) await office.enrol(SUPERVISOR);
		await office.pause(1_000 + prng.nextBelow(PAUSE_MAX_MS));
	}
}

/** A unit asks for palms until its authority demands something else. */
export async function demandTraits(office: Office): Promise<string> {
	return office.demand === DEFAULT_POLICY.requiredModality
		? "accepted"
		: office.setPolicy(numbersFor(office.demand, DEFAULT_POLICY.idleSeconds));
}

interface Task {
	readonly weight: number;
	run(office: Office, prng: Prng): Promise<unknown>;
}

const TASKS: readonly Task[] = [
	{ weight: 5, run: (office, prng) => office.enrol(OPERATORS[prng.nextBelow(OPERATORS.length)]) },
	{
		weight: 14,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng);
			return office.verify(name, name);
		},
	},
	{ weight: 6, run: (office, prng) => office.verify(anyOf(office.enrolled, prng), STRANGER) },
	{ weight: 1, run: (office, prng) => attack(office, anyOf(office.enrolled, prng)) },
	{
		weight: 2,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng);
			// Two people who pass for one, where that takes two: half of whom is not enough.
			const [palm, eye] = prng.nextBelow(2) === 0 ? [name, STRANGER] : [STRANGER, name];
			const both = office.demand === Demand.both;
			return both ? office.verify(name, palm, { eye }) : office.verify(name, STRANGER);
		},
	},
	{
		weight: 3,
		run(office, prng) {
			const shown = CAST[prng.nextBelow(CAST.length)];
			return office.verify(CAST[prng.nextBelow(CAST.length)], shown);
		},
	},
	{ weight: 2, run: (office, prng) => office.verify(anyOf(office.enrolled, prng), undefined) },
	{
		weight: 2,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng);
			return office.verify(name, name, { condition: BAD_CONDITIONS[prng.nextBelow(BAD_CONDITIONS.length)] });
		},
	},
	{ weight: 1, run: (office, prng) => office.verifyTwice(anyOf(office.enrolled, prng)) },
	{
		weight: 2,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng);
			return office.verify(name, name, { action: Action.reauthenticate });
		},
	},
	{ weight: 2, run: (office) => office.verify(SUPERVISOR, SUPERVISOR, { action: Action.openDay }) },
	{ weight: 1, run: (office) => office.verify(SUPERVISOR, SUPERVISOR, { action: Action.closeDay }) },
	{
		weight: 4,
		run: (office, prng) => office.logOff(prng.nextBelow(2) === 0 ? EndReason.logoff : EndReason.lock),
	},
	{
		weight: 1,
		run: (office, prng) =>
			office.revoke(OPERATORS[prng.nextBelow(OPERATORS.length)], RevocationReason.renewal),
	},
	{ weight: 1, run: (office, prng) => office.forgive(anyOf(office.enrolled, prng)) },
	{ weight: 1, run: (office) => office.setTime() },
	{
		weight: 1,
		run: (office, prng) => office.setPolicy(numbersFor(office.demand, 60 + prng.nextBelow(240))),
	},
];

/** The lockout's own numbers stay those that its checker knows. */
function numbersFor(requiredModality: Demand, idleSeconds: number): Omit<Policy, "policyVersion"> {
	return {
		requiredModality,
		dayRequired: 1,
		failuresBeforeLock: 5,
		firstLockSeconds: 30,
		longestLockSeconds: 3600,
		failuresBeforeDisable: 50,
		idleSeconds,
		absenceSeconds: 10,
		linkLossSeconds: 30,
	};
}

/** Somebody tries again and again under another's ID, until well after the unit has locked it. */
async function attack(office: Office, name: Name): Promise<void> {
	for (let i = 0; i < ATTACKS; i++) {
		await office.verify(name, STRANGER);
		await office.pause(ATTACK_GAP_MS);
	}
}

const ATTACKS = 9;
const ATTACK_GAP_MS = 5_000;

function drawTask(prng: Prng): Task {
	let dice = prng.nextBelow(TASKS.reduce((sum, { weight }) => sum + weight, 0));
	for (const task of TASKS) {
		if (dice < task.weight) return task;
		dice -= task.weight;
	}
	return TASKS[0];
}

function anyOf(names: ReadonlySet<Name>, prng: Prng): Name {
	return [...names][prng.nextBelow(Math.max(1, names.size))] ?? SUPERVISOR;
}

/** Thirty visits a day of ten operators are one in a minute and a half. */
const PAUSE_MAX_MS = 180_000;
