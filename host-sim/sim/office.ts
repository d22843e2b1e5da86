import {
	Action,
	Demand,
	type EndReason,
	Modality,
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
import type { Visit } from "../day/people.js";
import { type Front, present } from "../day/presenter.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { Prng } from "../world/prng.js";
import { ENROL_SAMPLES, type Name, personOf, SUPERVISOR } from "./cast.js";
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
	readonly prng: Prng;
}

/** The terminal, its authority and the people before it; one visit after another. */
export class Office {
	/** Whom the terminal knows to be enrolled. */
	readonly enrolled = new Set<Name>();
	/** Nonce of the challenge of the session that the terminal believes to run. */
	sessionNonce: string | undefined;
	readonly #options: OfficeOptions;
	/** The terminal's disk: what a restart of its program does not lose. */
	readonly #mirror = newAuditMirror();
	#exchange: Exchange;
	#session: Session;
	#visits = 0;
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

	/** Under the own ID; an operator behind the supervisor who witnesses. */
	async enrol(name: Name): Promise<string> {
		const isSupervisor = name === SUPERVISOR;
		const { keys, crypto, tokenOf } = this.#options;
		const signed = makeEnrolBegin(crypto, this.#exchange, keys.authority, {
			subjectToken: tokenOf(name),
			modality: Modality.palmVein,
			role: isSupervisor ? Role.supervisor : Role.operator,
			...(isSupervisor ? {} : { witnessToken: tokenOf(SUPERVISOR) }),
			pledge: PLEDGE,
			sampleCount: ENROL_SAMPLES,
			nowSeconds: this.#nowSeconds(),
			lifetimeSeconds: 60,
		});
		const answer = this.#ask(signed, "enrol-begin", name);
		if (!isSupervisor) await this.#stand(SUPERVISOR, "probe", "good", answer, WITNESS_STAY_MS);
		if (!isSupervisor) await this.pause(LEAVING_MS);
		await this.#stand(name, "enrol", "good", answer, ENROL_STAY_MS);
		const outcome = await answer;
		if (outcome === "accepted") this.enrolled.add(name);
		// An enrolment that nobody saw succeed is worth nothing: who stood there?
		const isUnseen = outcome === "refused:already-enrolled" && !this.enrolled.has(name);
		if (isUnseen) await this.revoke(name, Demand.palmVein, RevocationReason.renewal);
		return outcome;
	}

	/** `shown` holds up a palm while the terminal asks about `named`; nobody does without `shown`. */
	async verify(
		named: Name,
		shown: Name | undefined,
		action: Action = Action.logIn,
		condition: Visit["condition"] = "good",
	): Promise<string> {
		const signed = this.#challenge(named, action);
		const answer = this.#ask(signed, "challenge", named);
		if (shown !== undefined) await this.#stand(shown, "probe", condition, answer, VERIFY_STAY_MS);
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

	async revoke(name: Name, modality: Demand, revocationReason: RevocationReason): Promise<void> {
		const subjectToken = this.#options.tokenOf(name);
		this.enrolled.delete(name);
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
			modality: Modality.palmVein,
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
		purpose: Visit["purpose"],
		condition: Visit["condition"],
		answer: Promise<string>,
		stayMs: number,
	): Promise<void> {
		const { front, journal, prng } = this.#options;
		await this.pause(prng.nextBelow(1_500));
		const person = personOf(name, (who, how, lit) =>
			journal.note({ kind: "exposed", person: who, condition: how, lit }),
		);
		const standing = present(front, person, { purpose, number: ++this.#visits, condition });
		await Promise.race([answer, this.pause(stayMs)]);
		standing.leave();
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

function outcomeOf(answer: Answer): string {
	if (answer.kind !== "verified") return answer.kind;
	const { body } = answer.report;
	const reason = "reason" in body ? body.reason : undefined;
	return reason === undefined ? "accepted" : `refused:${nameOf(RefusalReason, reason)}`;
}

const PLEDGE = new TextEncoder().encode("誓約書(様式1)");
/** Long enough for a few frames; a person who is not recognised leaves. */
const VERIFY_STAY_MS = 2_500;
const WITNESS_STAY_MS = 2_500;
/** Nobody is there for some frames: the witness must be seen to have gone. */
const LEAVING_MS = 2_000;
const ENROL_STAY_MS = 20_000;
