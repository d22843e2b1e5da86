import type { Crypto } from "../../hal/hal.js";
import { type KnownUnit, openExchange } from "../../terminal/exchange.js";
import { type Answer, openSession, type Session } from "../../terminal/session.js";
import { type Desk, type DeskOutcome, enrol, type Keys, verify } from "../day/desk.js";
import type { Visit } from "../day/people.js";
import { type Front, present } from "../day/presenter.js";
import type { Scheduler } from "../doors/scheduler.js";
import type { Prng } from "../world/prng.js";
import { BAD_CONDITIONS, CAST, ENROL_SAMPLES, type Name, personOf, STRANGER } from "./cast.js";
import type { WrongClock } from "./clock.js";
import type { Journal } from "./journal.js";
import type { StormyNetwork } from "./network.js";

export interface OfficeOptions {
	readonly scheduler: Scheduler;
	readonly front: Front;
	readonly network: StormyNetwork;
	readonly journal: Journal;
	readonly clock: WrongClock;
	readonly crypto: Crypto;
	readonly keys: Keys;
	readonly unit: KnownUnit;
	readonly prng: Prng;
}

/** The terminal and the people before it, one visit after another. */
export class Office {
	/** Whom the terminal knows to be enrolled. */
	readonly enrolled = new Set<Name>();
	readonly #options: OfficeOptions;
	#exchange: Desk["exchange"];
	#session: Session;
	#visits = 0;

	constructor(options: OfficeOptions) {
		this.#options = options;
		this.#exchange = openExchange(options.unit);
		this.#session = this.#connect();
	}

	/** The terminal's program is started anew; it knows from its disk what it has believed last. */
	restart(): void {
		this.#session.close();
		this.#exchange = openExchange(this.#options.unit, this.#exchange.lastOrder);
		this.#session = this.#connect();
	}

	/** Visits at random, until a visit ends after `untilMs`. */
	async work(untilMs: number): Promise<void> {
		const { scheduler, prng } = this.#options;
		while (scheduler.nowMs() < untilMs) {
			await drawAction(prng).run(this, prng);
			await this.pause(1_000 + prng.nextBelow(PAUSE_MAX_MS));
		}
	}

	/** `name` is enrolled under the own ID. */
	async enrol(name: Name): Promise<DeskOutcome> {
		const visit: Visit = { purpose: "enrol", number: ++this.#visits, condition: "good" };
		const outcome = await this.#visit(name, visit, ENROL_STAY_MS, name, (desk) =>
			enrol(desk, idOf(name), ENROL_SAMPLES),
		);
		if (outcome.actual === "accepted" || outcome.actual === "refused:alreadyEnrolled")
			this.enrolled.add(name);
		return outcome;
	}

	/** `shown` holds up a palm while the terminal asks about `named`; nobody does without `shown`. */
	verify(named: Name, shown: Name | undefined, condition: Visit["condition"]): Promise<DeskOutcome> {
		const visit: Visit = { purpose: "probe", number: ++this.#visits, condition };
		return this.#visit(shown, visit, VERIFY_STAY_MS, named, (desk) => verify(desk, idOf(named)));
	}

	/** Two requests at once: the unit can serve one. */
	async verifyTwice(named: Name): Promise<void> {
		const first = this.verify(named, named, "good");
		await this.pause(300);
		await Promise.all([first, verify(this.#deskFor(named), idOf(named))]);
	}

	pause(durationMs: number): Promise<void> {
		return new Promise((resolve) => this.#options.scheduler.schedule(durationMs, resolve));
	}

	close(): void {
		this.#session.close();
	}

	async #visit(
		shown: Name | undefined,
		visit: Visit,
		stayMs: number,
		named: Name,
		ask: (desk: Desk) => Promise<DeskOutcome>,
	): Promise<DeskOutcome> {
		const { front, journal, prng } = this.#options;
		const answer = ask(this.#deskFor(named));
		if (shown === undefined) return answer;
		await this.pause(prng.nextBelow(1_500));
		const person = personOf(shown, (who, condition, lit) =>
			journal.note({ kind: "exposed", person: who, condition, lit }),
		);
		const standing = present(front, person, visit);
		await Promise.race([answer, this.pause(stayMs)]);
		standing.leave();
		return answer;
	}

	/** A desk that notes what is asked about `named`, and what comes of it. */
	#deskFor(named: Name): Desk {
		const { crypto, keys, clock, journal } = this.#options;
		const session = this.#session;
		const request: Session["request"] = async (signed) => {
			const type = signed.nonce === "" ? "" : this.#typeOf(signed.nonce);
			journal.note({ kind: "asked", type, person: named, envelope: signed.envelope });
			const answer = await session.request(signed);
			journal.note(noteOf(signed.nonce, answer));
			return answer;
		};
		return { crypto, keys, exchange: this.#exchange, clock, session: { request } };
	}

	#typeOf(nonce: string): string {
		return this.#exchange.requests.get(nonce)?.request.type ?? "";
	}

	#connect(): Session {
		const { crypto, clock, network } = this.#options;
		const session = openSession({
			crypto,
			exchange: this.#exchange,
			clock,
			publish: (topic, payload) => network.publish(topic, payload),
		});
		network.connect(session.topics, session.receive);
		return session;
	}
}

/** What an operator types; never leaves the terminal. */
export function idOf(name: Name): string {
	return `照合番号-${name}-${name.length}0071`;
}

function noteOf(nonce: string, answer: Answer) {
	if (answer.kind !== "verified") return { kind: "unanswered", nonce } as const;
	const { body } = answer.report;
	const reason = "reason" in body ? body.reason : undefined;
	const outcome = reason === undefined ? "accepted" : `refused:${reason}`;
	return { kind: "believed", nonce, outcome } as const;
}

interface Action {
	readonly weight: number;
	run(office: Office, prng: Prng): Promise<unknown>;
}

const ACTIONS: readonly Action[] = [
	{ weight: 4, run: (office, prng) => office.enrol(CAST[prng.nextBelow(CAST.length - 1)]) },
	{
		weight: 12,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng) ?? CAST[0];
			return office.verify(name, name, "good");
		},
	},
	{
		weight: 5,
		run: (office, prng) => office.verify(anyOf(office.enrolled, prng) ?? CAST[0], STRANGER, "good"),
	},
	{
		weight: 3,
		run(office, prng) {
			const shown = CAST[prng.nextBelow(CAST.length)];
			return office.verify(CAST[prng.nextBelow(CAST.length)], shown, "good");
		},
	},
	{
		weight: 2,
		run: (office, prng) => office.verify(anyOf(office.enrolled, prng) ?? CAST[0], undefined, "good"),
	},
	{
		weight: 2,
		run(office, prng) {
			const name = anyOf(office.enrolled, prng) ?? CAST[0];
			return office.verify(name, name, BAD_CONDITIONS[prng.nextBelow(BAD_CONDITIONS.length)]);
		},
	},
	{ weight: 1, run: (office, prng) => office.verifyTwice(anyOf(office.enrolled, prng) ?? CAST[0]) },
];

function drawAction(prng: Prng): Action {
	let dice = prng.nextBelow(ACTIONS.reduce((sum, { weight }) => sum + weight, 0));
	for (const action of ACTIONS) {
		if (dice < action.weight) return action;
		dice -= action.weight;
	}
	return ACTIONS[0];
}

function anyOf(names: ReadonlySet<Name>, prng: Prng): Name | undefined {
	return [...names][prng.nextBelow(Math.max(1, names.size))];
}

/** Long enough for a few frames; a person who is not recognised leaves. */
const VERIFY_STAY_MS = 2_500;
const ENROL_STAY_MS = 20_000;
/** Between two visits: thirty a day for each of ten operators is one in a minute and a half. */
const PAUSE_MAX_MS = 180_000;
