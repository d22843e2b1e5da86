import type { Console, ConsoleOptions } from "../../hal/hal.js";
import { DoorLife } from "./door-life.js";
import type { Scheduler } from "./scheduler.js";

/** The serial console as a pipe of whole messages. */
export class SimulatedConsole {
	/** What the setup engineer's tool hears from the unit. Set by the world. */
	onMessage: (message: Uint8Array) => void = () => {};
	readonly #scheduler: Scheduler;
	#opened: { readonly life: DoorLife; readonly options: ConsoleOptions } | undefined;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/**
	 * Sends the unit a message; lost, as on a wire nobody listens to, while the unit has not opened its
	 * console.
	 */
	send(message: Uint8Array): void {
		const opened = this.#opened;
		const copy = message.slice();
		opened?.life.callLater(() => opened.options.onMessage(copy));
	}

	/** The device dies. */
	fail(reason: string): void {
		this.#opened?.life.fail(reason, this.#opened.options.onError);
	}

	open(options: ConsoleOptions): Console {
		if (this.#opened !== undefined) throw new Error("console: already open");
		const life = new DoorLife("console", this.#scheduler);
		this.#opened = { life, options };
		return {
			write: (message) => {
				life.assertOpen();
				const copy = message.slice();
				this.#scheduler.schedule(0, () => this.onMessage(copy));
			},
			close: () => {
				if (life.close()) this.#opened = undefined;
			},
		};
	}
}
