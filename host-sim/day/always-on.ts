import type { Doors } from "../../hal/hal.js";
import { powerOn } from "../doors/board.js";
import type { PlugIn, RunningUnit } from "./counter.js";

/** A unit that keeps its power until it is closed; `boot` starts what runs on its doors. */
export function alwaysOn(boot: (doors: Doors) => Promise<RunningUnit>): PlugIn {
	return async (board) => {
		const { doors, powerOff } = powerOn(board);
		try {
			const unit = await boot(doors);
			return {
				...unit,
				async close() {
					await unit.close();
					powerOff();
				},
			};
		} catch (error) {
			powerOff();
			throw error;
		}
	};
}
