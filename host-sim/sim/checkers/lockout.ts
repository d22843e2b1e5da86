import { SUPERVISOR } from "../cast.js";
import {
	DECISION,
	type Envelope,
	HINT,
	hexIn,
	LABEL,
	numberIn,
	REASON,
	readEnvelope,
	readUnsigned,
} from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

interface Tries {
	failures: number;
	lastAtMs: number;
}

/**
 * The lockout holds, counted from the answers alone: after five failures in a row nobody is compared for
 * 30 s, and for twice as long after each further one, whatever is unplugged meanwhile; after fifty, not at
 * all. (The unit may know of more failures than it could tell; so it may lock earlier, never later.) A match
 * forgives: an answer tells of it, or, while somebody is enrolled, the hint that the witness will do.
 */
export function lockoutChecker({ voice }: Surroundings): Checker {
	const asked = new Map<string, { readonly person: string; readonly type: string; deliveredAtMs?: number }>();
	const tries = new Map<string, Tries>();
	const judged = new Set<string>();

	function judge(said: Envelope, atMs: number): string | undefined {
		const request = asked.get(hexIn(said.body, LABEL.requestHash) ?? "");
		if (request === undefined || judged.has(said.hash)) return undefined;
		judged.add(said.hash);
		const isAccepted = numberIn(said.body, LABEL.decision) === DECISION.accepted;
		const { person, type, deliveredAtMs = 0 } = request;
		if ((type === "lockout-reset" || type === "revoke" || type === "enrol-begin") && isAccepted)
			tries.delete(person);
		if (said.type !== "result") return undefined;
		const isMismatch = numberIn(said.body, LABEL.reason) === REASON.mismatch;
		if (!isMismatch && !isAccepted) return undefined;
		const before = tries.get(person) ?? { failures: 0, lastAtMs: 0 };
		const lockMs = lockMsAfter(before.failures);
		if (isMismatch) tries.set(person, { failures: before.failures + 1, lastAtMs: atMs });
		else tries.delete(person);
		if (deliveredAtMs >= before.lastAtMs + lockMs - TOLERANCE_MS) return undefined;
		return `${person} was compared ${deliveredAtMs - before.lastAtMs} ms after failure ${before.failures}`;
	}

	return {
		name: "the lockout holds",
		see(event) {
			const said = voice.read(event);
			if (said !== undefined) return judge(said, event.atMs);
			if (event.kind === "asked") {
				const request = readEnvelope(event.envelope);
				if (request !== undefined) asked.set(request.hash, { person: event.person, type: event.type });
			} else if (event.kind === "delivered") {
				const request = asked.get(readEnvelope(event.payload)?.hash ?? "");
				if (request !== undefined) request.deliveredAtMs ??= event.atMs;
			} else if (event.kind === "published" && isWitnessAccepted(event.payload)) tries.delete(SUPERVISOR);
			return undefined;
		},
	};
}

/** Before any sample: it is not the subject's that is good. */
function isWitnessAccepted(payload: Uint8Array): boolean {
	const hint = readUnsigned(payload);
	if (hint === undefined) return false;
	return numberIn(hint, LABEL.hintReason) === HINT.accepted && numberIn(hint, LABEL.progress) === 0;
}

/** The office's policy (the default one). */
function lockMsAfter(failures: number): number {
	if (failures >= 50) return Number.POSITIVE_INFINITY;
	return failures < 5 ? 0 : Math.min(30_000 * 2 ** (failures - 5), 3_600_000);
}

/** The unit counts whole seconds. */
const TOLERANCE_MS = 1_500;
