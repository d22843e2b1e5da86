/** Runs the probe in an engine, on the proxied doors. */

import type { Doors } from "../../hal/hal.js";
import { bootOnHost } from "../../host-sim/bridge/device/boot-on-host.js";
import { decodeMessage } from "../../host-sim/bridge/device/wire.js";
import { assert } from "../../modules/bytes/assert.js";
import { type CborValue, encodeCbor } from "../../modules/codec/cbor.js";
import { type Probe, startProbe } from "./probe.js";

/** @param doorsOf what the probe gets in place of the proxied doors */
export function serveProbe(doorsOf: (proxied: Doors) => Doors): void {
	let probe: Probe | undefined;
	bootOnHost((doors) => {
		probe = startProbe(doorsOf(doors));
	});
	const onDoorEvent = globalThis.onHostEvent;
	globalThis.onHostEvent = (event) => {
		// A copy: decoding wipes what it reads, and the doors may want the event still.
		const message = decodeMessage(event.slice(0));
		assert(Array.isArray(message), "probe: an event is an array");
		const [name, command, ...values]: CborValue[] = message;
		if (name !== "probe") return onDoorEvent(event);
		assert(probe !== undefined && typeof command === "string", "probe: not booted, or no command");
		hostPost(encodeCbor(["probe-outcome", ...outcomeOf(probe, command, values)]).slice().buffer);
	};
}

function outcomeOf(running: Probe, command: string, values: readonly CborValue[]): readonly CborValue[] {
	if (command === "takeLog") return ["returned", running.takeLog()];
	const outcome = running.run(command, values);
	return outcome.kind === "returned"
		? [outcome.kind, outcome.value]
		: [outcome.kind, outcome.name, outcome.message];
}
