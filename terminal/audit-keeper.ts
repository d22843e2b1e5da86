import type { SigningKey } from "../modules/messages/envelope.js";
import type { AuditLedger } from "./audit-file.js";
import { type AuditMirror, admitEntry, type ChainEntry, type ChainRefusal } from "./audit-mirror.js";
import type { KnownUnit } from "./exchange.js";
import type { TerminalCrypto } from "./native-crypto.js";
import { makeReceipt } from "./terminal.js";

export interface AuditOptions {
	readonly mirror: AuditMirror;
	readonly ledger: AuditLedger;
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
	take(entry: ChainEntry): void;
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
		try {
			if (written.length > 0) ledger.append(written, clock.nowSeconds());
		} catch (error) {
			state = "failed";
			options.onFailed?.(error);
			return;
		}
		for (const entry of [...written, ...repeated]) {
			const { sequence } = entry.message.body;
			const receipt = makeReceipt(crypto, unit, terminalKey, { sequence, digest: entry.digest });
			publish(receipt.topic, receipt.envelope);
		}
		for (const entry of written) options.onKept?.(entry);
	}

	return {
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
