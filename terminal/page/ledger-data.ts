/** What the view has been told, and the rows of what is chosen: asked for again when there is more. */
import type { Sentence } from "../shared/contract.js";
import { FORMS_CHANNEL, type FormsState, isFormsState } from "../shared/form-template.js";
import {
	type EntryShown,
	isEntryShown,
	isLedgerState,
	isRegisterRows,
	LEDGER_CHANNEL,
	type LedgerState,
	type RegisterRows,
} from "../shared/ledger-state.js";
import type { RegisterId } from "../shared/registers.js";
import { isTerminalState, TERMINAL_CHANNEL, type TerminalState } from "../shared/terminal-state.js";
import type { ViewContext } from "./view.js";

export interface LedgerData {
	readonly told: Told;
	/** Seconds since 1970 by the terminal's clock. */
	now(): number;
	want(register: RegisterId, month: string): void;
	/** Nobody may see any more what has come. */
	forget(): void;
	entryAt(position: number): Promise<EntryShown | undefined>;
}

/** Mutable. */
export interface Told {
	ledger: LedgerState | undefined;
	forms: FormsState | undefined;
	terminal: TerminalState | undefined;
	/** Of what is wanted, once they have come. */
	rows: RegisterRows | undefined;
	/** Why they have not. */
	refusal: Sentence | undefined;
}

export function openLedgerData({ on, act }: ViewContext, onChange: () => void): LedgerData {
	const told: Told = {
		...{ ledger: undefined, forms: undefined, terminal: undefined, rows: undefined, refusal: undefined },
	};
	let wanted: { readonly register: RegisterId; readonly month: string } | undefined;
	let aheadSeconds = 0;
	/** One question at a time: whatever has changed meanwhile is asked for once more. */
	let asking: "no" | "once" | "again" = "no";

	async function ask(): Promise<void> {
		if (asking !== "no") {
			asking = "again";
			return;
		}
		do {
			asking = "once";
			const asked = wanted;
			const answer = await act("ledgerRows", asked);
			if (asked !== wanted) continue;
			told.refusal = answer.kind === "refused" ? answer.reason : undefined;
			if (answer.kind === "done" && isRegisterRows(answer.value)) told.rows = answer.value;
			onChange();
		} while (isAskedAgain());
		asking = "no";
	}
	const isAskedAgain = () => asking === "again";

	on(LEDGER_CHANNEL, (next) => {
		if (!isLedgerState(next)) return;
		const isMore = told.ledger?.entries !== next.entries;
		told.ledger = next;
		if (isMore && wanted !== undefined) void ask();
		onChange();
	});
	on(FORMS_CHANNEL, (next) => {
		if (isFormsState(next)) told.forms = next;
		onChange();
	});
	on(TERMINAL_CHANNEL, (next) => {
		if (!isTerminalState(next)) return;
		told.terminal = next;
		aheadSeconds = next.now - Date.now() / 1000;
		onChange();
	});

	return {
		told,
		now: () => Date.now() / 1000 + aheadSeconds,
		want(register, month) {
			if (wanted?.register === register && wanted.month === month) return;
			wanted = { register, month };
			told.rows = undefined;
			void ask();
		},
		forget() {
			[wanted, told.rows, told.refusal] = [undefined, undefined, undefined];
		},
		async entryAt(position) {
			const answer = await act("ledgerEntry", { position });
			return answer.kind === "done" && isEntryShown(answer.value) ? answer.value : undefined;
		},
	};
}
