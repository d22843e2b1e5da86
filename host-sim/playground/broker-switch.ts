import { type Broker, startBroker } from "../broker.js";

/** The embedded broker, which somebody may kill; it comes back at the same address and remembers nothing. */
export class BrokerSwitch {
	readonly url: string;
	#running: Broker | undefined;
	/** Killing takes a moment, and so does starting: one after the other. */
	#last: Promise<void> = Promise.resolve();

	private constructor(broker: Broker) {
		this.url = broker.url;
		this.#running = broker;
	}

	static async start(): Promise<BrokerSwitch> {
		return new BrokerSwitch(await startBroker());
	}

	get isUp(): boolean {
		return this.#running !== undefined;
	}

	/** Every connection breaks; nobody is told goodbye. */
	kill(): Promise<void> {
		return this.#inTurn(async () => {
			const running = this.#running;
			this.#running = undefined;
			await running?.close();
		});
	}

	/** Rejects when somebody else has taken the port meanwhile. */
	restore(): Promise<void> {
		return this.#inTurn(async () => {
			this.#running ??= await startBroker(Number(new URL(this.url).port));
		});
	}

	#inTurn(task: () => Promise<void>): Promise<void> {
		const next = this.#last.then(task, task);
		this.#last = next.catch(() => {});
		return next;
	}
}
