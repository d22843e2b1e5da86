import {
	Action,
	type Demand,
	type EndReason,
	type Modality,
	type Policy,
	RefusalReason,
	RevocationReason,
	Role,
} from "../../modules/messages/messages.generated.js";
import { newAuditMirror } from "../../terminal/audit-mirror.js";
import { makeEnrolBegin, makeOrder, type Order } from "../../terminal/authority.js";
import { type Exchange, type KnownUnit, openExchange, type SignedRequest } from "../../terminal/exchange.js";
import type { SigningKeyPair } from "../../terminal/keys.js";
import type { TerminalCrypto } from "../../terminal/native-crypto.js";
import { type Answer, openSession, type Session } from "../../terminal/session.js";
import { makeChallenge, makeSessionClose } from "../../terminal/terminal.js";
import { nameOf } from "../day/names.js";
import type { Person, Visit } from "../day/people.js";
import { type Front, present } from "../day/presenter.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { Prng } from "../world/prng.js";
import {
	ENROL_SAMPLES,
	type Name,
	type Picture,
	personOf,
	type Sitter,
	SUPERVISOR,
	traitsOf,
} from "./cast.js";
import type { WrongClock } from "./clock.js";
import type { Journal } from "./journal.js";
import type { StormyNetwork } from "./network.js";

export interface OfficeKeys {
	readonly terminal: SigningKeyPair;
	readonly authority: SigningKeyPair;
}

export interface OfficeOptions {
	readonly scheduler: Scheduler;
	readonly front: Front;
	readonly network: StormyNetwork;
	readonly journal: Journal;
	readonly clock: WrongClock;
	readonly crypto: TerminalCrypto;
	readonly keys: OfficeKeys;
	/** Subject tokens, made from what people type. */
	readonly tokenOf: (name: Name) => Uint8Array;
	readonly unit: KnownUnit;
	/** What the office asks everybody for. */
	readonly demand: Demand;
	/** The camera is about to see it. */
	readonly onPicture: (picture: Picture) => void;
	readonly prng: Prng;
}

/** What is asked, and how it is presented: the person's own palm and eye, held well, unless told. */
export interface Manner {
	readonly action?: Action;
	readonly condition?: Visit["condition"];
	/** Somebody else who lends an eye. */
	readonly eye?: Name;
}

/** Of a verification. */
type Attendance = "right" | "wrong" | "none" | "held-badly" | "half-right";

/** The terminal, its authority and the people before it; one visit after another. */
export class Office {
	/** Whom the terminal knows to be enrolled, with everything that is asked for. */
	readonly enrolled = new Set<Name>();
	/** Who has stood before the unit when asked to verify, and how. */
	readonly people: Partial<Record<Attendance, number>> = {};
	/** Who has what enrolled, as far as the terminal knows: `NAME TRAIT`. */
	readonly #known = new Set<string>();
	/** Nonce of the challenge of the session that the terminal believes to run. */
	sessionNonce: string | undefined;
	readonly #options: OfficeOptions;
	/** The terminal's disk: what a restart of its program does not lose. */
	readonly #mirror = newAuditMirror();
	#exchange: Exchange;
	#session: Session;
	#visits = 0;
	/** The trait that the unit asked for last, by its hints. */
	#asked: Modality | undefined;
	#policyVersion = 0;

	constructor(options: OfficeOptions) {
		this.#options = options;
		this.#exchange = openExchange(options.unit);
		this.#session = this.#connect();
	}

	get prng(): Prng {
		return this.#options.prng;
	}

	/** The terminal's program is started anew. */
	restart(): void {
		this.#session.close();
		this.#exchange = openExchange(this.#options.unit, this.#exchange.lastOrder);
		this.#session = this.#connect();
	}

	get demand(): Demand {
		return this.#options.demand;
	}

	/** Under the own ID, one trait after the other; an operator behind the supervisor who witnesses. */
	async enrol(name: Name): Promise<string> {
		let outcome = "";
		for (const trait of traitsOf(this.demand)) {
			outcome = await this.#enrolTrait(name, trait);
			if (!this.#known.has(`${name} ${trait}`)) return outcome;
			await this.pause(LEAVING_MS);
		}
		this.enrolled.add(name);
		return outcome;
	}

	async #enrolTrait(name: Name, trait: Modality): Promise<string> {
		const isSupervisor = name === SUPERVISOR;
		const { keys, crypto, tokenOf } = this.#options;
		const signed = makeEnrolBegin(crypto, this.#exchange, keys.authority, {
			subjectToken: tokenOf(name),
			modality: trait,
			role: isSupervisor ? Role.supervisor : Role.operator,
			...(isSupervisor ? {} : { witnessToken: tokenOf(SUPERVISOR) }),
			pledge: PLEDGE,
			sampleCount: ENROL_SAMPLES,
			nowSeconds: this.#nowSeconds(),
			lifetimeSeconds: 60,
		});
		const answer = this.#ask(signed, "enrol-begin", name);
		if (!isSupervisor) await this.#stand(SUPERVISOR, { purpose: "probe" }, answer, WITNESS_STAY_MS);
		if (!isSupervisor) await this.pause(LEAVING_MS);
		await this.#stand(name, { purpose: "enrol" }, answer, ENROL_STAY_MS);
		const outcome = await answer;
		if (outcome === "accepted") this.#known.add(`${name} ${trait}`);
		// An enrolment that nobody saw succeed is worth nothing: who stood there?
		const isUnseen = outcome === "refused:already-enrolled" && !this.#known.has(`${name} ${trait}`);
		if (isUnseen) await this.revoke(name, RevocationReason.renewal, trait);
		return outcome;
	}

	/** `shown` stands there while the terminal asks about `named`; nobody does without `shown`. */
	async verify(named: Name, shown: Name | undefined, manner: Manner = {}): Promise<string> {
		const { action = Action.logIn } = manner;
		const signed = this.#challenge(named, action);
		const answer = this.#ask(signed, "challenge", named);
		const attendance = attendanceOf(named, shown, manner);
		this.people[attendance] = (this.people[attendance] ?? 0) + 1;
		const stayMs = VERIFY_STAY_MS * traitsOf(this.demand).length;
		if (shown !== undefined) await this.#stand(shown, { purpose: "probe", ...manner }, answer, stayMs);
		const outcome = await answer;
		if (outcome === "accepted" && action === Action.logIn) this.sessionNonce = signed.nonce;
		return outcome;
	}

	/** Two requests at once: the unit can serve one. */
	async verifyTwice(named: Name): Promise<void> {
		const first = this.verify(named, named);
		await this.pause(300);
		await Promise.all([first, this.#ask(this.#challenge(named, Action.logIn), "challenge", named)]);
	}

	async logOff(endReason: EndReason): Promise<void> {
		const challengeNonce = this.sessionNonce;
		if (challengeNonce === undefined) return;
		this.sessionNonce = undefined;
		const { crypto, keys } = this.#options;
		const request = { challengeNonce, endReason, nowSeconds: this.#nowSeconds() };
		const signed = makeSessionClose(crypto, this.#exchange, keys.terminal, request);
		await this.#ask(signed, "session-close", SUPERVISOR);
	}

	async revoke(name: Name, revocationReason: RevocationReason, modality = this.demand): Promise<void> {
		const subjectToken = this.#options.tokenOf(name);
		this.enrolled.delete(name);
		for (const trait of traitsOf(modality)) this.#known.delete(`${name} ${trait}`);
		await this.#order({ type: "revoke", subjectToken, modality, revocationReason }, name);
	}

	forgive(name: Name): Promise<string> {
		return this.#order({ type: "lockout-reset", subjectToken: this.#options.tokenOf(name) }, name);
	}

	/** What the terminal's clock shows becomes the unit's time. */
	setTime(): Promise<string> {
		return this.#order({ type: "time-set" }, SUPERVISOR);
	}

	setPolicy(numbers: Omit<Policy, "policyVersion">): Promise<string> {
		const policyVersion = ++this.#policyVersion;
		return this.#order({ type: "policy-set", ...numbers, policyVersion }, SUPERVISOR);
	}

	pause(durationMs: number): Promise<void> {
		return new Promise((resolve) => this.#options.scheduler.schedule(durationMs, resolve));
	}

	close(): void {
		this.#session.close();
	}

	#challenge(named: Name, action: Action): SignedRequest {
		const { crypto, keys, tokenOf } = this.#options;
		return makeChallenge(crypto, this.#exchange, keys.terminal, {
			subjectToken: tokenOf(named),
			modality: this.demand,
			action,
			purpose: 1,
			nowSeconds: this.#nowSeconds(),
			lifetimeSeconds: 15,
		});
	}

	#order(order: Order, about: Name): Promise<string> {
		const { crypto, keys } = this.#options;
		const signed = makeOrder(crypto, this.#exchange, keys.authority, order, this.#nowSeconds());
		return this.#ask(signed, order.type, about);
	}

	/**
	 * Sends a request and notes it and what is believed of it. @returns "accepted", "refused:REASON" or what
	 * else.
	 */
	async #ask(signed: SignedRequest, type: string, person: Name): Promise<string> {
		const { journal } = this.#options;
		journal.note({ kind: "asked", type, person, envelope: signed.envelope });
		const answer = await this.#session.request(signed);
		const outcome = outcomeOf(answer);
		if (answer.kind === "verified") journal.note({ kind: "believed", nonce: signed.nonce, type, outcome });
		return outcome;
	}

	async #stand(
		name: Name,
		{ purpose, condition = "good", eye = name }: Manner & Pick<Visit, "purpose">,
		answer: Promise<string>,
		stayMs: number,
	): Promise<void> {
		const { prng } = this.#options;
		await this.pause(prng.nextBelow(1_500));
		const person = this.#person({ palm: name, eye, demand: this.demand });
		const front = { ...this.#options.front, asked: () => this.#asked };
		const standing = present(front, person, { purpose, number: ++this.#visits, condition });
		await Promise.race([answer, this.pause(stayMs)]);
		standing.leave();
	}

	#person(sitter: Sitter): Person {
		const { journal, onPicture } = this.#options;
		return personOf(sitter, ({ picture, ...seen }) => {
			onPicture(picture);
			journal.note({ kind: "exposed", ...seen });
		});
	}

	#nowSeconds(): number {
		return this.#options.clock.nowSeconds();
	}

	#connect(): Session {
		const { crypto, clock, network, keys, scheduler, journal } = this.#options;
		const session = openSession({
			crypto,
			exchange: this.#exchange,
			clock,
			publish: (topic, payload) => network.publish(topic, payload),
			onHint: ({ modality }) => {
				this.#asked = modality ?? this.#asked;
			},
			audit: {
				mirror: this.#mirror,
				ledger: { append() {} },
				terminalKey: keys.terminal,
				schedule: (write) => scheduler.schedule(0, write),
				onKept: ({ message }) => journal.note({ kind: "kept", sequence: message.body.sequence }),
				onRefused: (_entry, reason) => journal.note({ kind: "chain-refused", reason }),
			},
		});
		network.connect(session.topics, session.receive);
		return session;
	}
}

function attendanceOf(named: Name, shown: Name | undefined, { eye, condition }: Manner): Attendance {
	if (shown === undefined) return "none";
	if (condition !== undefined && condition !== "good") return "held-badly";
	if (eye !== undefined && eye !== shown) return "half-right";
	return shown === named ? "right" : "wrong";
}

function outcomeOf(answer: Answer): string {
	if (answer.kind !== "verified") return answer.kind;
	const { body } = answer.report;
	const reason = "reason" in body ? body.reason : undefined;
	return reason === undefined ? "accepted" : `refused:${nameOf(RefusalReason, reason)}`;
}

const PLEDGE = new TextEncoder().encode("誓約書(様式1)");
/** Long enough for a few frames of a trait; a person who is not recognised leaves. */
const VERIFY_STAY_MS = 2_500;
const WITNESS_STAY_MS = 2_500;
/** Nobody is there for some frames: the witness must be seen to have gone, and people are slow. */
const LEAVING_MS = 2_000;
const ENROL_STAY_MS = 20_000;
