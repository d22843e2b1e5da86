/** The bundle that the contract tests run in an engine: the probe on the proxied doors. */

import { bootOnHost } from "../../host-sim/bridge/device/boot-on-host.js";
import { decodeMessage } from "../../host-sim/bridge/device/wire.js";
import { assert } from "../../modules/bytes/assert.js";
import { type CborValue, encodeCbor } from "../../modules/codec/cbor.js";
import { type Probe, startProbe } from "./probe.js";

let probe: Probe | undefined;

bootOnHost((doors) => {
	probe = startProbe(doors);
});

const onDoorEvent = globalThis.onHostEvent;

globalThis.onHostEvent = (event) => {
	const message = decodeMessage(event);
	assert(Array.isArray(message), "probe: an event is an array");
	const [name, command, ...values]: CborValue[] = message;
	if (name !== "probe") return onDoorEvent(event);
	assert(probe !== undefined && typeof command === "string", "probe: not booted, or no command");
	hostPost(encodeCbor(["probe-outcome", ...outcomeOf(probe, command, values)]).slice().buffer);
};

function outcomeOf(running: Probe, command: string, values: readonly CborValue[]): readonly CborValue[] {
	if (command === "takeLog") return ["returned", running.takeLog()];
	const outcome = running.run(command, values);
	return outcome.kind === "returned"
		? [outcome.kind, outcome.value]
		: [outcome.kind, outcome.name, outcome.message];
}
