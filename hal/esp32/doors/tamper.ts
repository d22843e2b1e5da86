import Digital from "embedded:io/digital";
import { openDoorUse } from "../../../modules/device/door-use.js";
import type { Clock, TamperOptions, TamperSwitch } from "../../hal.js";

/** A switch bounces, and a knock on the counter is no burglary. */
const SETTLE_MS = 50;

/** The tamper switch: closed to ground while the case is, so that a cut wire is an open case too. */
export function openTamperSwitch(pin: number, clock: Clock, { onOpened }: TamperOptions): TamperSwitch {
	const use = openDoorUse("tamper switch");
	let isTold = false;

	const look = (): void => {
		clock.setTimer(SETTLE_MS, () => {
			if (!use.isOpen || isTold || input.read() === 0) return;
			isTold = true;
			onOpened();
		});
	};

	const input = new Digital({
		pin,
		mode: Digital.InputPullUp,
		edge: Digital.Rising,
		onReadable: look,
	});
	look();
	return {
		close() {
			if (use.close()) input.close();
		},
	};
}
