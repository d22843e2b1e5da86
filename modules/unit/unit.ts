import type { Console, Doors, Flash, NetworkSettings, PresenceSensor, Timer } from "../../hal/hal.js";
import { assert, unreachable } from "../bytes/assert.js";
import { wipeFreed } from "../bytes/freed-memory.js";
import { TRAITS } from "../modality/traits.js";
import { Arena } from "../pipeline/arena.js";
import { Pipeline } from "../pipeline/pipeline.js";
import { formatStore } from "../store/format.js";
import { attemptTime } from "./attempts.js";
import { boot } from "./boot.js";
import { Capture } from "./capture.js";
import { Clerk } from "./clerk.js";
import type { Effect, RefusalName } from "./effects.js";
import { Enrolments } from "./enrolments.js";
import type { Identity } from "./identity.js";
import { Provisioning } from "./provisioning.js";
import type { UnitConfig } from "./reports.js";
import type { Means, Service } from "./service.js";
import { type Event, type State, transition, UNPROVISIONED } from "./states.js";
import { Subjects } from "./subjects.js";

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
	readonly #isStoreDamaged: boolean;
	readonly #means: Means;
	readonly #presence: PresenceSensor;
	readonly #capture: Capture;
	readonly #events: Event[] = [];
	#isHandling = false;
	#state: State = UNPROVISIONED;
	/** Hears and speaks for the unit; undefined until provisioned. */
	#clerk: Clerk | undefined;
	/** The request being served. */
	#service: Service | undefined;
	#deadline: Timer | undefined;
	/** The slot of a verdict. */
	#slot: Timer | undefined;

	constructor(doors: Doors, config: UnitConfig) {
		this.#doors = doors;
		this.#config = config;
		const { crypto } = doors;
		const flash = doors.openFlash();
		const { store, bootCount, identity, network, isStoreDamaged } = boot(crypto, flash);
		this.#bootCount = bootCount;
		this.#isStoreDamaged = isStoreDamaged;
		const arena = new Arena();
		const pipelines = TRAITS.map((trait) => new Pipeline(trait, arena));
		const [enrolments, subjects] = [new Enrolments(store), new Subjects(store)];
		this.#means = { crypto, store, pipelines, enrolments, subjects };
		this.#presence = doors.openPresenceSensor();
		this.#capture = new Capture(doors, this.#presence, {
			onOutcome: (outcome) => this.#handle({ kind: "capture", outcome }),
			onError: (reason) => this.#fault(`camera: ${reason}`),
		});
		const provisioning = new Provisioning({
			crypto,
			store,
			identity,
			onProvisioned: (made, way) => this.#identify(made, way),
			onCode: (digits) => doors.showCode(digits),
			onReset: () => this.#forget(flash),
		});
		const console: Console = doors.openConsole({
			onMessage: (message) => provisioning.answer(console, message),
			onError: (reason) => doors.trace(`console: ${reason}`),
		});
		doors.openTamperSwitch({ onOpened: () => this.#clerk?.tampered() });
		doors.onStep(this.#state.kind);
		if (identity !== undefined) this.#identify(identity, network);
	}

	/** A power cut leaves the store whole or gone (format.ts); the unit does nothing with it any more. */
	#forget(flash: Flash): void {
		this.#fault("factory reset");
		formatStore(flash);
		this.#doors.restart();
	}

	#identify(identity: Identity, network: NetworkSettings | undefined): void {
		if (this.#state.kind === "faulted") return;
		const { openLink } = this.#doors;
		const doors: Doors =
			network === undefined
				? this.#doors
				: { ...this.#doors, openLink: (options) => openLink({ ...options, network }) };
		this.#clerk = new Clerk(doors, {
			means: this.#means,
			presence: this.#presence,
			identity,
			bootCount: this.#bootCount,
			isStoreDamaged: this.#isStoreDamaged,
			config: this.#config,
			onEvent: (event) => this.#handle(event),
		});
		this.#handle({ kind: "provisioned" });
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
				this.#doors.onStep(state.kind);
			}
		} finally {
			this.#isHandling = false;
		}
	}

	#perform(effect: Effect): void {
		switch (effect.kind) {
			case "begin-capture":
				return this.#beginCapture(effect.lifetimeMs);
			case "capture-next":
				return this.#captureNext();
			case "end-capture":
				return this.#endCapture();
			case "count-attempt":
				return this.#serving.count(attemptTime(this.#bootCount, this.#doors.clock));
			case "compare":
				return this.#handle({ kind: "compared", outcome: this.#serving.compare() });
			case "settle":
				return this.#settle(effect.delayMs);
			case "forgive":
				return this.#serving.forgive();
			case "add-sample":
				return this.#handle({ kind: "sampled", agrees: this.#serving.pipeline.addSample() });
			case "commit":
				return this.#handle({ kind: "committed", outcome: this.#speaking.commit(this.#serving) });
			case "report":
				return this.#report(effect.refusal);
			case "obey":
				return this.#speaking.obey();
			case "refuse-new":
				return this.#speaking.refuse(effect.reason);
			case "hint":
				return this.#speaking.hint(effect.reason, effect.progress, this.#serving.pipeline.modality.id);
			case "halt":
				return this.#halt(effect.reason);
			default:
				return unreachable(effect);
		}
	}

	// --- effects ---------------------------------------------------------------------------------------------

	#beginCapture(lifetimeMs: number): void {
		this.#service = this.#speaking.begin();
		this.#deadline = this.#doors.clock.setTimer(lifetimeMs, () => this.#handle({ kind: "timeout" }));
		this.#capture.begin(this.#service.pipeline);
	}

	#settle(delayMs: number): void {
		this.#capture.end();
		this.#slot = this.#doors.clock.setTimer(delayMs, () => this.#handle({ kind: "settled" }));
	}

	#captureNext(): void {
		this.#serving.next();
		this.#capture.begin(this.#serving.pipeline);
	}

	#endCapture(): void {
		this.#deadline?.close();
		this.#deadline = undefined;
		this.#capture.end();
	}

	#report(refusal: RefusalName | undefined): void {
		const service = this.#serving;
		this.#service = undefined;
		this.#speaking.report(service, refusal);
	}

	#halt(reason: string): void {
		this.#deadline?.close();
		this.#slot?.close();
		this.#capture.close();
		this.#clerk?.close();
		wipeFreed();
		this.#doors.trace(`halted: ${reason}`);
	}

	get #speaking(): Clerk {
		assert(this.#clerk !== undefined, "an effect before provisioning");
		return this.#clerk;
	}

	get #serving(): Service {
		assert(this.#service !== undefined, "an effect without its request");
		return this.#service;
	}
}
