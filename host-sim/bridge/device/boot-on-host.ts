import type { Doors } from "../../../hal/hal.js";
import { dispatch, EVENTS, type Handlers } from "../messages.js";
import { proxyDoors } from "./proxy-doors.js";
import { decodeMessage } from "./wire.js";

/** What the host says about the bundle it runs. */
export interface BootConfig {
	readonly softwareVersion: string;
	/** SHA-256 of the bundle, 32 bytes. */
	readonly bundleHash: Uint8Array;
}

/**
 * Waits for the host's first event and hands the doors to `start`; called once, by the
 * bundle's entry. Until that event the bundle only defines things: XS preloads it, and what
 * is preloaded is read-only, as on the device.
 */
export function bootOnHost(start: (doors: Doors, config: BootConfig) => void): void {
	let handlers: Handlers<typeof EVENTS> | undefined;
	globalThis.onHostEvent = (event) => {
		handlers ??= bootHandlers(start);
		dispatch(EVENTS, handlers, decodeMessage(event));
	};
}

function bootHandlers(start: (doors: Doors, config: BootConfig) => void): Handlers<typeof EVENTS> {
	const { doors, events } = proxyDoors();
	return { ...events, boot: (softwareVersion, bundleHash) => start(doors, { softwareVersion, bundleHash }) };
}
