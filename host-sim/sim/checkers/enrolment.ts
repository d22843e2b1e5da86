import type { Modality } from "../../../modules/messages/messages.generated.js";
import { traitsOf } from "../cast.js";
import { DECISION, demandIn, hexIn, LABEL, numberIn, REASON, readEnvelope } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

interface Asked {
	readonly person: string;
	readonly type: string;
	readonly traits: readonly Modality[];
	deliveredAtMs?: number;
}

/**
 * What the terminal was told is enrolled stays enrolled: no later request for that trait of that person, or
 * for both when both are, is answered "not enrolled", through any cut, unless it was revoked.
 */
export function enrolmentChecker({ rot, voice }: Surroundings): Checker {
	const asked = new Map<string, Asked>();
	const hashOf = new Map<string, string>();
	/** By person and trait. */
	const enrolledAtMs = new Map<string, number>();
	/** When the last of them was acknowledged; undefined while any is not. */
	const sinceMs = ({ person, traits }: Asked): number | undefined => {
		const since = traits.map((trait) => enrolledAtMs.get(`${person} ${trait}`) ?? Number.NaN);
		const last = Math.max(...since);
		return Number.isNaN(last) ? undefined : last;
	};
	return {
		name: "an acknowledged enrolment is never lost",
		see(event) {
			const said = voice.read(event);
			const request = asked.get(said === undefined ? "" : (hexIn(said.body, LABEL.requestHash) ?? ""));
			const isAccepted = said !== undefined && numberIn(said.body, LABEL.decision) === DECISION.accepted;
			if (request?.type === "revoke" && isAccepted)
				for (const trait of request.traits) enrolledAtMs.delete(`${request.person} ${trait}`);
			if (said?.type === "result" && request !== undefined && !rot) {
				const since = sinceMs(request);
				if (since === undefined || (request.deliveredAtMs ?? 0) <= since) return undefined;
				const isLost = numberIn(said.body, LABEL.reason) === REASON.notEnrolled;
				return isLost ? `${request.person} was enrolled at ${since} ms and is not any more` : undefined;
			}
			if (event.kind === "asked") {
				const envelope = readEnvelope(event.envelope);
				if (envelope === undefined) return undefined;
				const traits = traitsOf(demandIn(envelope.body));
				asked.set(envelope.hash, { person: event.person, type: event.type, traits });
				hashOf.set(hexIn(envelope.body, LABEL.nonce) ?? "", envelope.hash);
			} else if (event.kind === "delivered") {
				const arrived = asked.get(readEnvelope(event.payload)?.hash ?? "");
				if (arrived !== undefined) arrived.deliveredAtMs ??= event.atMs;
			} else if (event.kind === "believed" && event.outcome === "accepted") {
				const enrolment = asked.get(hashOf.get(event.nonce) ?? "");
				if (enrolment?.type === "enrol-begin" && sinceMs(enrolment) === undefined)
					for (const trait of enrolment.traits) enrolledAtMs.set(`${enrolment.person} ${trait}`, event.atMs);
			}
			return undefined;
		},
	};
}
