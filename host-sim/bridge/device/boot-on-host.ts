import type { Doors } from "../../../hal/hal.js";
import { dispatch, EVENTS } from "../messages.js";
import { proxyDoors } from "./proxy-doors.js";
import { decodeMessage } from "./wire.js";

/** What the host says about the bundle it runs. */
export interface BootConfig {
	readonly softwareVersion: string;
	/** SHA-256 of the bundle, 32 bytes. */
	readonly bundleHash: Uint8Array;
}

/** Waits for the host's first event and hands the doors to `start`; called once, by the bundle's entry. */
export function bootOnHost(start: (doors: Doors, config: BootConfig) => void): void {
	const { doors, events } = proxyDoors();
	const handlers = {
		...events,
		boot: (softwareVersion: string, bundleHash: Uint8Array) => start(doors, { softwareVersion, bundleHash }),
	};
	globalThis.onHostEvent = (event) => dispatch(EVENTS, handlers, decodeMessage(event));
}
