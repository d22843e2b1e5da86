import type { Doors, PresenceSensor } from "../../hal/hal.js";
import { assert } from "../bytes/assert.js";
import { equalConstantTime } from "../bytes/bytes.js";
import type { Modality } from "../messages/messages.generated.js";
import { countBad, type FloodCount, isFlood, NO_FLOOD } from "../policy/flood.js";
import type { ReferenceContext } from "../protection/protected-reference.js";
import { type AttemptTime, attemptTime } from "./attempts.js";
import { cutDuty, Duty } from "./duty.js";
import { dutyEventOf, END_REASON_NAMES } from "./duty-events.js";
import type { HintName, RefusalName } from "./effects.js";
import { type Judgement, judgeChallenge, judgeEnrolment } from "./facts.js";
import type { Identity } from "./identity.js";
import { type Consequence, Orders, type OrderType } from "./orders.js";
import { inForce } from "./policy-in-force.js";
import { registerPage } from "./register.js";
import type { AnsweredType, UnitConfig } from "./reports.js";
import { isForged, type Receipt, type ReceptionRefusal, type Request, Requests } from "./requests.js";
import { type Means, type ServedRequest, Service, turnsOf } from "./service.js";
import type { DutyEvent } from "./session-states.js";
import { SignedClock } from "./signed-clock.js";
import type { Event } from "./states.js";
import { UpdateDuty } from "./update-duty.js";
import { Voice } from "./voice.js";

export interface ClerkOptions {
	readonly means: Means;
	readonly presence: PresenceSensor;
	readonly identity: Identity;
	readonly bootCount: number;
	/** Bit rot was found at boot. */
	readonly isStoreDamaged: boolean;
	readonly config: UnitConfig;
	/** A request for the machine, or the end of the link. */
	readonly onEvent: (event: Event) => void;
}

/**
 * Who answers the unit's letters: judges what arrives, hands to the machine what somebody has to come forward
 * for, keeps day and session, and answers in the order of effects.
 */
export class Clerk {
	readonly #doors: Doors;
	readonly #options: ClerkOptions;
	readonly #time = new SignedClock();
	readonly #requests: Requests;
	readonly #orders: Orders;
	readonly #duty: Duty;
	readonly #voice: Voice;
	readonly #update: UpdateDuty;
	#flood: FloodCount = NO_FLOOD;
	/** The request that came last, while the machine decides about it: one of the two. */
	#asked: Asked | undefined;
	#order: Request<OrderType> | undefined;
	#serving: Request | undefined;

	constructor(doors: Doors, options: ClerkOptions) {
		const { means, identity } = options;
		this.#doors = doors;
		this.#options = options;
		this.#requests = new Requests(means, identity, this.#time);
		this.#update = new UpdateDuty(doors, {
			runningVersion: options.config.firmwareVersion,
			want: (piece) => this.#voice.want(piece),
			onBadImage: () => this.#voice.incident("badImage"),
			isAtRest: () => this.#duty.isAtRest && this.#serving === undefined,
		});
		this.#orders = new Orders(means, this.#update.update);
		this.#duty = new Duty({
			clock: doors.clock,
			presence: options.presence,
			numbers: () => this.#voice.inForce.policy,
			onEnded: ({ nonce, reason }, change) => this.#voice.sessionEnd(nonce, reason, [change]),
		});
		this.#voice = new Voice(doors, {
			...options,
			...{ store: means.store, bootNonce: this.#requests.bootNonce },
			time: this.#time,
			onRequest: (payload) => this.#receive(payload),
			onOnline: () => this.#update.online(),
			onLink: (link) => this.#attend({ kind: link === "up" ? "link-restored" : "link-lost" }),
			onError: (reason) => options.onEvent({ kind: "fault", reason: `link: ${reason}` }),
		});
		this.#reportLastBoot();
	}

	// --- what arrives ----------------------------------------------------------------------------------------

	#receive(payload: Uint8Array): void {
		const nowMs = this.#doors.clock.nowMs();
		const received = this.#requests.receive(payload, nowMs);
		switch (received.kind) {
			case "refused":
				return this.#distrust(received.reason, nowMs);
			case "receipt":
				return this.#file(received.receipt);
			case "piece":
				return this.#update.take(received.piece);
			case "request":
				this.#route(received.request);
				return this.#requests.forget(received.request, this.#serving);
		}
	}

	#distrust(reason: ReceptionRefusal, nowMs: number): void {
		this.#doors.trace(`request refused: ${reason}`);
		if (!isForged(reason)) return;
		this.#flood = countBad(this.#flood, nowMs);
		if (isFlood(this.#flood)) this.#voice.incident("signatureFlood");
	}

	#file(receipt: Receipt): void {
		const isOurs = equalConstantTime(receipt.ueid, this.#options.identity.ueid);
		const outcome = isOurs ? this.#voice.receipt(receipt) : "wrong-unit";
		if (outcome !== "freed") this.#doors.trace(`receipt refused: ${outcome}`);
	}

	#route(request: Request): void {
		if (request.type === "audit-request" || request.type === "register-request") return this.#show(request);
		if (request.type === "session-close") return this.#closeSession(request);
		if (request.type === "challenge") this.#attend({ kind: "request" });
		if (!this.#hasRoom(request)) return;
		const { lifetimeMs, untimely } = request;
		switch (request.type) {
			case "challenge": {
				const { judgement, turns } = this.#expect(request);
				const refusal = untimely ?? judgement.refusal;
				const traits = turns.length;
				return this.#options.onEvent({ kind: "verify", refusal, lifetimeMs, traits });
			}
			case "enrol-begin": {
				const { judgement, turns } = this.#expect(request);
				const refusal = untimely ?? judgement.refusal;
				const witness = turns.length > 1 ? "named" : "none";
				const samples = request.body.sampleCount;
				return this.#options.onEvent({ kind: "enrol", refusal, lifetimeMs, samples, witness });
			}
			default:
				this.#asked = undefined;
				this.#order = request;
				return this.#options.onEvent({ kind: "order", refusal: untimely });
		}
	}

	#expect(request: ServedRequest): Asked {
		const { means } = this.#options;
		const { policy } = this.#voice.inForce;
		const situation = { means, duty: this.#duty, policy, now: this.#now() };
		const turns = turnsOf(means, request);
		const judgement =
			request.type === "challenge"
				? judgeChallenge(situation, request, turns)
				: judgeEnrolment(situation, request, turns);
		this.#order = undefined;
		this.#asked = { request, turns, judgement };
		return this.#asked;
	}

	/**
	 * Fails closed: a request is served only while everything it may bring about can be stored. The first ones
	 * after that are told so, and the incident tells it once; then the unit is silent until receipts come.
	 */
	#hasRoom(request: Request<AnsweredType>): boolean {
		const room = this.#voice.room();
		if (room === "serve") return true;
		this.#voice.incident("queueFull");
		if (room === "refuse") this.#voice.answer(request, { refusal: "queueFull" });
		else this.#doors.trace("request refused: queue-full");
		return false;
	}

	#show(request: Request<"audit-request" | "register-request">): void {
		if (request.untimely !== undefined) return this.#doors.trace(`request refused: ${request.untimely}`);
		this.#attend({ kind: "request" });
		const { first } = request.body;
		const { subjects, enrolments } = this.#options.means;
		if (request.type === "audit-request")
			this.#voice.page(request, this.#voice.auditRange(first, request.body.count));
		else this.#voice.page(request, registerPage(subjects, enrolments, first));
	}

	/** At any time: whoever leaves does not wait for whoever is being served. */
	#closeSession(request: Request<"session-close">): void {
		const { sessionNonce, endReason } = request.body;
		const isRunning = this.#duty.isRunning(sessionNonce);
		const refusal = request.untimely ?? (isRunning ? undefined : "noSession");
		if (refusal === undefined)
			this.#attend({ kind: "close-requested", nonce: sessionNonce, reason: END_REASON_NAMES[endReason] });
		if (this.#hasRoom(request)) this.#voice.answer(request, { refusal });
	}

	// --- what the machine decides ----------------------------------------------------------------------------

	/** The request that came last is served from now on. */
	begin(): Service {
		const asked = this.#asked;
		assert(asked !== undefined, "nobody has asked");
		// Whom a request names is known no longer than it takes to serve it.
		this.#asked = undefined;
		this.#serving = asked.request;
		this.#voice.prepare();
		return new Service(this.#options.means, asked.request, asked.turns);
	}

	/** The request that came last is not served. */
	refuse(refusal: RefusalName): void {
		const asked = this.#asked;
		const request = this.#order ?? asked?.request;
		assert(request !== undefined, "a refusal without its request");
		this.#asked = undefined;
		this.#order = undefined;
		if (asked === undefined) return this.#voice.answer(request, { refusal });
		const { lockout, untold } = asked.judgement;
		const isLocked = refusal === "locked" && lockout.kind === "locked";
		const retryAfterSeconds = isLocked ? lockout.retryAfterSeconds : undefined;
		this.#voice.answer(request, { refusal, retryAfterSeconds });
		if (untold === undefined || refusal === "busy") return;
		const { recordId, subject } = untold;
		const told = { ...subject, failuresTold: subject.failures };
		const kind = refusal === "disabled" ? "disabled" : "lockout";
		this.#voice.incidentBy(request, kind, [this.#options.means.subjects.change(recordId, told)]);
	}

	/** The order that came last is carried out. */
	obey(): void {
		const request = this.#order;
		assert(request !== undefined, "nobody has ordered anything");
		this.#order = undefined;
		const { changes, consequence, ...answer } = this.#orders.rule(
			request,
			this.#requests.identity,
			this.#voice.inForce.policy,
		);
		if (consequence?.kind === "revoked") this.#attend({ kind: "revoked", operator: consequence.recordId });
		this.#voice.answer(request, answer, changes);
		if (consequence !== undefined) this.#carryOut(request, consequence);
	}

	commit(service: Service): "made" | "store-full" {
		return service.commit(this.#voice.reservedBytes());
	}

	/** The request in hand is over: accepted, or refused with a reason. */
	report(service: Service, refusal: RefusalName | undefined): void {
		const { request } = service;
		this.#serving = undefined;
		const { answer, changes, incident } = service.outcome(refusal, this.#voice.inForce.policy);
		const isAccepted = refusal === undefined && request.type === "challenge";
		const duty = isAccepted ? dutyEventOf(request, service.subjectId) : undefined;
		const also = duty === undefined ? changes : [...changes, this.#duty.handle(duty)];
		this.#voice.answer(request, answer, also);
		if (incident !== undefined) this.#voice.incidentBy(request, incident.kind, [incident.told]);
		if (duty?.kind === "day-opened" || duty?.kind === "day-closed") this.#voice.chainHead();
		this.#requests.forget(request);
	}

	hint(reason: HintName, progress: number | undefined, modality: Modality): void {
		this.#voice.hint(reason, progress, modality);
	}

	/** For good. */
	close(): void {
		this.#requests.forget(this.#serving);
		this.#update.close();
		this.#duty.close();
		this.#voice.close();
	}

	#carryOut(request: Request, consequence: Consequence): void {
		switch (consequence.kind) {
			case "revoked":
				return;
			case "new-policy":
				this.#voice.inForce = inForce(this.#options.means.crypto, consequence.policy);
				return;
			case "new-key":
				this.#requests.identity = consequence.identity;
				this.#voice.keyVersion = consequence.identity.keyVersion;
				return this.#voice.incidentBy(request, "keyChange");
			case "update":
				return this.#update.begin(consequence.offer);
			case "time": {
				this.#requests.allowFrom(consequence.issuedAt);
				const isStepBack = this.#time.set(consequence.issuedAt, this.#doors.clock.nowMs());
				if (isStepBack) this.#voice.incidentBy(request, "clock");
			}
		}
	}

	/** Somebody opens the case. */
	tampered(): void {
		this.#voice.incident("tamper");
	}

	/** What a power cut has left behind is told before anything else is. */
	#reportLastBoot(): void {
		const { means, isStoreDamaged } = this.#options;
		if (this.#voice.dropDamaged() > 0 || isStoreDamaged) this.#voice.incident("storeFault");
		const cut = cutDuty(means.store);
		const cause = this.#doors.restartCause();
		if (cut !== undefined || cause === "abort" || cause === "watchdog") this.#voice.incident("restart");
		if (cut === undefined) return;
		if (cut.nonce !== undefined) this.#voice.sessionEnd(cut.nonce, "day", [cut.change]);
		else means.store.commit([cut.change]);
	}

	/** For what is no answer: a session that ends is reported, what else changes is stored with its report. */
	#attend(event: DutyEvent): void {
		this.#duty.handle(event);
	}

	#now(): AttemptTime {
		return attemptTime(this.#options.bootCount, this.#doors.clock);
	}
}

interface Asked {
	readonly request: ServedRequest;
	readonly turns: readonly ReferenceContext[];
	readonly judgement: Judgement;
}
