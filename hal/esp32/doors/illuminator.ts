import { assert } from "../../../modules/bytes/assert.js";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { ExposureLog } from "../../../modules/device/exposure.js";
import type { Clock, Illuminator, Timer } from "../../hal.js";
import type { Board } from "./board.js";
import { openPwm } from "./io.js";

/** Far above the rows of a frame, so that no stripes show; 10 bits fit below 78 kHz. */
const FREQUENCY_HZ = 20_000;

/** Channel 0 and its timer drive the camera's clock. */
const FIRST_CHANNEL = 1;

/** Longer than any request (120 s): a light that is still on then was forgotten. */
const LIT_MAX_MS = 130_000;

/** The Illuminator door: all banks together, dark again by itself when the firmware forgets it. */
export function openIlluminator(
	pins: Board["illuminators"],
	clock: Clock,
	exposures: ExposureLog,
): Illuminator {
	const use = openDoorUse("illuminator");
	const banks = pins.map((pin, i) => openPwm(pin, FREQUENCY_HZ, FIRST_CHANNEL + i));
	let forgotten: Timer | undefined;

	const light = (levelPercent: number): void => {
		forgotten?.close();
		forgotten = undefined;
		for (const bank of banks) bank.write(Math.round((levelPercent * ((1 << bank.resolution) - 1)) / 100));
		exposures.lightChanged(levelPercent > 0 ? "on" : "off", clock.nowMs());
		if (levelPercent > 0) forgotten = clock.setTimer(LIT_MAX_MS, () => light(0));
	};

	light(0);
	return {
		set(levelPercent) {
			use.assertOpen();
			assert(levelPercent >= 0 && levelPercent <= 100, "illuminator level");
			light(levelPercent);
		},
		close() {
			if (!use.close()) return;
			light(0);
			for (const bank of banks) bank.close();
		},
	};
}
