import type { Weather } from "../doors/link-memory.js";
import { MemoryLink } from "../doors/link-memory.js";
import type { Scheduler } from "../doors/scheduler.js";
import { TopicRouter } from "../doors/topic-router.js";
import type { Prng } from "../world/prng.js";
import type { FaultName, Swarm } from "./faults.js";

/** Broker, the unit's link and the terminal's connection, in any weather. */
export class StormyNetwork {
	readonly link: MemoryLink;
	readonly #scheduler: Scheduler;
	readonly #router = new TopicRouter();
	readonly #swarm: Swarm;
	readonly #prng: Prng;
	readonly #onFault: (fault: FaultName) => void;
	#isBrokerUp = true;
	/** Of the terminal's connection. */
	#subscribe: () => () => void = () => () => {};
	#unsubscribe: () => void = () => {};
	/** The last messages on the broker, for whoever replays them. */
	readonly #heard: { readonly topic: string; readonly payload: Uint8Array }[] = [];

	constructor(scheduler: Scheduler, swarm: Swarm, prng: Prng, onFault: (fault: FaultName) => void) {
		this.#scheduler = scheduler;
		this.#swarm = swarm;
		this.#prng = prng;
		this.#onFault = onFault;
		this.link = new MemoryLink(scheduler, this.#router);
		this.link.weather = this.#weather;
		this.#router.subscribe(["#"], (topic, payload) => {
			this.#heard.push({ topic, payload });
			if (this.#heard.length > HEARD_MAX) this.#heard.shift();
		});
	}

	/** The terminal's connection, kept up through the broker's deaths. @returns what closes it. */
	connect(topics: readonly string[], onMessage: (topic: string, payload: Uint8Array) => void): () => void {
		this.#subscribe = () =>
			this.#router.subscribe(topics, (topic, payload) => {
				for (const delayMs of this.#weather(topic))
					this.#scheduler.schedule(delayMs, () => onMessage(topic, payload));
			});
		this.#unsubscribe();
		this.#unsubscribe = this.#isBrokerUp ? this.#subscribe() : () => {};
		return () => {
			this.#unsubscribe();
			this.#unsubscribe = () => {};
			this.#subscribe = () => () => {};
		};
	}

	/** The terminal sends; into nothing while the broker is dead. */
	publish(topic: string, payload: Uint8Array): void {
		if (!this.#isBrokerUp) return;
		for (const delayMs of this.#weather(topic))
			this.#scheduler.schedule(delayMs, () => {
				if (this.#isBrokerUp) this.#router.publish({ topic, payload, qos: 1, retain: false });
			});
	}

	killBroker(): void {
		this.#isBrokerUp = false;
		this.#unsubscribe();
		this.#unsubscribe = () => {};
		this.link.drop();
		this.#router.forgetRetained();
	}

	restoreBroker(): void {
		if (this.#isBrokerUp) return;
		this.#isBrokerUp = true;
		this.#unsubscribe = this.#subscribe();
		this.link.restore();
	}

	get isBrokerUp(): boolean {
		return this.#isBrokerUp;
	}

	/**
	 * Somebody with access to the broker sends one of the last messages again, to where it was or elsewhere.
	 */
	replay(): void {
		const old = this.#heard[this.#prng.nextBelow(Math.max(1, this.#heard.length))];
		const elsewhere = this.#heard[this.#prng.nextBelow(Math.max(1, this.#heard.length))];
		if (old === undefined || !this.#isBrokerUp) return;
		const topic = this.#prng.nextBelow(3) === 0 ? elsewhere.topic : old.topic;
		this.#router.publish({ topic, payload: old.payload, qos: 1, retain: false });
	}

	/** A message with a few bytes changed. */
	talkNonsense(): void {
		const old = this.#heard[this.#prng.nextBelow(Math.max(1, this.#heard.length))];
		if (old === undefined || old.payload.length === 0 || !this.#isBrokerUp) return;
		const payload = old.payload.slice(0, 1 + this.#prng.nextBelow(old.payload.length));
		for (let i = 0; i < 3; i++) payload[this.#prng.nextBelow(payload.length)] = this.#prng.nextBelow(256);
		this.#router.publish({ topic: old.topic, payload, qos: 1, retain: false });
	}

	readonly #weather: Weather = () => {
		if (this.#strikes("drop")) return [];
		const delayMs = this.#strikes("delay")
			? 5_000 + this.#prng.nextBelow(60_000)
			: this.#strikes("reorder")
				? this.#prng.nextBelow(1_500)
				: 0;
		return this.#strikes("duplicate") ? [delayMs, delayMs + this.#prng.nextBelow(10_000)] : [delayMs];
	};

	#strikes(fault: FaultName): boolean {
		if (!this.#swarm.strikes(fault)) return false;
		this.#onFault(fault);
		return true;
	}
}

const HEARD_MAX = 40;
