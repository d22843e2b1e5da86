import { RECORD_KIND } from "../../modules/store/record-kinds.js";
import type { Prng } from "../world/prng.js";
import { type Model, type ModelChange, nameOf, VALUE_MIN } from "./model.js";

/** What a unit does to its store: a commit, or (no changes) a restart. */
export type Step = readonly ModelChange[];

/**
 * Draws steps as a unit takes them; the longest values and the number of operators come from the flash's
 * size.
 */
export class StepSource {
	readonly #prng: Prng;
	readonly #valueMax: number;
	readonly #operators: number;
	#nextId = 1;
	#nextMessage = 1;

	constructor(prng: Prng, size: { readonly valueMax: number; readonly operators: number }) {
		this.#prng = prng;
		this.#valueMax = size.valueMax;
		this.#operators = size.operators;
	}

	next(model: Model): Step {
		const dice = this.#prng.nextBelow(100);
		const operator = this.#prng.nextBelow(this.#operators);
		if (dice < 35) return this.#verification(model, operator);
		if (dice < 60) return [this.#put(RECORD_KIND.enrolment, operator, 0, this.#length())];
		if (dice < 70) return this.#revocation(operator);
		if (dice < 80) return [this.#increment(model, RECORD_KIND.bootCount, 0)];
		if (dice < 92) return this.#receipt(model);
		return [];
	}

	/** The attempt alone, or with the audit head and the message to send. */
	#verification(model: Model, operator: number): Step {
		const attempt = this.#increment(model, RECORD_KIND.attempts, operator);
		if (this.#prng.nextBelow(2) === 0) return [attempt];
		const message = this.#put(RECORD_KIND.outbox, this.#nextMessage++, 0, this.#length());
		return [attempt, this.#increment(model, RECORD_KIND.auditHead, 0), message];
	}

	#revocation(operator: number): Step {
		return [RECORD_KIND.enrolment, RECORD_KIND.attempts].map((kind) => ({
			kind,
			key: operator,
			record: undefined,
		}));
	}

	/** Frees the oldest message, if there is one. */
	#receipt(model: Model): Step {
		let oldest: number | undefined;
		for (const record of model.values())
			if (record.kind === RECORD_KIND.outbox && (oldest === undefined || record.key < oldest))
				oldest = record.key;
		return oldest === undefined ? [] : [{ kind: RECORD_KIND.outbox, key: oldest, record: undefined }];
	}

	#increment(model: Model, kind: number, key: number): ModelChange {
		return this.#put(kind, key, (model.get(nameOf(kind, key))?.counter ?? 0) + 1, VALUE_MIN);
	}

	#put(kind: number, key: number, counter: number, length: number): ModelChange {
		return { kind, key, record: { kind, key, id: this.#nextId++, counter, length } };
	}

	#length(): number {
		return VALUE_MIN + this.#prng.nextBelow(this.#valueMax - VALUE_MIN + 1);
	}
}
