import type { Clock, Crypto } from "../../hal/hal.js";
import { SESSION_LENGTH } from "../../modules/device/console-frame.js";
import { ConsoleLink } from "../../modules/device/console-link.js";
import type { SimulatedConsole } from "../doors/console.js";

export interface ConsoleEndOptions {
	readonly crypto: Crypto;
	readonly clock: Clock;
	readonly transmit: (bytes: Uint8Array) => void;
}

/** The unit's end of a serial cable: frames on the line, whole messages at the simulated unit's console. */
export function attachConsole(console: SimulatedConsole, options: ConsoleEndOptions): ConsoleLink {
	const session = new Uint8Array(SESSION_LENGTH);
	options.crypto.entropyInto(session);
	const link = new ConsoleLink({
		clock: options.clock,
		session,
		transmit: options.transmit,
		onMessage: (message) => console.send(message),
		onUnanswered: () => {},
	});
	console.onMessage = (message) => link.send(message);
	return link;
}
