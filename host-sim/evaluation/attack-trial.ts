import type { Crypto } from "../../hal/hal.js";
import type { Modality } from "../../modules/modality/modality.js";
import { isCommittedKey, type ReferenceContext } from "../../modules/protection/protected-reference.js";
import { ReedSolomon } from "../../modules/protection/reed-solomon.js";
import { createPrng } from "../world/prng.js";
import { Annealing, COOLING } from "./annealing.js";
import { BitCorrelation } from "./bit-correlation.js";
import { MODALITY_OF_PICTURE } from "./modalities.js";
import type { Plan, PlannedPerson } from "./plan.js";
import { evaluationCrypto, subjectOf } from "./subjects.js";
import { PRODUCT_LIMIT, type TrialContext } from "./trial-context.js";

/** An attempt to open one person's record with all keys and without the palm; plain data. */
export interface AttackResult {
	readonly kind: "attack";
	readonly place: number;
	/** No record was made: the person's enrolment failed. */
	readonly outcome: "opened" | "held" | "no record";
	readonly attempts: number;
	/** CPU time of the attempts, and of the model's couplings for this record's cells. */
	readonly annealingCpuS: number;
	readonly couplingsCpuS: number;
	/** Pictures of other persons that the model was learnt from. */
	readonly learntFrom: number;
}

const ATTEMPTS_MAX = 300;
const PICTURES_MAX = 60;

/**
 * The persons whose records are attacked: not teachers, as many as the settings say, spread over the plan.
 */
export function attackedPlaces({ persons, settings }: Plan): number[] {
	const candidates = persons.flatMap((person, place) =>
		person.rotation > 0 || isTeacher(person) ? [] : [place],
	);
	const count = Math.min(settings.attacks, candidates.length);
	return Array.from({ length: count }, (_, i) => candidates[Math.floor((i * candidates.length) / count)]);
}

/** Every other person teaches the attacker what palms are like. */
function isTeacher({ subject }: PlannedPerson): boolean {
	return subject % 2 === 0;
}

/** Learns once what palms are like and then attacks records one by one. */
export class Attacker {
	readonly #context: TrialContext;
	readonly #learnt = new Map<Modality, { readonly correlation: BitCorrelation; readonly pictures: number }>();

	constructor(context: TrialContext) {
		this.#context = context;
	}

	attack(place: number): AttackResult {
		const person = this.#context.plan.persons[place];
		const modality = MODALITY_OF_PICTURE.get(person.enrol[0].modality);
		if (modality === undefined) throw new Error(`${person.id}: ${person.enrol[0].modality} was planned`);
		const { byLimit, commitment } = this.#context.toolsOf(modality);
		const { correlation, pictures } = this.#learn(modality);
		const crypto = evaluationCrypto(`attack ${person.id}`);
		const subject = subjectOf(crypto, person.id, modality.id);
		const codes = this.#context.codesOf(person.enrol);
		const enrolment = byLimit[PRODUCT_LIMIT].enrol(crypto, subject, codes, person.enrol.length, 1);
		const nothing = { attempts: 0, annealingCpuS: 0, couplingsCpuS: 0, learntFrom: pictures };
		if (enrolment.kind === "refused") return { kind: "attack", place, outcome: "no record", ...nothing };
		if (!commitment.open(crypto, subject, enrolment.record)) throw new Error("a fresh record does not open");
		const before = cpuSeconds();
		const couplings = correlation.couplingsOf(commitment.cells);
		const started = cpuSeconds();
		const annealing = new Annealing(couplings, commitment.signs);
		commitment.wipe();
		const prng = createPrng("evaluation", "attack", person.id);
		const keyCheck = keyCheckOf(modality, crypto, subject, enrolment.record);
		let attempts = 0;
		let outcome: "opened" | "held" = "held";
		while (outcome === "held" && attempts < ATTEMPTS_MAX) {
			annealing.attempt(prng, COOLING);
			attempts++;
			if (keyCheck(annealing.symbols)) outcome = "opened";
		}
		const annealingCpuS = cpuSeconds() - started;
		const couplingsCpuS = started - before;
		return { kind: "attack", place, outcome, attempts, annealingCpuS, couplingsCpuS, learntFrom: pictures };
	}

	#learn(modality: Modality) {
		const known = this.#learnt.get(modality);
		if (known !== undefined) return known;
		const { persons } = this.#context.plan;
		const teachers = persons.filter((person) => person.rotation === 0 && isTeacher(person));
		const each = Math.max(1, Math.floor(PICTURES_MAX / Math.max(1, teachers.length)));
		const correlation = new BitCorrelation(modality);
		let pictures = 0;
		for (const teacher of teachers) {
			if (pictures >= PICTURES_MAX) break;
			if (MODALITY_OF_PICTURE.get(teacher.enrol[0].modality) !== modality) continue;
			for (const code of this.#context.codesOf(teacher.enrol.slice(0, each))) {
				correlation.learn(code);
				pictures++;
			}
		}
		const learnt = { correlation, pictures };
		this.#learnt.set(modality, learnt);
		return learnt;
	}
}

/**
 * With the keys, the record itself says whether a guess is right. Energy does not change when every word is
 * inverted, so both are tried; the outer code mends the last few words.
 */
function keyCheckOf(modality: Modality, crypto: Crypto, subject: ReferenceContext, record: Uint8Array) {
	const { blocks, keySymbols } = modality.commitment;
	const code = new ReedSolomon(blocks, keySymbols);
	const nothingErased = new Uint8Array(0);
	return (symbols: Uint8Array): boolean =>
		[0, 1].some((inversion) => {
			const word = symbols.map((symbol) => symbol ^ inversion);
			if (!code.decode(word, nothingErased, 0)) return false;
			return isCommittedKey(crypto, subject, record, word.subarray(blocks - keySymbols));
		});
}

function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}
