import type { TamperOptions, TamperSwitch } from "../../hal/hal.js";
import { DoorLife } from "./door-life.js";
import type { Scheduler } from "./scheduler.js";

/** The switch behind the case's lid. */
export class SimulatedTamper {
	readonly #scheduler: Scheduler;
	#isCaseOpen = false;
	#opened: { readonly life: DoorLife; readonly options: TamperOptions } | undefined;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	/** Somebody opens the case. */
	openCase(): void {
		if (this.#isCaseOpen) return;
		this.#isCaseOpen = true;
		this.#tell();
	}

	closeCase(): void {
		this.#isCaseOpen = false;
	}

	open(options: TamperOptions): TamperSwitch {
		const life = new DoorLife("tamper switch", this.#scheduler);
		this.#opened = { life, options };
		if (this.#isCaseOpen) this.#tell();
		return {
			close: () => {
				if (life.close()) this.#opened = undefined;
			},
		};
	}

	#tell(): void {
		this.#opened?.life.callLater(this.#opened.options.onOpened);
	}
}
