import type { Illuminator } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import { post } from "./wire.js";

export function openIlluminator(): Illuminator {
	const use = openDoorUse("illuminator");
	post("illuminator-open");
	return {
		set(levelPercent) {
			use.assertOpen();
			assert(
				Number.isInteger(levelPercent) && levelPercent >= 0 && levelPercent <= 100,
				`illuminator level ${levelPercent} %`,
			);
			post("illuminator-set", levelPercent);
		},
		close() {
			if (use.close()) post("illuminator-close");
		},
	};
}
