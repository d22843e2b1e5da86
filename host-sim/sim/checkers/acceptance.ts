import type { Seen } from "../journal.js";
import { DECISION, type Envelope, hexIn, LABEL, numberIn, readEnvelope } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

interface Asked {
	readonly person: string;
	readonly atMs: number;
	deliveredAtMs?: number;
	/** The first that the unit has heard in this boot: it cannot know that it is old. */
	isFirst?: boolean;
}

/**
 * No acceptance without its capture: whatever the unit accepts was asked by the office, and between the
 * request's arrival and the answer its camera has seen, under our light, the palm of the very person that the
 * request is about; well held or badly, which is the quality gates' concern.
 *
 * One thing is counted and not held against the unit: an enrolment that was held up on the way, when
 * nobody has told the unit the time since it booted. It then enrols whoever stands there; the terminal
 * does not believe the answer, which comes too late, and has such an enrolment revoked.
 */
export function acceptanceChecker({ voice, heldUp }: Surroundings): Checker {
	/** By the request's hash. */
	const asked = new Map<string, Asked>();
	const captures: { readonly atMs: number; readonly person: string }[] = [];
	const judged = new Set<string>();
	let heardInBoot = 0;

	function judge(said: Envelope): string | undefined {
		const isResult = said.type === "result" || said.type === "enrol-result";
		// Orders of the authority need nobody's palm.
		if (!isResult || numberIn(said.body, LABEL.decision) !== DECISION.accepted) return undefined;
		if (judged.has(said.hash)) return undefined;
		judged.add(said.hash);
		const request = asked.get(hexIn(said.body, LABEL.requestHash) ?? "");
		if (request === undefined) return `an accepted ${said.type} that nobody asked for`;
		const { person, atMs, deliveredAtMs, isFirst } = request;
		if (deliveredAtMs === undefined) return `an accepted ${said.type} before its request arrived`;
		if (captures.some((capture) => capture.person === person && capture.atMs >= deliveredAtMs))
			return undefined;
		const isHeldUp = isFirst === true && said.type === "enrol-result" && deliveredAtMs - atMs > HELD_UP_MS;
		if (isHeldUp) heldUp.count++;
		return isHeldUp ? undefined : `an accepted ${said.type} for ${person}, whose palm was not there`;
	}

	function deliver(event: Seen & { readonly kind: "delivered" }): void {
		const request = asked.get(readEnvelope(event.payload)?.hash ?? "");
		if (request === undefined || request.deliveredAtMs !== undefined) return;
		request.deliveredAtMs = event.atMs;
		request.isFirst = heardInBoot++ === 0;
	}

	return {
		name: "no acceptance without a right capture in its window",
		see(event) {
			const said = voice.read(event);
			if (said !== undefined) return judge(said);
			if (event.kind === "boot") heardInBoot = 0;
			else if (event.kind === "asked") {
				const request = readEnvelope(event.envelope);
				if (request !== undefined) asked.set(request.hash, { person: event.person, atMs: event.atMs });
			} else if (event.kind === "delivered") deliver(event);
			else if (event.kind === "exposed" && event.lit && event.condition !== "nothing")
				captures.push({ atMs: event.atMs, person: event.person });
			return undefined;
		},
	};
}

/** Longer than any message takes that nothing holds up. */
const HELD_UP_MS = 1_600;
