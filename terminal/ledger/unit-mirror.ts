/** What a ledger has of one unit's own chain, so that the terminal goes on with it where it stopped. */
import { equalConstantTime } from "../../modules/bytes/bytes.js";
import { type AuditMirror, admitEntry, entryOf, newAuditMirror } from "../audit-mirror.js";
import type { KnownUnit } from "../exchange.js";
import type { TerminalCrypto } from "../native-crypto.js";
import type { LedgerLine } from "./line.js";
import type { Meaning } from "./open-record.js";
import { openReader } from "./reader.js";

export interface UnitMirror {
	/** For every record, oldest first. */
	readonly take: (line: LedgerLine, meaning: Meaning) => void;
	/** From the first entry of the unit that was taken; undefined when there was none. */
	mirror(): AuditMirror | undefined;
}

/** The records are the ledger's, whose chain is checked: an entry that does not fit is our mistake. */
export function newUnitMirror(crypto: TerminalCrypto, unit: Pick<KnownUnit, "ueid">): UnitMirror {
	let mirror: AuditMirror | undefined;
	return {
		take({ topic, envelope }, meaning) {
			if (meaning.kind !== "entry" || !equalConstantTime(meaning.message.body.ueid, unit.ueid)) return;
			const entry = entryOf(crypto, meaning.message, topic, envelope);
			const { sequence, auditHead } = meaning.message.body;
			mirror ??= newAuditMirror({ sequence, head: auditHead });
			const { kind } = admitEntry(crypto, mirror, entry);
			if (kind !== "appended") throw new Error(`the ledger has entry ${sequence} of the unit: ${kind}`);
		},
		mirror: () => mirror,
	};
}

/** Of a unit that has long been silent: from the last month in which it was heard. */
export function mirrorFromFiles(crypto: TerminalCrypto, folder: string, unit: KnownUnit): AuditMirror {
	const reader = openReader(crypto, folder);
	for (const month of [...reader.months()].reverse()) {
		const found = newUnitMirror(crypto, unit);
		for (const record of reader.read(month).records) found.take(record, record.meaning);
		const mirror = found.mirror();
		if (mirror !== undefined) return mirror;
	}
	return newAuditMirror();
}
