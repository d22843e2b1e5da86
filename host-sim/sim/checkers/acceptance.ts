import type { Modality } from "../../../modules/messages/messages.generated.js";
import { traitsOf } from "../cast.js";
import type { Seen } from "../journal.js";
import { DECISION, demandIn, type Envelope, hexIn, LABEL, numberIn, REASON, readEnvelope } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

interface Asked {
	readonly person: string;
	/** All of which must be presented. */
	readonly traits: readonly Modality[];
	readonly atMs: number;
	deliveredAtMs?: number;
	/** Held up on the way, longer than any message takes that nothing holds up. */
	isOld?: boolean;
	/** All that has told the unit the time in this boot was old: so it cannot know that this is. */
	isUntold?: boolean;
}

/**
 * No verdict without its capture: whatever the unit accepts was asked by the office, and between the
 * request's arrival and the answer its camera has seen, under our light, every trait that the request asks
 * for (palm, iris or both) of the very person it is about; well held or badly, which is the quality gates'
 * concern. Whom it says not to match, the camera has seen as well, whoever it was.
 *
 * One thing is counted and not held against the unit: an enrolment that was held up on the way, when
 * nobody has told the unit the time since it booted, or only what was held up as well. It then enrols whoever
 * stands there; the terminal does not believe the answer, which comes too late, and has such an enrolment
 * revoked.
 */
export function acceptanceChecker({ voice, heldUp }: Surroundings): Checker {
	/** By the request's hash. */
	const asked = new Map<string, Asked>();
	const captures: { readonly atMs: number; readonly person: string; readonly trait: Modality }[] = [];
	const judged = new Set<string>();
	/** Requests that were not old, and have told the unit the time. */
	let toldInBoot = 0;

	function judge(said: Envelope): string | undefined {
		const request = asked.get(hexIn(said.body, LABEL.requestHash) ?? "");
		// What names another boot tells no time.
		const isOfOtherBoot = numberIn(said.body, LABEL.reason) === REASON.otherBoot;
		if (isOfOtherBoot && request?.isOld === false && !judged.has(said.hash)) {
			judged.add(said.hash);
			toldInBoot--;
		}
		const isResult = said.type === "result" || said.type === "enrol-result";
		const isAccepted = numberIn(said.body, LABEL.decision) === DECISION.accepted;
		const isMismatch = numberIn(said.body, LABEL.reason) === REASON.mismatch;
		// Orders of the authority need nobody's palm.
		if (!isResult || !(isAccepted || isMismatch) || judged.has(said.hash)) return undefined;
		judged.add(said.hash);
		const verdict = `${isAccepted ? "an accepted" : "a refused"} ${said.type}`;
		if (request === undefined) return `${verdict} that nobody asked for`;
		const { person, traits, deliveredAtMs, isUntold } = request;
		if (deliveredAtMs === undefined) return `${verdict} before its request arrived`;
		const seen = captures.filter(
			(capture) => capture.atMs >= deliveredAtMs && (isMismatch || capture.person === person),
		);
		if (traits.every((wanted) => seen.some(({ trait }) => trait === wanted))) return undefined;
		const isHeldUp = isAccepted && isUntold === true && said.type === "enrol-result";
		if (isHeldUp) heldUp.count++;
		return isHeldUp ? undefined : `${verdict} for ${person}, without what was to be captured`;
	}

	function deliver(event: Seen & { readonly kind: "delivered" }): void {
		const request = asked.get(readEnvelope(event.payload)?.hash ?? "");
		if (request === undefined || request.deliveredAtMs !== undefined) return;
		request.deliveredAtMs = event.atMs;
		request.isOld = event.atMs - request.atMs > HELD_UP_MS;
		request.isUntold = request.isOld && toldInBoot === 0;
		if (!request.isOld) toldInBoot++;
	}

	return {
		name: "no verdict without a capture in its window, no acceptance without the right one",
		see(event) {
			const said = voice.read(event);
			if (said !== undefined) return judge(said);
			if (event.kind === "boot") toldInBoot = 0;
			else if (event.kind === "asked") {
				const request = readEnvelope(event.envelope);
				const { person, atMs } = event;
				if (request !== undefined)
					asked.set(request.hash, { person, atMs, traits: traitsOf(demandIn(request.body)) });
			} else if (event.kind === "delivered") deliver(event);
			else if (event.kind === "exposed" && event.lit && event.condition !== "nothing") captures.push(event);
			return undefined;
		},
	};
}

const HELD_UP_MS = 1_600;
