import type { Crypto } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { Demand, type Modality, type Policy } from "../messages/messages.generated.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import { type ReferenceContext, recordIdInto } from "../protection/protected-reference.js";
import type { Change, Store } from "../store/store.js";
import { type AttemptTime, attempted, lockoutOf } from "./attempts.js";
import type { RefusalName } from "./effects.js";
import type { Enrolments } from "./enrolments.js";
import type { Answer } from "./reports.js";
import type { Request } from "./requests.js";
import type { Verdict } from "./states.js";
import { NEW_SUBJECT, type Subjects } from "./subjects.js";

/** What the unit needs to serve anybody. */
export interface Means {
	readonly crypto: Crypto;
	readonly store: Store;
	readonly enrolments: Enrolments;
	readonly subjects: Subjects;
	/** One for each trait that this unit reads. */
	readonly pipelines: readonly Pipeline[];
}

/** A request that somebody has to come forward for. */
export type ServedRequest = Request<"challenge" | "enrol-begin">;

/** What is stored and said at the end. */
export interface Outcome {
	readonly answer: Answer;
	readonly changes: readonly Change[];
	/** The attempt has brought somebody to a wait, or worse. */
	readonly incident: LockoutIncident | undefined;
}

export interface LockoutIncident {
	readonly kind: "lockout" | "disabled";
	/** Notes that it was told. */
	readonly told: Change;
}

/** Who presents which trait, in turn; a witness the trait in question, or the one that is enrolled. */
export function turnsOf({ crypto, enrolments }: Means, request: ServedRequest): readonly ReferenceContext[] {
	const { subjectToken } = request.body;
	if (request.type === "challenge")
		return traitsOf(request.body.modality).map((modality) => contextOf(crypto, subjectToken, modality));
	const { modality, witnessToken } = request.body;
	const subject = contextOf(crypto, subjectToken, modality);
	if (witnessToken === undefined) return [subject];
	const witness = contextOf(crypto, witnessToken, modality);
	const other = { ...witness, modality: modality === 1 ? 2 : 1 };
	const showsOther = enrolments.find(witness) === "absent" && enrolments.find(other) !== "absent";
	return [showsOther ? other : witness, subject];
}

/** The traits of a `demand-value`, in the order in which they are presented. */
function traitsOf(demand: Demand): readonly Modality[] {
	return demand === Demand.both ? [1, 2] : [demand];
}

function contextOf(crypto: Crypto, subjectToken: Uint8Array, modality: Modality): ReferenceContext {
	const recordId = new Uint8Array(16);
	recordIdInto(recordId, crypto, subjectToken);
	return { subjectToken, recordId, modality };
}

/** The request in hand: whose turn it is, what was counted, and what is to be stored with the answer. */
export class Service {
	readonly request: ServedRequest;
	readonly #means: Means;
	readonly #turns: readonly ReferenceContext[];
	#turn = 0;
	/** Whoever was compared, until a match. */
	#attempting: ReferenceContext | undefined;
	/** Of the reference compared with, or made. */
	#generation: number | undefined;
	/** The reference just made. */
	#record: Uint8Array | undefined;

	constructor(means: Means, request: ServedRequest, turns: readonly ReferenceContext[]) {
		this.#means = means;
		this.request = request;
		this.#turns = turns;
	}

	/** Record id of the subject of the request, who comes last. */
	get subjectId(): Uint8Array {
		return this.#turns[this.#turns.length - 1].recordId;
	}

	/** The pipeline of the trait whose turn it is. */
	get pipeline(): Pipeline {
		const { modality } = this.#context;
		const pipeline = this.#means.pipelines.find((candidate) => candidate.modality.id === modality);
		assert(pipeline !== undefined, "a trait that this unit does not read");
		return pipeline;
	}

	next(): void {
		this.#turn++;
	}

	/** Counts the attempt, durably: whatever happens from here on, it has been made. */
	count(now: AttemptTime): void {
		const { recordId } = this.#context;
		const subject = this.#subject(recordId);
		this.#store([this.#means.subjects.change(recordId, attempted(subject, now))]);
		this.#attempting = this.#context;
	}

	compare(): Verdict {
		assert(this.#attempting !== undefined, "a comparison that nobody has counted");
		const { crypto, enrolments } = this.#means;
		const context = this.#context;
		const enrolment = enrolments.find(context);
		if (typeof enrolment === "string") return "unreadable";
		// One generation stands for the request: with two traits, that of the first.
		if (this.request.type === "challenge") this.#generation ??= enrolment.generation;
		return this.pipeline.compare(crypto, context, enrolment.record);
	}

	/** The witness has matched: no failure is left of the attempt, durably. */
	forgive(): void {
		this.#store(this.#forgiveness());
	}

	/** @param reservedBytes of the store that must stay free */
	commit(reservedBytes: number): "made" | "store-full" {
		const { crypto, enrolments } = this.#means;
		const context = this.#context;
		const generation = this.#lastGeneration(context) + 1;
		const record = this.pipeline.commit(crypto, context, generation);
		if (!enrolments.hasRoom(record, reservedBytes)) return "store-full";
		this.#record = record;
		this.#generation = generation;
		return "made";
	}

	/** What the request comes to: all of it is to be stored and said in one. */
	outcome(refusal: RefusalName | undefined, policy: Policy): Outcome {
		if (refusal === undefined) {
			const changes = [...this.#enrolment(), ...this.#forgiveness()];
			return { answer: { generation: this.#generation }, changes, incident: undefined };
		}
		const generation = this.request.type === "challenge" ? this.#generation : undefined;
		if (this.#attempting === undefined)
			return { answer: { refusal, generation }, changes: [], incident: undefined };
		return this.#failure(refusal, generation, this.#attempting.recordId, policy);
	}

	#failure(
		refusal: RefusalName,
		generation: number | undefined,
		recordId: Uint8Array,
		policy: Policy,
	): Outcome {
		const subject = this.#subject(recordId);
		const { failures, failedInBoot, failedAtSeconds } = subject;
		// As of the moment of the attempt: the wait begins there.
		const then = { bootCount: failedInBoot, uptimeSeconds: failedAtSeconds };
		const lockout = lockoutOf(subject, policy, then);
		const attemptsLeft = lockout.kind === "open" ? lockout.attemptsLeft : 0;
		const retryAfterSeconds = lockout.kind === "locked" ? lockout.retryAfterSeconds : undefined;
		const answer: Answer = { refusal, generation, attemptsLeft, retryAfterSeconds };
		if (lockout.kind === "open") return { answer, changes: [], incident: undefined };
		const told = this.#means.subjects.change(recordId, { ...subject, failuresTold: failures });
		const kind = lockout.kind === "disabled" ? "disabled" : "lockout";
		return { answer, changes: [], incident: { kind, told } };
	}

	/** The reference just made becomes the live one, with its generation and role. */
	#enrolment(): Change[] {
		const { request } = this;
		if (request.type !== "enrol-begin" || this.#record === undefined) return [];
		const { enrolments, subjects } = this.#means;
		const { recordId, modality } = this.#context;
		const subject = this.#subject(recordId);
		const generation = this.#generation ?? 0;
		const generations: readonly [number, number] =
			modality === 1 ? [generation, subject.generations[1]] : [subject.generations[0], generation];
		return [
			enrolments.change(this.#context, this.#record),
			subjects.change(recordId, { ...subject, role: request.body.role, generations }),
		];
	}

	#forgiveness(): Change[] {
		if (this.#attempting === undefined) return [];
		const { recordId } = this.#attempting;
		this.#attempting = undefined;
		return [
			this.#means.subjects.change(recordId, { ...this.#subject(recordId), failures: 0, failuresTold: 0 }),
		];
	}

	#lastGeneration({ recordId, modality }: ReferenceContext): number {
		return this.#subject(recordId).generations[modality === 1 ? 0 : 1];
	}

	#subject(recordId: Uint8Array) {
		const subject = this.#means.subjects.find(recordId);
		return typeof subject === "object" ? subject : NEW_SUBJECT;
	}

	#store(changes: readonly Change[]): void {
		if (this.#means.store.commit(changes).kind !== "stored")
			throw new Error("the store has no room for an attempt");
	}

	get #context(): ReferenceContext {
		const context = this.#turns[this.#turn];
		assert(context !== undefined, "nobody's turn");
		return context;
	}
}
