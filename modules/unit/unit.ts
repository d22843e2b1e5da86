import type { Console, Doors, Timer } from "../../hal/hal.js";
import { assert, unreachable } from "../bytes/assert.js";
import { topicOf } from "../messages/topics.js";
import { palmVein } from "../modality/palm-vein/palm-vein.js";
import { Pipeline } from "../pipeline/pipeline.js";
import { Limit } from "../policy/limits.js";
import { boot } from "./boot.js";
import { Capture } from "./capture.js";
import type { Effect, HintName, RefusalName } from "./effects.js";
import { Enrolments } from "./enrolments.js";
import type { Identity } from "./identity.js";
import { Provisioning } from "./provisioning.js";
import { Reports, type UnitConfig } from "./reports.js";
import { type Request, Requests } from "./requests.js";
import { type Event, type State, transition, UNPROVISIONED } from "./states.js";
import { Uplink } from "./uplink.js";

/**
 * Boots the unit on its doors; from then on it lives by their callbacks.
 * @throws Error when its store is unusable
 */
export function startUnit(doors: Doors, config: UnitConfig): void {
	new Unit(doors, config);
}

/**
 * Runs the state machine on the doors: callbacks become events, effects become calls of doors and pipeline.
 * An effect may answer with an event of its own, which waits until the effects before it are done.
 */
class Unit {
	readonly #doors: Doors;
	readonly #config: UnitConfig;
	readonly #bootCount: number;
	readonly #enrolments: Enrolments;
	readonly #pipeline = new Pipeline(palmVein);
	readonly #capture: Capture;
	readonly #events: Event[] = [];
	#isHandling = false;
	#state: State = UNPROVISIONED;
	/** Who the unit is and how it hears and speaks; undefined until provisioned. */
	#voice: Voice | undefined;
	/** The request that came last, and the one being served. */
	#incoming: Request | undefined;
	#current: Request | undefined;
	/** Of the reference that the request in hand was compared with, or has made. */
	#generation: number | undefined;
	#deadline: Timer | undefined;

	constructor(doors: Doors, config: UnitConfig) {
		this.#doors = doors;
		this.#config = config;
		const { store, bootCount, identity } = boot(doors.crypto, doors.openFlash());
		this.#bootCount = bootCount;
		this.#enrolments = new Enrolments(store);
		this.#capture = new Capture(doors, this.#pipeline, {
			onOutcome: (outcome) => this.#handle({ kind: "capture", outcome }),
			onError: (reason) => this.#fault(`camera: ${reason}`),
		});
		const provisioning = new Provisioning(doors.crypto, store, identity, (made) => this.#identify(made));
		const console: Console = doors.openConsole({
			onMessage: (message) => provisioning.answer(console, message),
			onError: (reason) => doors.trace(`console: ${reason}`),
		});
		if (identity !== undefined) this.#identify(identity);
	}

	#identify(identity: Identity): void {
		if (this.#state.kind === "faulted") return;
		const { crypto } = this.#doors;
		const reports = new Reports(crypto, identity, this.#bootCount);
		const uplink = new Uplink(this.#doors, {
			topic: topicOf(identity.address, "cmd"),
			will: reports.offline(),
			announce: () => reports.birth(this.#config),
			onRequest: (payload) => this.#receive(payload),
			onError: (reason) => this.#fault(`link: ${reason}`),
		});
		this.#voice = { requests: new Requests(crypto, identity), reports, uplink };
		this.#handle({ kind: "provisioned" });
	}

	// --- from the doors: events ------------------------------------------------------------------------------

	#receive(payload: Uint8Array): void {
		const { requests } = this.#speaking();
		const received = requests.receive(payload, this.#doors.clock.nowMs());
		if (received.kind === "refused") return this.#doors.trace(`request refused: ${received.reason}`);
		const { request } = received;
		this.#incoming = request;
		const refusal = this.#reasonNotToServe(request);
		if (refusal !== undefined) return this.#report(request, refusal, undefined);
		const { lifetimeMs } = request;
		const enrolled = this.#enrolments.find(request.subject) !== "absent";
		if (request.type === "challenge") this.#handle({ kind: "verify", enrolled, lifetimeMs });
		else this.#handle({ kind: "enrol", enrolled, lifetimeMs, samples: request.body.sampleCount });
	}

	#reasonNotToServe({ lifetimeMs, subject }: Request): RefusalName | undefined {
		if (lifetimeMs <= 0 || lifetimeMs > Limit.requestLifetimeMaxMs) return "expired";
		return subject.modality === this.#pipeline.modality.id ? undefined : "unsupported";
	}

	#fault(reason: string): void {
		this.#handle({ kind: "fault", reason });
	}

	// --- the machine -----------------------------------------------------------------------------------------

	#handle(event: Event): void {
		this.#events.push(event);
		if (this.#isHandling) return;
		this.#isHandling = true;
		try {
			for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
				const { state, effects } = transition(this.#state, next, this.#doors.clock.nowMs());
				if (state.kind !== this.#state.kind) this.#doors.trace(`state ${state.kind}`);
				this.#state = state;
				for (let i = 0; i < effects.length; i++) this.#perform(effects[i]);
			}
		} finally {
			this.#isHandling = false;
		}
	}

	#perform(effect: Effect): void {
		switch (effect.kind) {
			case "begin-capture":
				return this.#beginCapture(effect.lifetimeMs);
			case "end-capture":
				return this.#endCapture();
			case "compare":
				return this.#compare();
			case "add-sample":
				return this.#handle({ kind: "sampled", agrees: this.#pipeline.addSample() });
			case "commit":
				return this.#commit();
			case "report":
				return this.#finish(effect.refusal);
			case "refuse-new":
				return this.#report(present(this.#incoming), effect.reason, undefined);
			case "hint":
				return this.#hint(effect.reason, effect.progress);
			case "halt":
				return this.#halt(effect.reason);
			default:
				return unreachable(effect);
		}
	}

	// --- effects ---------------------------------------------------------------------------------------------

	#beginCapture(lifetimeMs: number): void {
		this.#current = present(this.#incoming);
		this.#generation = undefined;
		this.#deadline = this.#doors.clock.setTimer(lifetimeMs, () => this.#handle({ kind: "timeout" }));
		this.#capture.begin();
	}

	#endCapture(): void {
		this.#deadline?.close();
		this.#deadline = undefined;
		this.#capture.end();
	}

	#halt(reason: string): void {
		this.#deadline?.close();
		this.#capture.close();
		this.#voice?.uplink.close();
		this.#doors.trace(`halted: ${reason}`);
	}

	#compare(): void {
		const { subject } = present(this.#current);
		const enrolment = this.#enrolments.find(subject);
		if (typeof enrolment === "string") return this.#handle({ kind: "compared", outcome: "unreadable" });
		this.#generation = enrolment.generation;
		const outcome = this.#pipeline.compare(this.#doors.crypto, subject, enrolment.record);
		this.#handle({ kind: "compared", outcome });
	}

	#commit(): void {
		const { subject } = present(this.#current);
		const record = this.#pipeline.commit(this.#doors.crypto, subject, FIRST_GENERATION);
		const outcome = this.#enrolments.save(subject, record);
		if (outcome === "stored") this.#generation = FIRST_GENERATION;
		this.#handle({ kind: "committed", outcome });
	}

	#finish(refusal: RefusalName | undefined): void {
		this.#report(present(this.#current), refusal, this.#generation);
		this.#current = undefined;
		this.#generation = undefined;
	}

	#report(request: Request, refusal: RefusalName | undefined, generation: number | undefined): void {
		const { reports, uplink } = this.#speaking();
		uplink.send(reports.answer(request, refusal, generation, this.#doors.clock.nowMs()));
	}

	#hint(reason: HintName, progress: number | undefined): void {
		const { reports, uplink } = this.#speaking();
		uplink.send(reports.hint(reason, progress));
	}

	#speaking(): Voice {
		return present(this.#voice);
	}
}

interface Voice {
	readonly requests: Requests;
	readonly reports: Reports;
	readonly uplink: Uplink;
}

/** References are made once for a subject; the next generation follows a revocation. */
const FIRST_GENERATION = 1;

function present<T>(value: T | undefined): T {
	assert(value !== undefined, "an effect without its request");
	return value;
}
