import { createHash } from "node:crypto";
import { DECISION, hexIn, isEntry, LABEL, numberIn } from "../wire.js";
import type { Checker, Surroundings } from "./checker.js";

/**
 * Nothing is lost: the entries of the audit chain follow each other without a gap, each hashes the one
 * before, and in the end the terminal has every one of them; so every session that began has its end on
 * the terminal's disk.
 */
export function chainChecker({ voice, rot }: Surroundings): Checker {
	const entries = new Map<number, { readonly head: string; readonly hash: string }>();
	const kept = new Set<number>();
	const sessions = new Set<string>();
	const ended = new Map<string, number>();
	let last = -1;

	function linkFault(sequence: number): string | undefined {
		const [one, next] = [entries.get(sequence), entries.get(sequence + 1)];
		if (one === undefined || next === undefined) return undefined;
		const head = createHash("sha256")
			.update(Buffer.from(one.head, "hex"))
			.update(Buffer.from(one.hash, "hex"));
		return head.digest("hex") === next.head
			? undefined
			: `entry ${sequence + 1} does not hash entry ${sequence}`;
	}

	return {
		name: "the audit chain arrives whole, log-offs included",
		see(event) {
			if (event.kind === "kept") kept.add(event.sequence);
			if (event.kind === "chain-refused" && !rot) return `the terminal refuses an entry: ${event.reason}`;
			const said = voice.read(event);
			const sequence = said === undefined ? undefined : numberIn(said.body, LABEL.sequence);
			if (said === undefined || sequence === undefined || !isEntry(said) || entries.has(sequence))
				return undefined;
			entries.set(sequence, { head: hexIn(said.body, LABEL.auditHead) ?? "", hash: said.hash });
			last = Math.max(last, sequence);
			const session = hexIn(said.body, LABEL.sessionNonce);
			if (said.type === "session-end" && session !== undefined) ended.set(session, sequence);
			const isLogIn = numberIn(said.body, LABEL.action) === LOG_IN;
			const isAccepted = numberIn(said.body, LABEL.decision) === DECISION.accepted;
			if (said.type === "result" && isLogIn && isAccepted) sessions.add(hexIn(said.body, LABEL.nonce) ?? "");
			return rot ? undefined : (linkFault(sequence - 1) ?? linkFault(sequence));
		},
		end() {
			if (rot) return undefined;
			for (let sequence = 0; sequence <= last; sequence++)
				if (!kept.has(sequence)) return `entry ${sequence} of ${last + 1} has not reached the terminal`;
			for (const session of sessions)
				if (!ended.has(session)) return `the session of challenge ${session} has no end`;
			return undefined;
		},
	};
}

const LOG_IN = 1;
