import type { Doors } from "../../../hal/hal.js";
import { assert } from "../../../modules/bytes/assert.js";
import type { CborValue } from "../../../modules/codec/cbor.js";
import { dispatch, EVENTS, type EventName, type Handlers } from "../messages.js";
import { proxyDoors } from "./proxy-doors.js";
import { decodeMessage } from "./wire.js";

/** What the host says about the bundle it runs. */
export interface BootConfig {
	readonly softwareVersion: string;
	readonly firmwareVersion: number;
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
		const message = decodeMessage(event);
		// Read before it is written: an assignment alone would write to where the preloaded variable lies.
		handlers = isBoot(message) ? bootHandlers(start) : handlers;
		assert(handlers !== undefined, "the first event is the boot");
		dispatch(EVENTS, handlers, message);
	};
}

/** A second one is a restart: the bundle itself keeps nothing, so that everything begins anew. */
function isBoot(message: CborValue): boolean {
	return Array.isArray(message) && message[0] === ("boot" satisfies EventName);
}

function bootHandlers(start: (doors: Doors, config: BootConfig) => void): Handlers<typeof EVENTS> {
	const { doors, events } = proxyDoors();
	return {
		...events,
		boot: (softwareVersion, firmwareVersion, bundleHash) =>
			start(doors, { softwareVersion, firmwareVersion, bundleHash }),
	};
}
