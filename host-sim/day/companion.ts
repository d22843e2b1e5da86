/** A terminal's program beside the counter's own: it shares the line to the unit. */
import type { LedgerBook } from "../../terminal/ledger/book.js";
import type { Hears } from "../../terminal/service/hears.js";
import type { SessionOptions } from "../../terminal/session.js";
import type { Desk } from "./desk.js";

/** Hears what the counter hears, keeps what the unit reports, and asks by itself. */
export interface Companion {
	readonly hears: Hears;
	readonly book: Pick<LedgerBook, "append" | "mirror">;
	attach(session: Desk["session"]): void;
}

export type Eyes = Required<Pick<SessionOptions, "onArrival" | "onHint" | "onPresence" | "onRefused">>;

/** The counter's own eyes, and those of its companion. */
export function both(own: Eyes, other: Hears["session"] | undefined): Eyes & Pick<SessionOptions, "onLog"> {
	if (other === undefined) return own;
	return {
		onArrival: own.onArrival,
		onHint(hint) {
			own.onHint(hint);
			other.onHint(hint);
		},
		onPresence(presence) {
			own.onPresence(presence);
			other.onPresence(presence);
		},
		onRefused(refusal) {
			own.onRefused(refusal);
			other.onRefused(refusal);
		},
		onLog: other.onLog,
	};
}
