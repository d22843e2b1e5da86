import type { PresenceSensor } from "../../../hal/hal.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import { call, post } from "./wire.js";

export function openPresenceSensor(): PresenceSensor {
	const use = openDoorUse("presence sensor");
	post("presence-open");
	return {
		sample() {
			use.assertOpen();
			const [distanceMm] = call("presence-sample");
			return distanceMm === null ? undefined : { distanceMm };
		},
		close() {
			if (use.close()) post("presence-close");
		},
	};
}
