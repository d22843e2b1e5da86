import type { PresenceSensor } from "../../hal/hal.js";
import { DoorLife } from "./door-life.js";
import type { Scheduler } from "./scheduler.js";

/** Who stands before the unit. */
export class SimulatedPresence {
	/** Millimetres to the nearest object; undefined when nothing is in range. Set by the world. */
	distanceMm: number | undefined;
	readonly #scheduler: Scheduler;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	open(): PresenceSensor {
		const life = new DoorLife("presence sensor", this.#scheduler);
		return {
			sample: () => {
				life.assertOpen();
				return this.distanceMm === undefined ? undefined : { distanceMm: this.distanceMm };
			},
			close: () => {
				life.close();
			},
		};
	}
}
