/** A unit's audit chain, as an honest unit signs it, and as a dishonest one might. */
import { signMessage } from "../../modules/messages/envelope.js";
import { ClockSource, EndReason, IncidentKind } from "../../modules/messages/messages.generated.js";
import { topicOf } from "../../modules/messages/topics.js";
import { type ChainEntry, headAfter, openEntry } from "../../terminal/audit-mirror.js";
import { ADDRESS, NOW, type Office } from "./office.js";

export const LOG = topicOf(ADDRESS, "log");

export interface Chain {
	sequence: number;
	head: Uint8Array;
	bootCount: number;
}

export function newChain(): Chain {
	return { sequence: 0, head: new Uint8Array(32), bootCount: 1 };
}

/** The next entry of `chain`, which moves on. Of another kind for each `sequence`. */
export function nextEntry(office: Office, chain: Chain): ChainEntry {
	const entry = signedEntry(office, chain, chain.sequence % 3);
	chain.sequence++;
	chain.head = headAfter(office.crypto, chain.head, entry.digest);
	return entry;
}

/** An entry at `chain`'s end, of which there may be as many as `variant` has values. */
export function signedEntry(office: Office, chain: Chain, variant: number): ChainEntry {
	const { crypto, unitKey, ueid, exchange } = office;
	const common = {
		issuedAt: NOW,
		ueid,
		bootCount: chain.bootCount,
		sequence: chain.sequence,
		clockSource: ClockSource.terminal,
		policyHash: new Uint8Array(32).fill(7),
		auditHead: chain.head,
	};
	const sessionEnd = { ...common, sessionNonce: new Uint8Array(16), endReason: EndReason.logoff };
	const envelope =
		variant === 0
			? signMessage(crypto, unitKey, LOG, "chain-head", common)
			: variant === 1
				? signMessage(crypto, unitKey, LOG, "incident", { ...common, incidentKind: IncidentKind.tamper })
				: signMessage(crypto, unitKey, LOG, "session-end", sessionEnd);
	const entry = openEntry(crypto, exchange.unit, LOG, envelope);
	if (entry === undefined) throw new Error("an entry of ours does not open");
	return entry;
}

export function entries(office: Office, chain: Chain, count: number): ChainEntry[] {
	return Array.from({ length: count }, () => nextEntry(office, chain));
}
