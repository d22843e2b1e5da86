import type { Seen } from "../journal.js";
import { DECISION, type Envelope, hexIn, LABEL, numberIn, readEnvelope } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * No acceptance without its capture: whatever the unit accepts was asked by the office, and between the
 * request's arrival and the answer its camera has seen, under our light, the palm of the very person that the
 * request is about; well held or badly, which is the quality gates' concern.
 */
export function acceptanceChecker({ voice }: Surroundings): Checker {
	/** By the request's hash. */
	const asked = new Map<string, { readonly person: string; deliveredAtMs?: number }>();
	const captures: { readonly atMs: number; readonly person: string }[] = [];

	function judge(said: Envelope): string | undefined {
		if (numberIn(said.body, LABEL.decision) !== DECISION.accepted) return undefined;
		const request = asked.get(hexIn(said.body, LABEL.requestHash) ?? "");
		// Orders of the authority need nobody's palm.
		if (said.type !== "result" && said.type !== "enrol-result") return undefined;
		if (request === undefined) return `an accepted ${said.type} that nobody asked for`;
		const { person, deliveredAtMs } = request;
		if (deliveredAtMs === undefined) return `an accepted ${said.type} before its request arrived`;
		const seen = captures.some((capture) => capture.person === person && capture.atMs >= deliveredAtMs);
		return seen ? undefined : `an accepted ${said.type} for ${person}, whose palm was not there`;
	}

	return {
		name: "no acceptance without a right capture in its window",
		see(event: Seen) {
			const said = voice.read(event);
			if (said !== undefined) return judge(said);
			if (event.kind === "asked") {
				const request = readEnvelope(event.envelope);
				if (request !== undefined) asked.set(request.hash, { person: event.person });
			} else if (event.kind === "delivered") {
				const request = asked.get(readEnvelope(event.payload)?.hash ?? "");
				if (request !== undefined) request.deliveredAtMs ??= event.atMs;
			} else if (event.kind === "exposed" && event.lit && event.condition !== "nothing")
				captures.push({ atMs: event.atMs, person: event.person });
			return undefined;
		},
	};
}
