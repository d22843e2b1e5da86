/**
 * One day at the counter, as a list of steps with the outcome each must have.
 *
 *     enrol A, the supervisor | enrol B, C, witnessed by A | A opens the day
 *     A's palm | B's palm, C's ID | nobody's ID | an old answer replayed | A's palm again
 */
import { openMessage } from "../../modules/messages/envelope.js";
import { Action, Decision, Demand, Modality, Role } from "../../modules/messages/messages.generated.js";
import { DEFAULT_POLICY } from "../../modules/policy/default-policy.js";
import { keyring } from "../../terminal/exchange.js";
import type { Sentence } from "../../terminal/sentences.js";
import { type Desk, type DeskOutcome, demandTrait, enrol, verify } from "./desk.js";
import type { DayEvent } from "./events.js";
import type { Tap } from "./network.js";
import { type Condition, EYE, HAND, type Person, type Visit } from "./people.js";
import { clear, type Front, present } from "./presenter.js";

/**
 * An operator of the day: who it is, and the 照合ID, which stays between this person and the terminal's
 * keyboard.
 */
export interface Operator {
	/** What people call the operator; never the 照合ID. */
	readonly alias: Sentence;
	readonly person: Person;
	readonly id: string;
	/** Another spelling of the same ID, as a Japanese keyboard gives it. */
	readonly idFullWidth: string;
}

export interface Counter {
	readonly front: Front;
	readonly desk: Desk;
	readonly operators: readonly [Operator, Operator, Operator];
	/** Well formed and given to nobody. */
	readonly unknownId: string;
	/** Somebody on the network who keeps every report. */
	readonly photographer: Photographer;
	/** Resolves when the unit next says that a sample, or the witness, was good. */
	readonly nextAccepted: () => Promise<void>;
	/** Resolves with the next message that proves nothing, as "not-believed:REASON". */
	readonly nextRefusal: () => Promise<DeskOutcome>;
	readonly nowMs: () => number;
	readonly report: (event: DayEvent) => void;
	/** Counts the visits. */
	visits: number;
}

export interface Photographer {
	readonly tap: Pick<Tap, "publish">;
	/** Reports seen, oldest first. */
	readonly photographs: readonly Photograph[];
}

export interface Photograph {
	readonly topic: string;
	readonly payload: Uint8Array;
}

export interface Tally {
	readonly expected: number;
	readonly met: number;
}

/** Runs every step, or `stepsMax` of them, whatever came of the one before, until the terminal is closed. */
export async function runDay(counter: Counter, stepsMax = Number.POSITIVE_INFINITY): Promise<Tally> {
	const steps = stepsOf(counter).slice(0, stepsMax);
	let met = 0;
	for (const [index, { title, expected, run }] of steps.entries()) {
		const step = index + 1;
		const startedAtMs = counter.nowMs();
		counter.report({ event: "step", step, steps: steps.length, title });
		const { actual, detail, by } = await run();
		if (actual === "closed") break;
		if (by === "unit") counter.report({ event: "stage", stage: "unit", note: "" });
		const isMet = actual === expected;
		if (isMet) met++;
		const stepMs = Math.round(counter.nowMs() - startedAtMs);
		counter.report({ event: "outcome", step, expected, actual, met: isMet, detail, stepMs });
	}
	return { expected: steps.length, met };
}

/** `person` stands before the unit while the terminal asks about `typedId`. */
export function presentAndVerify(
	counter: Counter,
	person: Person,
	typedId: string,
	condition: Condition,
): Promise<DeskOutcome> {
	return standing(counter, person, { purpose: "probe", condition }, () => verify(counter.desk, typedId));
}

/** A genuine hand may be presented this often before its refusal stands, as at any counter. */
const PRESENTATIONS_MAX = 3;
/** What another presentation may mend. */
const WORTH_ANOTHER = [
	"refused:mismatch",
	"refused:no-capture",
	"refused:inconsistent-samples",
	"refused:no-witness",
];

/** Presents again while that may help and there is another picture to show; `pictures` is their number. */
async function patiently(
	{ report }: Counter,
	pictures: number | undefined,
	presentOnce: () => Promise<DeskOutcome>,
): Promise<DeskOutcome> {
	const presentations = Math.min(PRESENTATIONS_MAX, pictures ?? PRESENTATIONS_MAX);
	for (let presentation = 2; ; presentation++) {
		const outcome = await presentOnce();
		const { actual, detail, by } = outcome;
		if (presentation > presentations || !WORTH_ANOTHER.includes(actual)) return outcome;
		if (by === "unit") report({ event: "stage", stage: "unit", note: "" });
		report({ event: "again", presentation, presentations, actual, detail });
	}
}

interface Step {
	readonly title: Sentence;
	readonly expected: string;
	readonly run: () => Promise<DeskOutcome>;
}

function stepsOf(counter: Counter): readonly Step[] {
	const [a, b, c] = counter.operators;
	return [
		...(counter.desk.demand === DEFAULT_POLICY.requiredModality ? [] : [policy(counter)]),
		...enrolments(counter, a),
		...[b, c].flatMap((operator) => enrolments(counter, operator, a)),
		{
			title: { ja: `責任者の${a.alias.ja}が業務を開始`, en: `${a.alias.en}, the supervisor, opens the day` },
			expected: "accepted",
			run: () =>
				patiently(counter, a.person.pictures?.probe, () =>
					standing(counter, a.person, { purpose: "probe", condition: "good" }, () =>
						verify(counter.desk, a.id, Action.openDay),
					),
				),
		},
		{
			title: { ja: `${a.alias.ja}が自分の照合IDで`, en: `${a.alias.en} under the own ID` },
			expected: "accepted",
			run: () =>
				patiently(counter, a.person.pictures?.probe, () =>
					presentAndVerify(counter, a.person, a.idFullWidth, "good"),
				),
		},
		{
			title: { ja: `${b.alias.ja}が${c.alias.ja}の照合IDで`, en: `${b.alias.en} under ${c.alias.en}'s ID` },
			expected: "refused:mismatch",
			run: () => presentAndVerify(counter, b.person, c.id, "good"),
		},
		{
			title: { ja: `${a.alias.ja}が登録のない照合IDで`, en: `${a.alias.en} under an ID nobody has` },
			expected: "refused:not-enrolled",
			run: () => presentAndVerify(counter, a.person, counter.unknownId, "good"),
		},
		...replay(counter, a),
	];
}

/** Of every trait that is asked for: the first operator is the supervisor, who witnesses the others. */
function enrolments(counter: Counter, operator: Operator, witness?: Operator): readonly Step[] {
	if (counter.desk.demand !== Demand.both)
		return [enrolment(counter, operator, counter.desk.demand, witness)];
	return [Modality.palmVein, Modality.iris].map((modality) => {
		const step = enrolment(counter, operator, modality, witness);
		const { ja, en } = modality === Modality.iris ? EYE : HAND;
		return { ...step, title: { ja: `${step.title.ja}: ${ja}`, en: `${step.title.en}: ${en}` } };
	});
}

function enrolment(counter: Counter, operator: Operator, modality: Modality, witness?: Operator): Step {
	const { alias, person } = operator;
	return {
		title:
			witness === undefined
				? { ja: `責任者となる${alias.ja}の登録`, en: `enrolment of ${alias.en}, the supervisor` }
				: { ja: `${alias.ja}の登録`, en: `enrolment of ${alias.en}` },
		expected: "accepted",
		run() {
			const { pictures, enrolSamples } = person;
			if (pictures !== undefined)
				counter.report({ event: "enrol-pictures", pictures: pictures.enrol, samples: enrolSamples });
			return patiently(counter, pictures?.enrol, () =>
				witness === undefined
					? enrolAlone(counter, operator, modality)
					: enrolWitnessed(counter, operator, modality, witness),
			);
		},
	};
}

/** A unit asks for palms until its authority demands something else. */
function policy({ desk }: Counter): Step {
	return {
		title: { ja: "照合の方針の設定", en: "the policy of what to ask for" },
		expected: "accepted",
		run: () => demandTrait(desk),
	};
}

function enrolAlone(counter: Counter, { id, person }: Operator, modality: Modality): Promise<DeskOutcome> {
	const enrolling = { id, role: Role.supervisor, modality, sampleCount: person.enrolSamples };
	return standing(counter, person, { purpose: "enrol", condition: "good" }, () =>
		enrol(counter.desk, enrolling),
	);
}

/** The supervisor's palm first; then the supervisor steps aside, and whoever is enrolled steps forward. */
async function enrolWitnessed(
	counter: Counter,
	{ id, person }: Operator,
	modality: Modality,
	witness: Operator,
): Promise<DeskOutcome> {
	const sampleCount = person.enrolSamples;
	const enrolling = { id, role: Role.operator, witnessId: witness.id, modality, sampleCount };
	const asked = enrol(counter.desk, enrolling);
	await standing(counter, witness.person, { purpose: "probe", condition: "good" }, () =>
		Promise.race([counter.nextAccepted(), asked]),
	);
	clear(counter.front);
	await pause(counter, STEPPING_ASIDE_MS);
	return standing(counter, person, { purpose: "enrol", condition: "good" }, () => asked);
}

const STEPPING_ASIDE_MS = 1000;

function pause({ desk }: Counter, durationMs: number): Promise<void> {
	return new Promise((resolve) => desk.clock.setTimer(durationMs, resolve));
}

/**
 * While the terminal waits for `operator`, a photograph of the last accepted answer is published again: not
 * believed. The request survives it, and the operator's own palm is then accepted.
 */
function replay(counter: Counter, operator: Operator): readonly Step[] {
	let waiting: Promise<DeskOutcome> | undefined;
	return [
		{
			title: { ja: "写し取った古い回答の再送", en: "a photographed old answer, sent again" },
			expected: "not-believed:already-answered",
			run() {
				const photograph = photographToReplay(counter);
				if (photograph === undefined) return Promise.resolve(NOTHING_TO_REPLAY);
				const believed = verify(counter.desk, operator.id);
				waiting = believed;
				const refused = counter.nextRefusal();
				counter.photographer.tap.publish(photograph.topic, photograph.payload);
				return Promise.race([refused, believed]);
			},
		},
		{
			title: {
				ja: `その後に${operator.alias.ja}が自分の照合IDで`,
				en: `then ${operator.alias.en} in person`,
			},
			expected: "accepted",
			run: () =>
				patiently(counter, operator.person.pictures?.probe, () =>
					standing(counter, operator.person, { purpose: "probe", condition: "good" }, () => {
						const asked = waiting ?? verify(counter.desk, operator.id);
						waiting = undefined;
						return asked;
					}),
				),
		},
	];
}

const NOTHING_TO_REPLAY: DeskOutcome = {
	actual: "nothing-to-replay",
	detail: { ja: "再送できる回答がありません。", en: "No answer was seen." },
	by: "terminal",
};

/**
 * The last accepted answer; where nobody was accepted, the last of any kind. Reports are signed, not secret.
 */
function photographToReplay({ desk, photographer }: Counter): Photograph | undefined {
	const { crypto, exchange } = desk;
	const publicKeyOf = keyring(crypto, exchange.unit);
	const newestFirst = [...photographer.photographs].reverse();
	const accepted = newestFirst.find(({ topic, payload }) => {
		const opened = openMessage(crypto, publicKeyOf, topic, ["result"], payload);
		return opened.kind === "opened" && opened.body.decision === Decision.accepted;
	});
	return accepted ?? newestFirst[0];
}

async function standing<T>(
	counter: Counter,
	person: Person,
	how: Pick<Visit, "purpose" | "condition">,
	during: () => Promise<T>,
): Promise<T> {
	const visit: Visit = { ...how, number: counter.visits++ };
	const { leave } = present(counter.front, person, visit, (exposures) =>
		counter.report({ event: "stage", stage: "camera", note: String(exposures) }),
	);
	try {
		return await during();
	} finally {
		leave();
	}
}
