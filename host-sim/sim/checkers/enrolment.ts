import { DECISION, hexIn, LABEL, numberIn, REASON, readEnvelope } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * What the terminal was told is enrolled stays enrolled: no later request about that person is answered "not
 * enrolled", through any cut, unless it was revoked.
 */
export function enrolmentChecker({ rot, voice }: Surroundings): Checker {
	const asked = new Map<string, { readonly person: string; readonly type: string; deliveredAtMs?: number }>();
	const hashOf = new Map<string, string>();
	const enrolledAtMs = new Map<string, number>();
	return {
		name: "an acknowledged enrolment is never lost",
		see(event) {
			const said = voice.read(event);
			const request = asked.get(said === undefined ? "" : (hexIn(said.body, LABEL.requestHash) ?? ""));
			const isAccepted = said !== undefined && numberIn(said.body, LABEL.decision) === DECISION.accepted;
			if (request?.type === "revoke" && isAccepted) enrolledAtMs.delete(request.person);
			if (said !== undefined && said.type === "result" && !rot) {
				const since = enrolledAtMs.get(request?.person ?? "");
				if (since === undefined || (request?.deliveredAtMs ?? 0) <= since) return undefined;
				const isLost = numberIn(said.body, LABEL.reason) === REASON.notEnrolled;
				return isLost ? `${request?.person} was enrolled at ${since} ms and is not any more` : undefined;
			}
			if (event.kind === "asked") {
				const envelope = readEnvelope(event.envelope);
				if (envelope === undefined) return undefined;
				asked.set(envelope.hash, { person: event.person, type: event.type });
				hashOf.set(hexIn(envelope.body, LABEL.nonce) ?? "", envelope.hash);
			} else if (event.kind === "delivered") {
				const arrived = asked.get(readEnvelope(event.payload)?.hash ?? "");
				if (arrived !== undefined) arrived.deliveredAtMs ??= event.atMs;
			} else if (event.kind === "believed" && event.outcome === "accepted") {
				const enrolment = asked.get(hashOf.get(event.nonce) ?? "");
				if (enrolment?.type === "enrol-begin" && !enrolledAtMs.has(enrolment.person))
					enrolledAtMs.set(enrolment.person, event.atMs);
			}
			return undefined;
		},
	};
}
