import type { Doors, RestartCause } from "../../../hal/hal.js";
import { BridgeError, type EVENTS, type Handlers } from "../messages.js";
import { proxyCamera } from "./camera.js";
import { proxyClock } from "./clock.js";
import { proxyConsole } from "./console.js";
import { proxiedCrypto } from "./crypto.js";
import { openFlash } from "./flash.js";
import { openIlluminator } from "./illuminator.js";
import { proxyLink } from "./link.js";
import { openPresenceSensor } from "./presence.js";
import { proxiedSlots } from "./slots.js";
import { proxyTamper } from "./tamper.js";
import { call, post } from "./wire.js";

export interface ProxiedDoors {
	readonly doors: Doors;
	/** What each event but the first does. */
	readonly events: Omit<Handlers<typeof EVENTS>, "boot">;
}

/** Every door of the unit, each in front of the host's door of the same name. Called once. */
export function proxyDoors(): ProxiedDoors {
	const frameBuffer = new Uint8Array(hostFrame());
	const clock = proxyClock();
	const camera = proxyCamera(frameBuffer);
	const link = proxyLink();
	const console = proxyConsole();
	const tamper = proxyTamper();
	return {
		doors: {
			clock: clock.clock,
			crypto: proxiedCrypto,
			openImageSensor: camera.open,
			openIlluminator,
			openPresenceSensor,
			openFlash,
			openLink: link.open,
			openConsole: console.open,
			openTamperSwitch: tamper.open,
			slots: proxiedSlots,
			restartCause: () => checkedCause(call("restart-cause")[0]),
			restart: () => post("restart"),
			showCode: (digits) => post("show-code", digits),
			// No lights, and the host has its own watchdog: a limit of computrons an event.
			onStep: () => {},
			frameBuffer,
			trace: (line) => post("trace", line),
		},
		events: { ...clock.events, ...camera.events, ...link.events, ...console.events, ...tamper.events },
	};
}

function checkedCause(cause: string): RestartCause {
	const known = CAUSES.find((name) => name === cause);
	if (known === undefined) throw new BridgeError(`restart cause ${cause}`);
	return known;
}

const CAUSES: readonly RestartCause[] = ["power", "request", "abort", "watchdog"];
