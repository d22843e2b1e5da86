import type { Illuminator } from "../../hal/hal.js";
import { assert } from "../../modules/bytes/assert.js";
import { DoorLife } from "./door-life.js";
import type { Scheduler } from "./scheduler.js";

/** The light beside the camera; the world reads `levelPercent` to know how bright a scene is. */
export class SimulatedIlluminator {
	levelPercent = 0;
	readonly #scheduler: Scheduler;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	open(): Illuminator {
		const life = new DoorLife("illuminator", this.#scheduler);
		return {
			set: (levelPercent) => {
				life.assertOpen();
				assert(
					Number.isInteger(levelPercent) && levelPercent >= 0 && levelPercent <= 100,
					`illuminator level ${levelPercent} %`,
				);
				this.levelPercent = levelPercent;
			},
			close: () => {
				if (life.close()) this.levelPercent = 0;
			},
		};
	}
}
