import type { SigningKey } from "../modules/messages/envelope.js";
import { type AuditMirror, admitEntry, type ChainEntry, type ChainRefusal } from "./audit-mirror.js";
import type { KnownUnit, RequestType, SignedRequest } from "./exchange.js";
import type { TerminalCrypto } from "./native-crypto.js";
import { makeReceipt } from "./terminal.js";

/** A message as it goes over the wire. */
export interface Signed {
	readonly topic: string;
	readonly envelope: Uint8Array;
}

/** Where messages of both directions become durable. */
export interface MessageLedger {
	/** Returns when they would survive a power cut. @throws when they may not. */
	append(messages: readonly Signed[], nowSeconds: number): void;
}

export interface AuditOptions {
	readonly mirror: AuditMirror;
	readonly ledger: MessageLedger;
	/** Signs the receipts. */
	readonly terminalKey: SigningKey;
	/** Entries that came together become durable together: runs `write` once this turn's are all there. */
	readonly schedule: (write: () => void) => void;
	/** An entry is durable and its receipt on its way. */
	readonly onKept?: (entry: ChainEntry) => void;
	/** The unit signed what contradicts its own chain: evidence, to be looked into at once. */
	readonly onRefused?: (entry: ChainEntry, reason: ChainRefusal) => void;
	/** The ledger cannot be written: no more receipts, so that the unit keeps what we cannot. */
	readonly onFailed?: (error: unknown) => void;
}

export interface AuditKeeper {
	/** Puts a request on record before it is sent. @throws when that cannot be done. */
	ask(request: SignedRequest): void;
	take(entry: ChainEntry): void;
}

/** A query changes nothing and is answered with what is on record already. */
export function isForTheRecord(type: RequestType): boolean {
	return type !== "audit-request" && type !== "register-request";
}

/** Each entry, once: into the mirror, onto the disk, and only then its receipt to the unit. */
export function openAuditKeeper(
	crypto: TerminalCrypto,
	unit: KnownUnit,
	clock: { nowSeconds(): number },
	publish: (topic: string, payload: Uint8Array) => void,
	options: AuditOptions,
): AuditKeeper {
	const { mirror, ledger, terminalKey } = options;
	let fresh: ChainEntry[] = [];
	let again: ChainEntry[] = [];
	let state: "idle" | "scheduled" | "failed" = "idle";

	function write(): void {
		const [written, repeated] = [fresh, again];
		[fresh, again, state] = [[], [], "idle"];
		const receipts = written.map(receiptFor);
		if (written.length > 0 && !keep([...written, ...receipts])) return;
		for (const { topic, envelope } of [...receipts, ...repeated.map(receiptFor)]) publish(topic, envelope);
		for (const entry of written) options.onKept?.(entry);
	}

	function receiptFor({ message, digest }: ChainEntry): Signed {
		return makeReceipt(crypto, unit, terminalKey, { sequence: message.body.sequence, digest });
	}

	/** @returns whether all of it is durable; if not, nothing more is taken. */
	function keep(messages: readonly Signed[]): boolean {
		try {
			ledger.append(messages, clock.nowSeconds());
			return true;
		} catch (error) {
			state = "failed";
			options.onFailed?.(error);
			return false;
		}
	}

	return {
		ask(request) {
			if (!isForTheRecord(request.type)) return;
			if (state === "failed" || !keep([request])) throw new Error("the ledger takes no more records");
		},
		take(entry) {
			if (state === "failed") return;
			const admission = admitEntry(crypto, mirror, entry);
			if (admission.kind === "refused") options.onRefused?.(entry, admission.reason);
			else if (admission.kind === "appended") fresh.push(...admission.entries);
			else if (admission.kind === "known") again.push(entry);
			if (state === "scheduled" || fresh.length + again.length === 0) return;
			state = "scheduled";
			options.schedule(write);
		},
	};
}
